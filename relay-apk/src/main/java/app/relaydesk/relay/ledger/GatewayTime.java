package app.relaydesk.relay.ledger;

import app.relaydesk.relay.model.PhoneClock;

/**
 * Rule 5: what `welcome` or `pong` said plus elapsedRealtime since. The base outlives the app, not the boot: until
 * its first `welcome` a boot has only a guess, and nothing may be submitted by a guess.
 */
public final class GatewayTime {
  private final PhoneClock clock;
  private final LedgerStore store;

  private boolean isKnown;
  private long gatewayMs;
  private long elapsedMs;

  GatewayTime(PhoneClock clock, LedgerStore store) {
    this.clock = clock;
    this.store = store;
    String saved = store.meta("time_base");
    if (saved == null) return;
    String[] fields = saved.split(" ");
    gatewayMs = Long.parseLong(fields[1]);
    elapsedMs = Long.parseLong(fields[2]);
    isKnown = fields[0].equals(clock.bootId());
  }

  /** Whether this boot has had a `welcome`. */
  public synchronized boolean isKnown() {
    return isKnown;
  }

  /** Takes the gateway's word; kept over an app death when it came with `welcome`. */
  synchronized void set(long now, boolean isWelcome) {
    gatewayMs = now;
    elapsedMs = clock.elapsed();
    isKnown = true;
    if (isWelcome) store.setMeta("time_base", clock.bootId() + " " + gatewayMs + " " + elapsedMs);
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
