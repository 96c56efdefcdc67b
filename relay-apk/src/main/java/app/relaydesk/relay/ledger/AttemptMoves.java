package app.relaydesk.relay.ledger;

import app.relaydesk.relay.json.Json;
import java.util.Map;

/** The moves of an attempt: each writes the row and the report of it in one transaction. */
final class AttemptMoves {
  private final LedgerStore store;
  private final Outbox outbox;
  private final GatewayTime time;
  /** Of an earlier life nobody knows whether its erased texts are out of the file's log. */
  private volatile boolean hasErased = true;

  AttemptMoves(LedgerStore store, Outbox outbox, GatewayTime time) {
    this.store = store;
    this.outbox = outbox;
    this.time = time;
  }

  /** Keeps a new row and reports its state. */
  void insert(Attempt row, Map<String, Object> news) {
    row.changedAt = time.now();
    row.lastSeq = report(row, news);
    store.attempts.insert(row);
  }

  /** Rule 7: keeps an id that will never be submitted; told only by the answer. */
  void commitTombstone(Attempt tombstone) {
    tombstone.changedAt = time.now();
    store.attempts.insert(tombstone);
  }

  /** The changed {@code row} takes the place of one in {@code from}; nothing is written when another came first. */
  boolean move(String from, Attempt row, Map<String, Object> news) {
    Attempt current = store.attempts.find(row.gatewayId, row.attemptId);
    if (current == null || !current.state.equals(from)) return false;
    row.changedAt = time.now();
    row.lastSeq = report(row, news);
    hasErased |= row.mustErase();
    return store.attempts.move(from, row);
  }

  /** Rule 11: empties the log after texts were erased; what readers stand in the way of is done at the next call. */
  void emptyLog(Turn turn) {
    if (!hasErased) return;
    hasErased = false;
    if (!turn.emptyLog()) hasErased = true;
  }

  /** accepted → rejected. */
  boolean rejectAccepted(Attempt row, String reason) {
    row.state = Attempt.REJECTED;
    row.reason = reason;
    return move(Attempt.ACCEPTED, row, Json.object("state", "rejected", "reason", reason));
  }

  /** Rule 10: nothing that was only accepted goes out for a gateway that is gone. */
  void rejectAllAccepted() {
    for (Attempt row : store.attempts.in(Attempt.ACCEPTED)) rejectAccepted(row, "unpaired");
  }

  /** A report about an id that changes no row. */
  long report(Attempt row, Map<String, Object> news) {
    long at = time.now();
    Map<String, Object> fields = Json.object("attempt_id", row.attemptId);
    fields.putAll(news);
    fields.put("at", at);
    return outbox.add("report", row.gatewayId, at, fields);
  }
}
