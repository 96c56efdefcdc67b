package app.relaydesk.relay.link;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public final class BackoffTest {
  @Test public void doublesFromOneSecondToThirty() {
    long[] plain = {1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000};
    for (int i = 0; i < plain.length; i++) assertEquals(plain[i], Backoff.delayMs(i + 1, 0.5));
  }

  @Test public void staysAtThirtySecondsHoweverLongItGoesOn() {
    for (int failures : new int[] {11, 64, 65, 1_000_000, Integer.MAX_VALUE}) {
      assertEquals(30_000, Backoff.delayMs(failures, 0.5));
    }
  }

  @Test public void isUpToAFifthShorterOrLonger() {
    assertEquals(800, Backoff.delayMs(1, 0));
    assertEquals(1_200, Backoff.delayMs(1, 0.999_999));
    assertEquals(24_000, Backoff.delayMs(20, 0));
    assertEquals(36_000, Backoff.delayMs(20, 0.999_999));
  }
}
