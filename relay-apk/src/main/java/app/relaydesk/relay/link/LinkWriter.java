package app.relaydesk.relay.link;

import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.model.LinkConfig;
import app.relaydesk.relay.model.LinkLedger;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/**
 * The writing half of one connection, on its own thread, so that a gateway that does not read holds up nothing else:
 * answers first, then what waits in the outbox in order of seq, and a heartbeat with a ping when one is due.
 */
final class LinkWriter implements Runnable {
  private static final int MOST_QUEUED = 4_000;
  private static final int CHUNK = 100;
  private static final long POKE_DEADLINE_MS = 3_000;

  private final OutputStream out;
  private final LinkHost host;
  private final Runnable end;
  private final Runnable beating;
  private final ArrayDeque<String> queue = new ArrayDeque<>();
  private boolean isOver;
  private boolean isFinishing;
  private boolean hasNews;
  private String gatewayId;
  private long session;
  private long writtenSeq;
  private long beatAt = Long.MAX_VALUE;
  private long pokeAt = Long.MAX_VALUE;
  private boolean isSilent;

  /** {@code end} closes the connection; {@code beating} is called before each heartbeat. */
  LinkWriter(OutputStream out, LinkHost host, Runnable end, Runnable beating) {
    this.out = out;
    this.host = host;
    this.end = end;
    this.beating = beating;
  }

  synchronized void send(Map<String, Object> frame) {
    if (queue.size() >= MOST_QUEUED) isOver = true;
    queue.add(Json.write(frame));
    notifyAll();
  }

  /** After `welcome`: a heartbeat at once, then everything of this gateway above {@code ackedSeq}. */
  synchronized void open(long welcomedSession, String welcomedGateway, long ackedSeq) {
    session = welcomedSession;
    gatewayId = welcomedGateway;
    writtenSeq = ackedSeq;
    beatAt = nowMs();
    news();
  }

  /** The outbox has more. */
  synchronized void news() {
    hasNews = true;
    notifyAll();
  }

  /** A heartbeat now, whatever the schedule. */
  synchronized void beat() {
    if (gatewayId == null) return;
    beatAt = nowMs();
    notifyAll();
  }

  /** Asks whether the gateway is there; without any answer the connection ends. */
  synchronized void poke() {
    if (gatewayId == null || pokeAt != Long.MAX_VALUE) return;
    pokeAt = nowMs() + POKE_DEADLINE_MS;
    send(Json.object("t", "ping", "session", session));
  }

  /** Anything came in. */
  synchronized void heard() {
    pokeAt = Long.MAX_VALUE;
  }

  /** Ended because nothing answered a poke. */
  synchronized boolean isSilent() {
    return isSilent;
  }

  /** Writes all that is due, then ends the connection. */
  synchronized void finish() {
    isFinishing = true;
    hasNews = true;
    notifyAll();
  }

  synchronized void stop() {
    isOver = true;
    notifyAll();
  }

  @Override public void run() {
    try {
      while (step()) {
        // Each step writes what is due, or waits.
      }
    } catch (IOException | InterruptedException | RuntimeException gone) {
      android.util.Log.i("RelayDesk", "link: writing ended, " + gone.getClass().getSimpleName());
    } finally {
      end.run();
    }
  }

  private boolean step() throws IOException, InterruptedException {
    StringBuilder lines = new StringBuilder();
    boolean isBeat;
    boolean isLast;
    synchronized (this) {
      while (!isOver && queue.isEmpty() && !hasNews && nowMs() < Math.min(beatAt, pokeAt)) {
        long due = Math.min(beatAt, pokeAt);
        if (due == Long.MAX_VALUE) wait();
        else wait(Math.max(1, due - nowMs()));
      }
      isSilent = nowMs() >= pokeAt;
      if (isOver || isSilent) return false;
      while (!queue.isEmpty()) lines.append(queue.poll()).append('\n');
      isBeat = nowMs() >= beatAt;
      if (isBeat) beatAt = nowMs() + everyMs();
      isLast = isFinishing;
      hasNews = false;
    }
    if (isBeat) appendBeat(lines);
    boolean hasMore = appendOutbox(lines);
    out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
    if (hasMore) news();
    return hasMore || !isLast;
  }

  private void appendBeat(StringBuilder lines) {
    beating.run();
    Map<String, Object> beat = Json.object("t", "heartbeat", "session", session);
    beat.putAll(host.heartbeatFacts());
    lines.append(Json.write(beat)).append('\n');
    lines.append(Json.write(Json.object("t", "ping", "session", session))).append('\n');
  }

  /** The next frames of the outbox, in this session; says whether there may be more. */
  private boolean appendOutbox(StringBuilder lines) {
    if (gatewayId == null) return false;
    List<LinkLedger.Waiting> rows = host.ledger().outboxAfter(gatewayId, writtenSeq, CHUNK);
    for (LinkLedger.Waiting row : rows) {
      lines.append("{\"session\":").append(session).append(',').append(row.body(), 1, row.body().length()).append('\n');
      writtenSeq = row.seq();
    }
    return rows.size() == CHUNK;
  }

  long everyMs() {
    LinkConfig config = host.ledger().config();
    if (config == null) return 10_000;
    return Math.max(100, 1_000 * (host.isCharging() ? config.chargingSeconds() : config.batterySeconds()));
  }

  private static long nowMs() {
    return System.nanoTime() / 1_000_000;
  }
}
