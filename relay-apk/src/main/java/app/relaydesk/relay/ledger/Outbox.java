package app.relaydesk.relay.ledger;

import app.relaydesk.relay.json.Json;
import java.util.Map;

/** Rule 4: what the gateway must be told is stored with its seq in the transaction of the change itself. */
public final class Outbox {
  private final LedgerStore store;
  private final Turn turn;
  private volatile Runnable listener = () -> { };

  Outbox(LedgerStore store, Turn turn) {
    this.store = store;
    this.turn = turn;
  }

  /** Called after each commit that added frames. */
  public void onNews(Runnable news) {
    listener = news;
  }

  /** Stores a `report` or `inbound` frame; answers its seq. */
  public long add(String type, String gatewayId, long at, Map<String, Object> fields) {
    long seq = store.nextSeq();
    Map<String, Object> frame = Json.object("t", type, "seq", seq);
    frame.putAll(fields);
    store.addToOutbox(seq, gatewayId, Json.write(frame), at);
    turn.afterCommit(() -> listener.run());
    return seq;
  }
}
