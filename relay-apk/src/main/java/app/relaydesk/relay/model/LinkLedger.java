package app.relaydesk.relay.model;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a connection reads of the ledger and brings to it. Safe from any thread; each call is one commit. */
public interface LinkLedger {
  /** A frame that waits for its ack, without its session. */
  record Waiting(long seq, String body) {}

  /** Null when unpaired. */
  Pairing pairing();

  /** Rule 8: a random 128-bit value in the file, made once. */
  String ledgerId();

  /** Null before the first `welcome`. */
  LinkConfig config();

  /** The newest attempt that this gateway sent; null when there is none. */
  String newestId(String gatewayId);

  /** The next frames for a gateway above {@code seq}, in order. */
  List<Waiting> outboxAfter(String gatewayId, long seq, int limit);

  /** Called after each commit that added frames. */
  void onNews(Runnable news);

  // -- frames that GatewayFrames has checked; {@code reply} is called after the commit

  void send(String gatewayId, Map<?, ?> send, Consumer<Map<String, Object>> reply);

  void cancel(String gatewayId, Map<?, ?> cancel, Consumer<Map<String, Object>> reply);

  void query(String gatewayId, Map<?, ?> query, Consumer<Map<String, Object>> reply);

  void welcome(Map<?, ?> welcome);

  void pong(long now);

  void configure(LinkConfig news);

  void ack(String ledgerId, long seq);

  /** Rule 10: one gateway; what was accepted for another one does not go out. */
  void pair(Pairing pairing);

  /** Rule 10: unpaired, or the token refused. {@code isWipe} forgets what was sent, too. */
  void unpair(boolean isWipe);
}
