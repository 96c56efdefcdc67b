package app.relaydesk.relay.host;

import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;

/**
 * The phone's clocks as the ledger reads them. Robolectric's stand still between two turns of the main thread, and
 * its wall clock is the time since boot.
 */
@Implements(className = "app.relaydesk.relay.device.AndroidPhone$Clock")
public final class SystemTime {
  private static volatile long wallAheadMs;
  private static volatile long bootedAtMs;

  /** Sets both clocks; they run with the machine's from now on. */
  static void set(long wallMs, long elapsedMs) {
    wallAheadMs = wallMs - System.currentTimeMillis();
    bootedAtMs = System.nanoTime() / 1_000_000 - elapsedMs;
  }

  /** Milliseconds since boot. */
  static long now() {
    return System.nanoTime() / 1_000_000 - bootedAtMs;
  }

  @Implementation protected long wall() {
    return System.currentTimeMillis() + wallAheadMs;
  }

  @Implementation protected long elapsed() {
    return now();
  }
}
