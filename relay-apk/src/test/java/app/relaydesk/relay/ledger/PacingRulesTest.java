package app.relaydesk.relay.ledger;

import static org.junit.Assert.assertEquals;

import java.util.List;
import org.junit.Test;

/** Rule 6, the decision alone. */
public final class PacingRulesTest {
  private static final long NOW = 1_000_000;
  private static final int LIMIT = 10;

  @Test public void withinTheLimitItGoes() {
    assertEquals(0, ask(LIMIT, 0, 0));
    assertEquals(0, ask(1, 0, 0, use(59_999, 9)));
    assertEquals(0, ask(4, 3, 0, use(10_000, 3)));
  }

  @Test public void aboveItItWaitsUntilEnoughPartsAreAMinuteOld() {
    assertEquals(1_000, ask(1, 0, 0, use(59_000, 10)));
    assertEquals(30_000, ask(3, 0, 0, use(50_000, 2), use(30_000, 8)));
    assertEquals(10_000, ask(2, 0, 0, use(50_000, 2), use(30_000, 8)));
    assertEquals("in less than a millisecond is not now", 1, ask(1, 0, 0, use(60_000, 10)));
  }

  @Test public void partsThatWerePromisedCountAsIfSubmittedNow() {
    assertEquals(60_000, ask(1, 10, 0));
    assertEquals(60_000, ask(4, 7, 0));
    assertEquals(20_000, ask(2, 7, 0, use(40_000, 2)));
    assertEquals("what ages is not enough", 60_000, ask(5, 9, 0, use(40_000, 1)));
  }

  @Test public void moreThanAWholeMinuteAllowsNeverGoes() {
    assertEquals(-1, ask(LIMIT + 1, 0, 0));
    assertEquals(-1, ask(LIMIT + 1, 0, NOW + 30_000));
  }

  @Test public void aNewLedgerLetsFivePartsGoInItsFirstMinute() {
    assertEquals(0, ask(5, 0, NOW + 1));
    assertEquals(0, ask(2, 0, NOW + 1, use(1_000, 3)));
    assertEquals(59_000, ask(3, 0, NOW + 30_000, use(1_000, 3)));
    assertEquals("it is over", 0, ask(10, 0, NOW));
  }

  @Test public void moreThanFivePartsWaitUntilTheLedgerIsAMinuteOld() {
    assertEquals(30_000, ask(6, 0, NOW + 30_000));
    assertEquals(30_000, ask(10, 0, NOW + 30_000, use(1_000, 3)));
  }

  @Test public void aLowerLimitThanFiveHoldsInTheFirstMinuteToo() {
    assertEquals(0, Pacing.judge(2, 2, NOW, NOW + 30_000, List.of(), 0).retryAfterMs());
    assertEquals(-1, Pacing.judge(3, 2, NOW, NOW + 30_000, List.of(), 0).retryAfterMs());
  }

  /** What goes after exactly the wait that was told is never refused again, and not a millisecond earlier. */
  @Test public void theWaitThatIsToldIsTheShortestThatHelps() {
    long wait = ask(3, 0, 0, use(50_000, 4), use(30_000, 4));
    assertEquals(10_000, wait);
    List<Pacing.Use> before = List.of(new Pacing.Use(NOW - 50_000, 4), new Pacing.Use(NOW - 30_000, 4));
    assertEquals(1, Pacing.judge(3, LIMIT, NOW + wait - 1, 0, before, 0).retryAfterMs());
    assertEquals(0, Pacing.judge(3, LIMIT, NOW + wait, 0, before.subList(1, 2), 0).retryAfterMs());
  }

  private static Pacing.Use use(long age, int parts) {
    return new Pacing.Use(NOW - age, parts);
  }

  private static long ask(int parts, long promised, long youngUntil, Pacing.Use... uses) {
    return Pacing.judge(parts, LIMIT, NOW, youngUntil, List.of(uses), promised).retryAfterMs();
  }
}
