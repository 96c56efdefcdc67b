package app.relaydesk.relay.ledger;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import app.relaydesk.relay.model.Radio;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** What is answered to a send of an id that the ledger does not hold. */
public final class SendRulesTest {
  private final Attempt row = new Attempt("gateway", "att_5", Attempt.ACCEPTED, null);
  private int maxParts = 6;
  private long now = 1_000;
  private boolean isSimThere = true;
  private boolean isCounted = true;
  private boolean isPermitted = true;
  private long wait;
  private final List<Attempt> siblings = new ArrayList<>();
  private String pruneMark;
  private boolean isFull;

  public SendRulesTest() {
    row.requestId = "req_1";
    row.notAfter = 1_000;
  }

  @Test public void isAcceptedWhenNothingSpeaksAgainstIt() {
    assertNull(judge().reason());
    pruneMark = "att_4";
    assertNull("younger than what was pruned", judge().reason());
  }

  @Test public void eachRefusalHasItsReason() {
    now = 1_001;
    assertEquals("expired", reason());
    now = 1_000;
    isPermitted = false;
    assertEquals("permission_missing", reason());
    isPermitted = true;
    isSimThere = false;
    assertEquals("sim_changed", reason());
    isSimThere = true;
    row.parts = 7;
    assertEquals("too_many_parts", reason());
    row.parts = 6;
    isFull = true;
    assertEquals("ledger_full", reason());
    isFull = false;
    assertNull(reason());
  }

  @Test public void ofSeveralReasonsTheFirstOfThisOrderIsTold() {
    pruneMark = "att_5";
    Attempt earlier = sibling("att_1", Attempt.SENT);
    now = 2_000;
    isPermitted = false;
    isSimThere = false;
    maxParts = 0;
    isFull = true;
    wait = 500;
    List<String> told = new ArrayList<>();
    Runnable[] mends = {() -> pruneMark = null, () -> siblings.remove(earlier), () -> now = 0, () -> isPermitted = true,
        () -> isSimThere = true, () -> maxParts = 1, () -> isFull = false, () -> wait = 0};
    for (Runnable mend : mends) {
      told.add(reason());
      mend.run();
    }
    assertEquals(List.of("too_old", "duplicate_message", "expired", "permission_missing", "sim_changed",
        "too_many_parts", "ledger_full", "paced"), told);
    assertNull(reason());
  }

  @Test public void ofWhatIsTooOldNotEvenTheRefusalIsKept() {
    pruneMark = "att_5";
    assertTrue(judge().isForgotten());
    pruneMark = null;
    isFull = true;
    assertFalse(judge().isForgotten());
  }

  @Test public void aPacedTextIsToldWhenToComeAgain() {
    wait = 1_234;
    assertEquals("paced", reason());
    assertEquals(1_234, judge().retryAfterMs());
  }

  @Test public void moreThanAMinuteAllowsIsTooManyAndNotWorthAnotherTry() {
    wait = -1;
    assertEquals("too_many_parts", reason());
  }

  @Test public void moreThanAndroidTakesIsTooManyWhateverTheGatewayAllows() {
    maxParts = 255;
    row.parts = Radio.MOST_PARTS;
    assertNull(reason());
    row.parts = Radio.MOST_PARTS + 1;
    assertEquals("too_many_parts", reason());
  }

  @Test public void rule2_anEarlierAttemptThatMayHaveGoneOutMakesItADouble() {
    for (String state : List.of(Attempt.ACCEPTED, Attempt.SUBMITTING, Attempt.SENT, Attempt.UNKNOWN, Attempt.FAILED)) {
      siblings.clear();
      Attempt earlier = sibling("att_1", state);
      assertEquals(state, "duplicate_message", reason());
      assertSame(earlier, judge().earlier());
    }
  }

  @Test public void rule2_earlierAttemptsThatProvablyDidNotGoOutAreNoHindrance() {
    sibling("att_1", Attempt.REJECTED);
    sibling("att_2", Attempt.NEVER_SEEN);
    sibling("att_3", Attempt.FAILED).partResults = List.of(new PartResult(1, "failed", null, 4L, null, 1L));
    assertNull(reason());
  }

  @Test public void rule2_theNewestOfSeveralDoublesIsNamed() {
    sibling("att_1", Attempt.SENT);
    Attempt newest = sibling("att_2", Attempt.SUBMITTING);
    sibling("att_3", Attempt.REJECTED);
    assertSame(newest, judge().earlier());
  }

  @Test public void aTextThatThePhoneCannotCutIsItsOwnFaultUnlessTheTextMayNotGoAtAll() {
    isCounted = false;
    isFull = true;
    wait = -1;
    assertEquals("phone_error", reason());
    isSimThere = false;
    assertEquals("sim_changed", reason());
  }

  private Attempt sibling(String id, String state) {
    Attempt sibling = new Attempt("gateway", id, state, null);
    siblings.add(sibling);
    return sibling;
  }

  private String reason() {
    return judge().reason();
  }

  private SendRules.Verdict judge() {
    return SendRules.judge(new SendRules.Facts(row, isCounted, maxParts, now, isSimThere, isPermitted, new Pacing.Answer(wait),
        siblings, pruneMark, isFull));
  }
}
