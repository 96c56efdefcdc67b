package app.relaydesk.relay.ledger;

import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.model.Phone;
import app.relaydesk.relay.model.Radio;
import app.relaydesk.relay.model.ResultCodes;
import app.relaydesk.relay.model.Sim;
import app.relaydesk.relay.model.StatusReport;
import java.util.Map;

/** Hands accepted attempts to the radio, and writes down what comes back of them. */
public final class RadioDesk {
  private final LedgerStore store;
  private final Turn turn;
  private final AttemptMoves moves;
  private final GatewayTime time;
  private final Phone phone;
  private final Radio radio;

  RadioDesk(LedgerStore store, Turn turn, AttemptMoves moves, GatewayTime time, Phone phone, Radio radio) {
    this.store = store;
    this.turn = turn;
    this.moves = moves;
    this.time = time;
    this.phone = phone;
    this.radio = radio;
  }

  /** Rule 3: accepted → submitting is committed; only then the radio is called. A cancel that came first wins. */
  void submit(String gatewayId, String attemptId) {
    Attempt row = store.attempts.find(gatewayId, attemptId);
    if (row == null || !row.state.equals(Attempt.ACCEPTED) || !time.isKnown()) return;
    String refusal = refusal(row);
    if (refusal != null) {
      moves.rejectAccepted(row, refusal);
      return;
    }
    row.state = Attempt.SUBMITTING;
    row.bootId = phone.clock().bootId();
    row.submittedElapsed = phone.clock().elapsed();
    row.submittedAt = time.now();
    row.mark = radio.mark();
    if (moves.move(Attempt.ACCEPTED, row, Json.object("state", "submitting", "parts", row.parts))) {
      turn.afterCommit(() -> callRadio(row));
    }
  }

  /** What must hold at the last moment before the hand-over; null when all does. */
  private String refusal(Attempt row) {
    if (time.now() > row.notAfter) return "expired"; // rule 5
    if (!phone.maySend()) return "permission_missing";
    if (!Sim.isThere(phone.sims(), row.simId, row.simMccMnc)) return "sim_changed";
    try {
      // Another count means that the SIM's alphabet is not the one that was judged.
      return radio.countParts(row.text, row.simId) == row.parts ? null : "sim_changed";
    } catch (Radio.NotHandedOver failed) {
      return "phone_error";
    }
  }

  private void callRadio(Attempt row) {
    try {
      radio.submit(row.attemptId, row.to, row.text, row.simId, row.deliveryReport);
    } catch (SecurityException | UnsupportedOperationException refused) {
      turn.run(() -> rejectSubmitting(row, "permission_missing"));
    } catch (Radio.NotHandedOver failed) {
      turn.run(() -> rejectSubmitting(row, "phone_error"));
    } catch (IllegalArgumentException refused) {
      turn.run(() -> rejectSubmitting(row, "number_invalid"));
    } catch (RuntimeException unclear) {
      // Rule 3: says nothing for sure, so the row stays `submitting` until the sent folder settles it.
      android.util.Log.w("RelayDesk", "SmsManager threw " + unclear.getClass().getName());
    }
  }

  /** Rule 3: four exceptions prove that nothing was submitted. */
  private void rejectSubmitting(Attempt submitted, String reason) {
    Attempt row = store.attempts.find(submitted.gatewayId, submitted.attemptId);
    if (row == null) return;
    row.state = Attempt.REJECTED;
    row.reason = reason;
    moves.move(Attempt.SUBMITTING, row, Json.object("state", "rejected", "reason", reason));
  }

  /** The radio's word on one part, within a turn; the same one twice changes nothing. {@code error} may be null. */
  public void hearResult(String attemptId, int part, int result, Long error) {
    Attempt row = find(attemptId);
    if (row == null || row.isTombstone() || row.state.equals(Attempt.REJECTED) || part < 1 || part > row.parts) return;
    PartResult known = PartResult.find(row.partResults, part);
    if (known.state() != null) return;
    String from = row.state;
    String state = result == ResultCodes.OK ? Attempt.SENT : Attempt.FAILED;
    row.partResults = PartResult.with(row.partResults,
        new PartResult(part, state, known.delivery(), (long) result, error, time.now()));
    String outcome = PartResult.outcome(row.partResults, row.parts);
    if (outcome != null) {
      row.state = outcome;
      row.reason = null;
    }
    moves.move(from, row, Json.object("state", state, "part", part, "parts", row.parts, "result", result,
        "error", error));
  }

  /** The network's report on one part, within a turn, if it can be about this text at all. */
  public void hearDelivery(String attemptId, int part, StatusReport report) {
    Attempt row = find(attemptId);
    if (row == null || row.submittedAt == null || row.state.equals(Attempt.REJECTED)) return;
    if (part < 1 || part > row.parts || !report.isAbout(row.to, row.submittedAt)) return;
    PartResult known = PartResult.find(row.partResults, part);
    if (known.delivery() != null || report.outcome() == StatusReport.Outcome.UNDECIDED) return;
    String delivery = report.outcome() == StatusReport.Outcome.DELIVERED ? "delivered" : "undelivered";
    row.partResults = PartResult.with(row.partResults,
        new PartResult(part, known.state(), delivery, known.result(), known.error(), known.at()));
    Map<String, Object> news = Json.object("state", delivery, "part", part, "parts", row.parts,
        "error", (long) report.status());
    moves.move(row.state, row, news);
  }

  /** Android names the row of content://sms that it kept the text in; then no other attempt may take it for its own. */
  void claim(String attemptId, long sentRow) {
    Attempt row = find(attemptId);
    if (row != null && row.submittedAt != null) store.attempts.claim(row, sentRow);
  }

  private Attempt find(String attemptId) {
    for (String gatewayId : store.gatewayIds()) {
      Attempt row = store.attempts.find(gatewayId, attemptId);
      if (row != null) return row;
    }
    return null;
  }
}
