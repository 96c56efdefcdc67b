package app.relaydesk.relay.ledger;

import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.model.Hex;
import app.relaydesk.relay.model.ResultCodes;
import java.util.List;
import java.util.Map;

/** A row of the ledger as it was read; a change is written by a compare-and-set of {@link AttemptTable}. */
public final class Attempt {
  public static final String NEVER_SEEN = "never_seen";
  public static final String ACCEPTED = "accepted";
  public static final String SUBMITTING = "submitting";
  public static final String SENT = "sent";
  public static final String FAILED = "failed";
  public static final String REJECTED = "rejected";
  public static final String UNKNOWN = "unknown";

  public final String gatewayId;
  public final String attemptId;
  /** Null in a tombstone. */
  public String requestId;
  /** Null in a tombstone. */
  public String hash;
  public String to = "";
  /** Empty once erased. */
  public String text = "";
  public int simId;
  /** Null when the gateway does not know it. */
  public String simMccMnc;
  public int parts = 1;
  public boolean deliveryReport;
  public boolean sensitive;
  /** The message's own expiry, gateway time. */
  public long notAfter;
  public String state;
  public String reason;
  public String earlierId;
  public String earlierState;
  /** Boot, elapsedRealtime and gateway time of the submit. */
  public String bootId;
  public Long submittedElapsed;
  public Long submittedAt;
  /** Highest {@code _id} of content://sms just before the submit; null when it could not be read. */
  public Long mark;
  /** The row of content://sms that is this attempt's, once one was claimed. */
  public Long sentRow;
  public List<PartResult> partResults = List.of();
  /** Gateway time. */
  public long changedAt;
  /** Highest seq of a report about it. */
  public long lastSeq;

  public Attempt(String gatewayId, String attemptId, String state, String reason) {
    this.gatewayId = gatewayId;
    this.attemptId = attemptId;
    this.state = state;
    this.reason = reason;
  }

  /** Rule 7: an id promised never to be submitted, of which nothing else is known. */
  public boolean isTombstone() {
    return hash == null;
  }

  /** Rule 2: what makes two sends of one attempt id the same. */
  public static String hashOf(String requestId, String to, String text, long simId) {
    return Hex.sha256(Json.write(List.of(requestId, to, text, simId)));
  }

  /** Rule 2: rejected, a tombstone, or failed with every part in the closed retry list. */
  public boolean isProvenUnsent() {
    if (state.equals(REJECTED) || state.equals(NEVER_SEEN)) return true;
    if (!state.equals(FAILED) || partResults.size() < parts) return false;
    for (PartResult part : partResults) {
      if (!FAILED.equals(part.state()) || part.result() == null || !ResultCodes.isRetry(part.result())) return false;
    }
    return true;
  }

  /** Rule 11: kept only while an attempt can follow or the sent folder may have to be searched for it. */
  boolean mustErase() {
    return sensitive && !state.equals(ACCEPTED) && !state.equals(SUBMITTING);
  }

  /** The entry of a {@code ledger} frame. */
  public Map<String, Object> entry() {
    Map<String, Object> entry = Json.object("attempt_id", attemptId, "request_id", requestId, "state", state,
        "reason", reason, "at", changedAt);
    if (isTombstone()) return entry;
    if (earlierId != null) entry.put("earlier", earlier());
    entry.put("parts", parts);
    entry.put("part_results", PartResult.toJson(partResults));
    entry.put("sim_id", simId);
    return entry;
  }

  Map<String, Object> earlier() {
    return Json.object("attempt_id", earlierId, "state", earlierState);
  }
}
