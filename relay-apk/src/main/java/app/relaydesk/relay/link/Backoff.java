package app.relaydesk.relay.link;

/** Redial: 1 s doubling to 30 s, each up to a fifth shorter or longer. */
public final class Backoff {
  private static final long FIRST_MS = 1_000;
  private static final long LONGEST_MS = 30_000;
  private static final double JITTER = 0.2;

  private Backoff() {}

  /** {@code failures} in a row, from 1; {@code random} in [0, 1). */
  public static long delayMs(int failures, double random) {
    long plain = Math.min(LONGEST_MS, FIRST_MS << Math.min(failures - 1, 10));
    return Math.round(plain * (1 - JITTER + 2 * JITTER * random));
  }
}
