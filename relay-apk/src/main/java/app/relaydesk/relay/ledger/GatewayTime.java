package app.relaydesk.relay.ledger;

import app.relaydesk.relay.model.PhoneClock;

/**
 * Rule 5: what `welcome` or `pong` said plus elapsedRealtime since. The base outlives the app, not the boot: until
 * its first `welcome` a boot has only a guess, and nothing may be submitted by a guess.
 */
public final class GatewayTime {
  /** A correction beyond this is kept; smaller ones are the two clocks' drift and the way of the frame. */
  private static final long DRIFT_MS = 1_000;

  private final PhoneClock clock;
  private final LedgerStore store;

  private boolean isKnown;
  private long gatewayMs;
  private long elapsedMs;
  /** Gateway time less elapsedRealtime, as it is in the file. */
  private long savedOffsetMs;

  GatewayTime(PhoneClock clock, LedgerStore store) {
    this.clock = clock;
    this.store = store;
    String saved = store.meta("time_base");
    if (saved == null) return;
    String[] fields = saved.split(" ");
    gatewayMs = Long.parseLong(fields[1]);
    elapsedMs = Long.parseLong(fields[2]);
    savedOffsetMs = gatewayMs - elapsedMs;
    isKnown = fields[0].equals(clock.bootId());
  }

  /** Whether this boot has had a `welcome`. */
  public synchronized boolean isKnown() {
    return isKnown;
  }

  /** Takes the gateway's word. A `welcome` and a corrected time outlive the app: what is over by it stays so. */
  synchronized void set(long now, boolean isWelcome) {
    gatewayMs = now;
    elapsedMs = clock.elapsed();
    boolean isDrift = isKnown && Math.abs(gatewayMs - elapsedMs - savedOffsetMs) <= DRIFT_MS;
    isKnown = true;
    if (isDrift && !isWelcome) return;
    store.setMeta("time_base", clock.bootId() + " " + gatewayMs + " " + elapsedMs);
    savedOffsetMs = gatewayMs - elapsedMs;
  }

  public synchronized long now() {
    if (isKnown) return gatewayMs + Math.max(0, clock.elapsed() - elapsedMs);
    return Math.max(gatewayMs, clock.wall());
  }

  /** The wall clock less gateway time; the wall clock is used for nothing else. */
  public long skewMs() {
    return clock.wall() - now();
  }
}
