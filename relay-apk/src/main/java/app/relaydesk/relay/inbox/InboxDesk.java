package app.relaydesk.relay.inbox;

import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.ledger.GatewayTime;
import app.relaydesk.relay.ledger.Inbox;
import app.relaydesk.relay.ledger.LedgerStore;
import app.relaydesk.relay.ledger.Outbox;
import app.relaydesk.relay.model.LinkConfig;
import app.relaydesk.relay.model.Pairing;
import app.relaydesk.relay.model.Radio;
import app.relaydesk.relay.model.ReceivedText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Rule 9: takes in received texts, from broadcast and provider, and lets out only what the inbox rule allows. */
public final class InboxDesk implements Inbox {
  private static final long ANSWER_WINDOW_MS = 30L * 24 * 3_600_000;
  private static final int COMPARED_DIGITS = 7;
  private static final int LONGEST_FROM = 64;
  private static final int MOST_PARTS = 255;
  private static final int LONGEST_BODY = 16_384;
  /** As JSON: a line may have 64 KiB, and line breaks or odd characters take six bytes each. */
  private static final int MOST_BODY_BYTES = 60_000;

  private final LedgerStore store;
  private final Outbox outbox;
  private final GatewayTime time;
  private final Radio radio;
  private final Supplier<LinkConfig> config;

  public InboxDesk(LedgerStore store, Outbox outbox, GatewayTime time, Radio radio, Supplier<LinkConfig> config) {
    this.store = store;
    this.outbox = outbox;
    this.time = time;
    this.radio = radio;
    this.config = config;
  }

  /** The first scan of a ledger only takes the mark. */
  @Override public void scan() {
    readAll();
  }

  /**
   * What came under the old switches is judged by them. What can't be read now must not be judged by the new ones
   * either, so the next scan only takes the mark.
   */
  @Override public void closeOldConfig() {
    if (!readAll()) store.dropMeta("inbox_mark");
  }

  /** Whether everything up to now was read. */
  private boolean readAll() {
    Long newest = radio.mark();
    if (newest == null) return false;
    String mark = store.meta("inbox_mark");
    if (mark != null && Long.parseLong(mark) < newest) {
      List<ReceivedText> missed = radio.receivedAbove(Long.parseLong(mark));
      if (missed == null) return false; // the mark stays, so that the next scan finds them
      for (ReceivedText text : missed) receive(text);
    }
    if (!Long.toString(newest).equals(mark)) store.setMeta("inbox_mark", Long.toString(newest));
    return true;
  }

  /**
   * Stored with its seq before anybody hears of it. Judged once: a text that had to stay is remembered by its id too,
   * so that no later scan lets it out.
   */
  @Override public void receive(ReceivedText text) {
    Pairing pairing = store.pairing();
    if (pairing == null) return;
    long at = time.now();
    if (!store.addInbound(text.inboundId(), at) || !mayLeave(text)) return;
    outbox.add("inbound", pairing.gatewayId(), at, Json.object(
        "inbound_id", text.inboundId(), "from", cut(text.from(), LONGEST_FROM), "body", cutBody(text.body()),
        "sim_id", text.simId(), "received_at", at, "parts", Math.max(1, Math.min(MOST_PARTS, text.parts())),
        "smsc_at", text.smscAt() > 0 ? text.smscAt() : null));
  }

  /** Only of a SIM that is switched on: answers to what we sent in the last 30 days, and STOP words. */
  private boolean mayLeave(ReceivedText text) {
    LinkConfig now = config.get();
    if (now == null || text.from().isEmpty() || !now.inboxSims().contains((long) text.simId())) return false;
    String word = text.body().trim().toUpperCase(Locale.ROOT);
    for (String stop : now.stopWords()) if (stop.toUpperCase(Locale.ROOT).equals(word)) return true;
    String digits = text.from().replaceAll("\\D", "");
    String tail = digits.substring(Math.max(0, digits.length() - COMPARED_DIGITS));
    return !tail.isEmpty() && store.attempts.hasTexted(tail, time.now() - ANSWER_WINDOW_MS);
  }

  /** A body that made a frame too long would be sent, and the connection cut, for ever. */
  static String cutBody(String whole) {
    String body = cut(whole, LONGEST_BODY);
    while (Json.write(body).getBytes(StandardCharsets.UTF_8).length > MOST_BODY_BYTES) {
      body = cut(body, body.length() * 9 / 10);
    }
    return body;
  }

  private static String cut(String text, int longest) {
    return text.length() > longest ? text.substring(0, longest) : text;
  }
}
