package app.relaydesk.relay.ledger;

import android.database.sqlite.SQLiteDatabase;
import android.database.sqlite.SQLiteFullException;
import app.relaydesk.relay.model.LinkConfig;
import app.relaydesk.relay.model.LinkLedger;
import app.relaydesk.relay.model.Pairing;
import app.relaydesk.relay.model.Phone;
import app.relaydesk.relay.model.Radio;
import app.relaydesk.relay.model.ReceivedText;
import app.relaydesk.relay.model.StatusReport;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** The relay without its connection: the ledger and all that acts on it. Safe from any thread. */
public final class RelayCore implements LinkLedger {
  /** 8,000 texts on each of 30 days, more than networks let one SIM send; some 300 MB with their reports. */
  public static final long MAX_ROWS = 250_000;

  private static final long KEEP_MS = 30L * 24 * 3_600_000;
  private static final long HOUR_MS = 3_600_000;

  public final LedgerStore store;
  public final Outbox outbox;
  public final GatewayTime time;
  private final Turn turn;
  private final AttemptMoves moves;
  private final AttemptDesk attempts;
  private final RadioDesk radioDesk;
  private final SettleDesk settleDesk;
  private final Inbox inbox;
  private final Pacing pacing;
  private final Phone phone;
  private volatile LinkConfig config;
  private long hourlyAt;

  /** {@code inboxOf} makes the inbox that works on this ledger; it is called once, and calls nothing back yet. */
  public RelayCore(SQLiteDatabase db, Phone phone, Radio radio, Function<RelayCore, Inbox> inboxOf, long maxRows) {
    this.phone = phone;
    store = new LedgerStore(db);
    turn = new Turn(db);
    outbox = new Outbox(store, turn);
    time = new GatewayTime(phone.clock(), store);
    moves = new AttemptMoves(store, outbox, time);
    pacing = new Pacing(phone.clock(), store);
    radioDesk = new RadioDesk(store, turn, moves, time, phone, radio);
    settleDesk = new SettleDesk(store, moves, time, phone.clock(), radio);
    attempts = new AttemptDesk(store, turn, moves, time, pacing, phone, radio, this::config, maxRows,
        row -> turn.run(() -> radioDesk.submit(row.gatewayId, row.attemptId)));
    hourlyAt = phone.clock().elapsed();
    inbox = inboxOf.apply(this);
  }

  /** Takes up what a crash, a stop or a reboot left. */
  public void begin() {
    turn.run(() -> {
      checkPhone();
      store.ledgerId();
      pacing.begin();
      config = LinkConfig.ofJson(store.meta("config"));
    });
    turn.run(settleDesk::settleDue);
    turn.run(inbox::scan);
    submitAccepted();
  }

  /** Rule 10: data that came from another phone is dropped, token and ledger. An id that can't be read proves nothing. */
  private void checkPhone() {
    String known = store.meta("android_id");
    String found = phone.androidId();
    if (found.isEmpty()) return;
    if (known != null && !known.equals(found)) store.wipe();
    store.setMeta("android_id", found);
  }

  /** Everything accepted and not yet submitted, each in its own turn: a kill on the way leaves the rest accepted. */
  private void submitAccepted() {
    for (Attempt row : store.attempts.in(Attempt.ACCEPTED)) {
      turn.run(() -> radioDesk.submit(row.gatewayId, row.attemptId));
    }
  }

  @Override public LinkConfig config() {
    return config;
  }

  @Override public Pairing pairing() {
    return store.pairing();
  }

  @Override public String ledgerId() {
    return store.ledgerId();
  }

  @Override public String newestId(String gatewayId) {
    return store.attempts.newestId(gatewayId);
  }

  @Override public List<Waiting> outboxAfter(String gatewayId, long seq, int limit) {
    return store.outboxAfter(gatewayId, seq, limit);
  }

  @Override public void onNews(Runnable news) {
    outbox.onNews(news);
  }

  // -- what the connection brings

  @Override public void send(String gatewayId, Map<?, ?> send, Consumer<Map<String, Object>> reply) {
    try {
      turn.run(() -> attempts.send(gatewayId, send, reply));
    } catch (SQLiteFullException full) {
      // What is in the file was accepted before the disk was full; its submit is tried again by the tick.
      if (store.attempts.find(gatewayId, (String) send.get("attempt_id")) == null) {
        attempts.refuseUnwritten(gatewayId, send, reply);
      }
    }
  }

  @Override public void cancel(String gatewayId, Map<?, ?> cancel, Consumer<Map<String, Object>> reply) {
    turn.run(() -> attempts.cancel(gatewayId, cancel, reply));
  }

  @Override public void query(String gatewayId, Map<?, ?> query, Consumer<Map<String, Object>> reply) {
    turn.run(() -> attempts.query(gatewayId, query, reply));
  }

  @Override public void pair(Pairing pairing) {
    turn.run(() -> {
      Pairing old = store.pairing();
      boolean isSame = old != null && old.gatewayId().equals(pairing.gatewayId());
      if (old != null && !isSame) moves.rejectAllAccepted();
      if (!isSame) dropConfig();
      store.savePairing(pairing);
    });
  }

  /** The port of the cable, which may be another after each time that it is laid. */
  public void usePort(int port) {
    turn.run(() -> store.savePort(port));
  }

  @Override public void unpair(boolean isWipe) {
    turn.run(() -> {
      moves.rejectAllAccepted();
      store.dropTokens();
      if (isWipe) wipe();
    });
  }

  /** Switches of one gateway let nothing out to the next. */
  private void dropConfig() {
    config = null;
    store.dropMeta("config");
  }

  private void wipe() {
    long used = store.nextSeq() - 1;
    store.wipe();
    checkPhone();
    store.raiseSeq(used);
    store.ledgerId();
    pacing.begin();
    config = null;
  }

  @Override public void welcome(Map<?, ?> welcome) {
    turn.run(() -> {
      time.set((Long) welcome.get("time"), true);
      long lastSeq = (Long) welcome.get("last_seq");
      saveAck(lastSeq);
      store.raiseSeq(lastSeq);
      saveConfig(LinkConfig.of((Map<?, ?>) welcome.get("config")));
    });
    submitAccepted();
  }

  @Override public void pong(long now) {
    turn.run(() -> time.set(now, false));
  }

  @Override public void configure(LinkConfig news) {
    turn.run(() -> saveConfig(news));
  }

  /** Texts that came before the switches moved are judged by the old ones. */
  private void saveConfig(LinkConfig news) {
    if (news.json().equals(store.meta("config"))) {
      inbox.scan();
    } else {
      inbox.closeOldConfig();
      store.setMeta("config", news.json());
    }
    config = news;
  }

  @Override public void ack(String ledgerId, long seq) {
    turn.run(() -> {
      if (ledgerId.equals(store.ledgerId())) saveAck(seq);
    });
  }

  private void saveAck(long seq) {
    Pairing pairing = store.pairing();
    if (pairing != null) store.saveAck(pairing.gatewayId(), seq);
  }

  // -- what the phone brings

  public void hearResult(String attemptId, int part, int result, Long error) {
    turn.run(() -> radioDesk.hearResult(attemptId, part, result, error));
  }

  /** Which row of content://sms Android kept an attempt's text in. */
  public void claim(String attemptId, long sentRow) {
    turn.run(() -> radioDesk.claim(attemptId, sentRow));
  }

  public void hearDelivery(String attemptId, int part, StatusReport report) {
    turn.run(() -> radioDesk.hearDelivery(attemptId, part, report));
  }

  public void receive(ReceivedText text) {
    turn.run(() -> inbox.receive(text));
  }

  /** What falls due by the clock; called every few seconds, and at every alarm. */
  public synchronized void tick() {
    turn.run(settleDesk::settleDue);
    submitAccepted(); // what a full disk or the like held up
    moves.emptyLog(turn);
    long now = phone.clock().elapsed();
    if (now < hourlyAt + HOUR_MS) return;
    hourlyAt = now;
    turn.run(inbox::scan);
    if (time.isKnown()) turn.run(() -> store.prune(time.now() - KEEP_MS));
  }

  public void close() {
    turn.close();
  }
}
