package app.relaydesk.relay.service;

import android.content.Context;
import android.database.sqlite.SQLiteDatabase;
import android.os.PowerManager;
import android.os.SystemClock;
import android.util.Log;
import app.relaydesk.relay.device.AndroidPhone;
import app.relaydesk.relay.inbox.InboxDesk;
import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.ledger.LedgerFile;
import app.relaydesk.relay.ledger.RelayCore;
import app.relaydesk.relay.link.Dialler;
import app.relaydesk.relay.link.LinkHost;
import app.relaydesk.relay.link.PairRequest;
import app.relaydesk.relay.link.RelayLink;
import app.relaydesk.relay.model.LinkLedger;
import app.relaydesk.relay.model.Pairing;
import app.relaydesk.relay.model.Radio;
import app.relaydesk.relay.sms.SmsRadio;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * The relay of this process: ledger, radio and link, wired by hand. Whatever Android starts the app for gets the same
 * one. Opening reads and settles the ledger, so ask for it off the main thread.
 */
public final class Relay implements LinkHost {
  /** More than any frame needs from its reading to SmsManager. */
  private static final long AWAKE_MS = 60_000;
  private static final String TAG = "RelayDesk";
  private static Relay current;

  private final Context context;
  private final AndroidPhone phone;
  private final Dialler dialler = new Dialler(this::dial);
  private final Ticker ticker = new Ticker(this::tickSafely);
  private final CopyOnWriteArraySet<Runnable> watchers = new CopyOnWriteArraySet<>();
  /** Opening has its own lock: it may take long, and the link's state must not wait for it. */
  private final Object opening = new Object();
  private volatile RelayCore core;
  private volatile RelayLink link;
  private volatile PairRequest pairRequest;
  private volatile String problem;

  private Relay(Context context) {
    this.context = context;
    this.phone = new AndroidPhone(context);
  }

  public static Relay of(Context context) {
    Relay relay;
    synchronized (Relay.class) {
      if (current == null) current = new Relay(context.getApplicationContext());
      relay = current;
    }
    relay.open();
    return relay;
  }

  /** Lets go of what this process holds, so that the next ask finds the ledger as a new process would. */
  static synchronized void endForTests() {
    if (current == null) return;
    current.end();
    current = null;
  }

  private void end() {
    dialler.stop();
    ticker.stop();
    closeLink();
    if (core != null) core.close();
  }

  /** Says whether there is a ledger that may be trusted; one that could not be opened is tried anew at each ask. */
  private boolean open() {
    synchronized (opening) {
      if (core != null) return true;
      SQLiteDatabase db = null;
      try {
        db = LedgerFile.open(LedgerFile.of(context));
        RelayCore opened = newCore(db);
        opened.begin();
        core = opened;
        return true;
      } catch (RuntimeException unusable) {
        Log.e(TAG, "ledger: can't be used, " + unusable.getClass().getSimpleName());
        if (db != null) db.close();
        return false;
      }
    }
  }

  private RelayCore newCore(SQLiteDatabase db) {
    Radio radio = new SmsRadio(context, SmsResultReceiver.class);
    return new RelayCore(db, phone, radio,
        core -> new InboxDesk(core.store, core.outbox, core.time, radio, core::config), RelayCore.MAX_ROWS);
  }

  @Override public LinkLedger ledger() {
    return core();
  }

  /** Throws when the ledger can't be used: nothing may be sent or promised without it. */
  public RelayCore core() {
    if (!open()) throw new IllegalStateException("no ledger");
    return core;
  }

  /** Whether there is a gateway to be linked to. */
  public boolean isWanted() {
    return pairRequest != null || core != null && core.pairing() != null;
  }

  /** Keeps the link up from now on, if there is a gateway. Safe twice. */
  public void start() {
    if (!open() || !isWanted()) return;
    stayAwake();
    if (link == null) dialler.poke();
  }

  private void stayAwake() {
    ticker.start();
    BeatAlarm.set(context, core.config());
  }

  /** Takes the desktop's order to pair and dials at once; null, or why it is refused. */
  public String pair(PairRequest request) {
    if (!open()) return "no_ledger";
    Pairing pairing = core.pairing();
    boolean isOther = pairing != null && !pairing.pin().equalsIgnoreCase(request.pin());
    if (isOther && !request.replace()) return "already_paired";
    problem = null;
    synchronized (this) {
      pairRequest = request;
      closeLink();
    }
    stayAwake();
    dialler.poke();
    changed();
    return null;
  }

  /**
   * Dials at once when there is no link, else asks the gateway whether it is there; null, or why it can't. {@code port}:
   * where the cable leads to it now; 0 when that was not told.
   */
  public String poke(int port) {
    if (!open()) return "no_ledger";
    if (!isWanted()) return "not_paired";
    if (port >= 1 && port <= 65_535) core.usePort(port);
    stayAwake();
    RelayLink now = link;
    if (now != null && now.isLinked()) now.poke();
    else dialler.poke();
    return null;
  }

  /** The person at the phone ends it; {@code isWipe} forgets what was sent, too. */
  public void unpair(boolean isWipe) {
    pairRequest = null;
    core().unpair(isWipe);
    closeLink();
    standDown();
  }

  /** What falls due by the clock, and a sign of life; for the alarm. Says whether the link stands. */
  boolean tick() {
    stayAwake();
    tickSafely();
    RelayLink now = link;
    boolean isLinked = now != null && now.isLinked();
    if (!isLinked) dialler.poke();
    else if (!isCharging()) now.beat(); // on the charger the link's own clock runs
    return isLinked;
  }

  private void tickSafely() {
    try {
      if (open()) core.tick();
    } catch (RuntimeException failed) { // a full disk, say; the next tick tries again
      Log.e(TAG, "tick: failed, " + failed.getClass().getSimpleName());
    }
  }

  // -- the link

  /** One dial, on the dialler's thread, until its connection is over. */
  private RelayLink.End dial() {
    RelayLink.End end = RelayLink.End.REDIAL;
    try {
      RelayLink next = nextLink();
      changed();
      end = next.run();
      problem = next.problem();
    } catch (RuntimeException failed) {
      Log.e(TAG, "link: failed, " + failed.getClass().getSimpleName());
    }
    link = null;
    if (pairRequest != null) {
      if (end == RelayLink.End.STOP) end = RelayLink.End.REDIAL_NOW;
    } else if (!isWanted()) {
      end = RelayLink.End.STOP;
      standDown();
    }
    changed();
    return end;
  }

  private synchronized RelayLink nextLink() {
    PairRequest request = pairRequest;
    if (request != null && SystemClock.elapsedRealtime() - request.madeAt() > PairRequest.VALID_MS) {
      request = null;
      pairRequest = null;
    }
    link = new RelayLink(this, request);
    return link;
  }

  private void closeLink() {
    RelayLink now = link;
    if (now != null) now.close();
  }

  /** Nothing is dialled, woken or shown for a phone that belongs to nobody. */
  private void standDown() {
    ticker.stop();
    BeatAlarm.cancel(context);
    changed();
  }

  @Override public Map<String, Object> helloFacts() {
    return phone.helloFacts();
  }

  @Override public Map<String, Object> heartbeatFacts() {
    RelayCore now = core();
    Pairing pairing = now.pairing();
    Map<String, Object> facts = phone.heartbeatFacts();
    facts.put("clock_skew_ms", now.time.skewMs());
    facts.put("ledger", Json.object("rows", now.store.attempts.count(), "open", now.store.attempts.openCount(),
        "unacked", pairing == null ? 0 : now.store.unackedCount(pairing)));
    return facts;
  }

  @Override public boolean isCharging() {
    return phone.isCharging();
  }

  @Override public void welcomed() {
    problem = null;
    dialler.welcomed();
    changed();
  }

  @Override public void pairingEnded(PairRequest request) {
    synchronized (this) {
      if (pairRequest == request) pairRequest = null;
    }
    changed();
  }

  @Override public void awake(Runnable work) {
    PowerManager.WakeLock lock =
        context.getSystemService(PowerManager.class).newWakeLock(PowerManager.PARTIAL_WAKE_LOCK, "RelayDesk:frame");
    lock.setReferenceCounted(false); // so that a release after the time-out is no error
    lock.acquire(AWAKE_MS);
    try {
      work.run();
    } finally {
      lock.release();
    }
  }

  // -- what is shown

  /** Reads the ledger. */
  public LinkState state() {
    if (!open()) return new LinkState(LinkState.Kind.NO_LEDGER, null, null);
    PairRequest request = pairRequest;
    if (request != null) return new LinkState(LinkState.Kind.PAIRING, request.host() + ":" + request.port(), problem);
    Pairing pairing = core.pairing();
    if (pairing == null) return new LinkState(LinkState.Kind.UNPAIRED, null, problem);
    RelayLink now = link;
    boolean isLinked = now != null && now.isLinked();
    return new LinkState(isLinked ? LinkState.Kind.LINKED : LinkState.Kind.SEARCHING,
        pairing.host() + ":" + pairing.port(), isLinked ? null : problem);
  }

  /** Calls after each change, from any thread. */
  public void watch(Runnable watcher) {
    watchers.add(watcher);
  }

  public void unwatch(Runnable watcher) {
    watchers.remove(watcher);
  }

  private void changed() {
    for (Runnable watcher : watchers) watcher.run();
  }
}
