package app.relaydesk.relay.ledger;

import static app.relaydesk.relay.support.LedgerWorld.MINUTE;
import static app.relaydesk.relay.support.LedgerWorld.START;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import app.relaydesk.relay.model.Sim;
import app.relaydesk.relay.model.StatusReport;
import app.relaydesk.relay.support.LedgerWorld.Killed;
import app.relaydesk.relay.support.LedgerWorld;
import app.relaydesk.relay.support.TestRadio;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** Rules 3 and 5: the hand-over, and what must hold at its last moment. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, manifest = Config.NONE)
public final class SubmitTest {
  @Rule public final LedgerWorld world = new LedgerWorld();

  @Test public void rule3_submittingIsInTheFileBeforeAndroidIsCalled() throws Exception {
    world.radio.sent.add(new TestRadio.Row(41, 1, "other", "other", "sent", null));
    world.radio.during = () -> {
      throw new Killed();
    };
    assertThrows(Killed.class, () -> world.send("att_1"));
    world.kill();
    Attempt row = world.row("att_1");
    assertEquals("submitting", row.state);
    assertEquals("boot-1", row.bootId);
    assertEquals(Long.valueOf(500_000), row.submittedElapsed);
    assertEquals(Long.valueOf(START), row.submittedAt);
    assertEquals(Long.valueOf(41), row.mark);
    assertEquals(List.of("att_1"), world.radio.submitted);
  }

  @Test public void rule3_aCancelThatComesFirstWins() {
    long[] seq = new long[1];
    world.core.outbox.onNews(() -> {
      if (seq[0]++ == 0) world.cancel("att_1");
    });
    world.send("att_1");
    assertTrue(world.radio.submitted.isEmpty());
    assertEquals("rejected: cancelled", world.state("att_1"));
    assertEquals(List.of("accepted", "rejected"), world.reports("att_1"));
  }

  @Test public void rule3_aCancelThatComesLaterChangesNothing() {
    world.send("att_1");
    world.cancel("att_1");
    assertEquals(List.of("submitting"), world.answered());
    assertEquals("submitting", world.state("att_1"));
    assertEquals(List.of("att_1"), world.radio.submitted);
  }

  @Test public void rule3_aSecondReaderOfTheSameRowLoses() {
    Attempt[] read = new Attempt[1];
    world.core.outbox.onNews(() -> {
      if (read[0] == null) read[0] = world.row("att_1");
    });
    world.send("att_1");
    assertEquals("accepted", read[0].state);
    read[0].state = "rejected";
    assertEquals(false, world.core.store.attempts.move("accepted", read[0]));
    assertEquals("submitting", world.state("att_1"));
  }

  @Test public void rule3_threeExceptionsProveThatNothingWasHandedOver() {
    RuntimeException[] thrown = {new SecurityException("no"), new UnsupportedOperationException("no"),
        new IllegalArgumentException("no")};
    String[] reasons = {"permission_missing", "permission_missing", "number_invalid"};
    for (int i = 0; i < thrown.length; i++) {
      RuntimeException each = thrown[i];
      world.radio.during = () -> {
        throw each;
      };
      world.send("att_" + i);
      assertEquals("rejected: " + reasons[i], world.state("att_" + i));
      assertEquals(List.of("accepted", "submitting", "rejected"), world.reports("att_" + i));
    }
  }

  @Test public void rule3_anythingElseThatIsThrownProvesNothing() {
    RuntimeException[] thrown = {new NullPointerException(), new IllegalStateException("dead"), new RuntimeException()};
    for (int i = 0; i < thrown.length; i++) {
      RuntimeException each = thrown[i];
      world.radio.during = () -> {
        throw each;
      };
      world.send("att_" + i);
      assertEquals("submitting", world.state("att_" + i));
    }
  }

  @Test public void rule3_aResultThatComesDuringTheCallIsKept() {
    world.radio.during = () -> world.core.hearResult("att_1", 1, -1, null);
    world.send("att_1");
    assertEquals("sent", world.state("att_1"));
  }

  @Test public void rule3_eachPartIsReportedOnceWithWhatAndroidSaid() {
    world.radio.parts = 2;
    world.send("att_1");
    world.core.hearResult("att_1", 2, 1, 38L);
    world.core.hearResult("att_1", 2, 1, 38L);
    assertEquals("submitting", world.state("att_1"));
    Map<?, ?> failed = world.lastReport();
    assertEquals("failed", failed.get("state"));
    assertEquals(List.of(2L, 2L, 1L, 38L),
        List.of(failed.get("part"), failed.get("parts"), failed.get("result"), failed.get("error")));
    world.core.hearResult("att_1", 1, -1, null);
    assertEquals("failed", world.state("att_1"));
    assertEquals(List.of("accepted", "submitting", "failed", "sent"), world.reports("att_1"));
    assertNull(world.lastReport().get("error"));
  }

  @Test public void aResultOfAPartThatIsNoneOrOfAnUnknownAttemptIsNothing() {
    world.send("att_1");
    world.core.hearResult("att_1", 0, -1, null);
    world.core.hearResult("att_1", 2, -1, null);
    world.core.hearResult("att_9", 1, -1, null);
    assertEquals("submitting", world.state("att_1"));
    assertEquals(2, world.outbox(0).size());
  }

  @Test public void aDeliveryReportCountsOnlyWhenItIsAboutThisText() {
    world.send("att_1");
    world.core.hearResult("att_1", 1, -1, null);
    world.core.hearDelivery("att_1", 1, new StatusReport("9779801234568", START, 0));
    world.core.hearDelivery("att_1", 1, new StatusReport("9779801234567", START - 11 * MINUTE, 0));
    world.core.hearDelivery("att_1", 1, new StatusReport("9779801234567", START, 0x30));
    assertEquals(List.of("accepted", "submitting", "sent"), world.reports("att_1"));
    world.core.hearDelivery("att_1", 1, new StatusReport("9779801234567", START, 0x46));
    world.core.hearDelivery("att_1", 1, new StatusReport("9779801234567", START, 0));
    assertEquals(List.of("accepted", "submitting", "sent", "undelivered"), world.reports("att_1"));
    assertEquals(0x46L, world.lastReport().get("error"));
    assertEquals("sent", world.state("att_1"));
  }

  @Test public void rule5_withoutAWelcomeInThisBootNothingIsSubmitted() throws Exception {
    world.core.outbox.onNews(() -> {
      throw new Killed();
    });
    assertThrows(Killed.class, () -> world.send("att_1"));
    world.reboot();
    world.pass(10 * MINUTE);
    world.core.tick();
    assertEquals("accepted", world.state("att_1"));
    world.welcome(START + 10 * MINUTE);
    assertEquals(List.of("att_1"), world.radio.submitted);
  }

  @Test public void rule5_theTimeOutlivesTheAppButNotTheBoot() throws Exception {
    world.pass(MINUTE);
    world.kill();
    assertTrue(world.core.time.isKnown());
    assertEquals(START + MINUTE, world.core.time.now());
    world.reboot();
    assertEquals(false, world.core.time.isKnown());
  }

  @Test public void rule5_pastItsExpiryATextIsNotSubmitted() {
    world.pass(60 * MINUTE);
    world.send("att_1");
    world.pass(1);
    world.send("att_2");
    assertEquals("submitting", world.state("att_1"));
    assertEquals("rejected: expired", world.state("att_2"));
  }

  @Test public void rule5_itIsAskedAgainAtTheLastMoment() throws Exception {
    world.core.outbox.onNews(() -> {
      throw new Killed();
    });
    assertThrows(Killed.class, () -> world.send("att_1"));
    world.pass(60 * MINUTE + 1);
    world.kill();
    assertEquals("rejected: expired", world.state("att_1"));
    assertTrue(world.radio.submitted.isEmpty());
  }

  @Test public void rule5_theWallClockIsOnlyReported() {
    world.phone.wall += 400 * LedgerWorld.DAY;
    world.send("att_1");
    world.phone.wall = 0;
    world.send("att_2");
    assertEquals(List.of("att_1", "att_2"), world.radio.submitted);
    assertEquals(-START, world.core.time.skewMs());
  }

  @Test public void rule6_aSimThatIsGoneAtTheLastMomentIsNotReplacedByAnother() {
    world.core.outbox.onNews(() -> {
      world.phone.sims.clear();
      world.phone.sims.add(new Sim(2, 1, "Ncell", "42902", null));
    });
    world.send("att_1");
    assertEquals("rejected: sim_changed", world.state("att_1"));
    assertTrue(world.radio.submitted.isEmpty());
  }
}
