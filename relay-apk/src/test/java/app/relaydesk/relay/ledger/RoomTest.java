package app.relaydesk.relay.ledger;

import static app.relaydesk.relay.support.LedgerWorld.DAY;
import static app.relaydesk.relay.support.LedgerWorld.START;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import app.relaydesk.relay.support.LedgerWorld;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** Rule 8: the ledger's own id, and how it makes room without forgetting a promise. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, manifest = Config.NONE)
public final class RoomTest {
  private static final long LATER = START + 400 * DAY;
  @Rule public final LedgerWorld world = new LedgerWorld();

  @Test public void rule8_theLedgersIdIs128BitsAndStays() throws Exception {
    String id = world.core.ledgerId();
    assertTrue(id, id.matches("[0-9a-f]{32}"));
    world.kill();
    assertEquals(id, world.core.ledgerId());
    world.core.unpair(true);
    assertNotEquals(id, world.core.ledgerId());
  }

  @Test public void rule8_onlyFinalAckedRowsOfMoreThanThirtyDaysGo() {
    world.send("att_1_final");
    world.core.hearResult("att_1_final", 1, -1, null);
    world.query("att_1_never");
    world.core.ack(world.core.ledgerId(), 3);
    world.send("att_2_unacked");
    world.core.hearResult("att_2_unacked", 1, -1, null);
    world.send("att_3_unknown");
    world.pass(20 * 60_000);
    world.core.tick();
    world.pass(29 * DAY);
    world.core.tick();
    assertEquals(4, world.core.store.attempts.count());
    world.pass(DAY);
    world.send("att_4_young", "not_after", LATER);
    world.core.tick();
    assertEquals("none", world.state("att_1_final"));
    assertEquals("none", world.state("att_1_never"));
    assertEquals("sent", world.state("att_2_unacked"));
    assertEquals("unknown: no_answer", world.state("att_3_unknown"));
    assertEquals("submitting", world.state("att_4_young"));
  }

  @Test public void rule8_whatWasPrunedIsForgottenAndNeverSubmittedAgain() throws Exception {
    prune("att_5");
    world.kill();
    world.query("att_5", "att_4", "att_6");
    assertEquals(List.of("forgotten", "forgotten", "never_seen"), world.answered());
    world.cancel("att_5");
    assertEquals(List.of("forgotten"), world.answered());
    world.send("att_5", "not_after", LATER);
    assertEquals("too_old", world.lastReport().get("reason"));
    world.send("att_4", "not_after", LATER);
    assertEquals(List.of("rejected"), world.reports("att_4"));
    assertEquals("none", world.state("att_4"));
    assertEquals(List.of("att_5"), world.radio.submitted);
    world.send("att_7", "not_after", LATER);
    assertEquals("submitting", world.state("att_7"));
  }

  @Test public void rule8_anOldRowThatIsStillHeldIsNotForgotten() {
    world.send("att_1");
    prune("att_5");
    world.query("att_1");
    assertEquals(List.of("unknown"), world.answered());
    world.send("att_1");
    assertEquals(List.of("unknown"), world.answered());
  }

  @Test public void rule8_theMarkNeverGoesBack() {
    prune("att_5");
    assertEquals("att_5", world.core.store.pruneMark());
    world.query("att_9");
    world.pass(31 * DAY);
    world.core.tick();
    world.pass(31 * DAY);
    world.core.tick();
    assertEquals("att_9", world.core.store.pruneMark());
  }

  @Test public void rule8_nothingIsPrunedInABootThatDoesNotKnowTheTime() throws Exception {
    world.send("att_1");
    world.core.hearResult("att_1", 1, -1, null);
    world.core.ack(world.core.ledgerId(), 3);
    world.reboot();
    world.phone.wall += 4_000 * DAY;
    world.pass(2 * 3_600_000);
    world.core.tick();
    assertEquals("sent", world.state("att_1"));
    assertNull(world.core.store.pruneMark());
  }

  @Test public void rule8_aFullLedgerRefusesAndKeepsTheRefusal() throws Exception {
    world.maxRows = 2;
    world.kill();
    world.send("att_1");
    world.send("att_2");
    world.send("att_3");
    assertEquals("rejected: ledger_full", world.state("att_3"));
    assertEquals(List.of("att_1", "att_2"), world.radio.submitted);
    assertEquals("ledger_full", world.lastReport().get("reason"));
  }

  /** Leaves this id as the newest that was pruned. */
  private void prune(String id) {
    world.send(id);
    world.core.hearResult(id, 1, -1, null);
    world.core.ack(world.core.ledgerId(), ((Long) world.lastReport().get("seq")));
    world.pass(31 * DAY);
    world.core.tick();
    assertEquals("none", world.state(id));
  }
}
