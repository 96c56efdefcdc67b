package app.relaydesk.relay.ledger;

import static app.relaydesk.relay.support.LedgerWorld.DAY;
import static app.relaydesk.relay.support.LedgerWorld.GATEWAY;
import static app.relaydesk.relay.support.LedgerWorld.START;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import app.relaydesk.relay.model.Pairing;
import app.relaydesk.relay.support.LedgerWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** Rule 4: what must be told has a rising seq and is told until it is acked. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, manifest = Config.NONE)
public final class ReportsTest {
  @Rule public final LedgerWorld world = new LedgerWorld();

  @Test public void rule4_seqsRiseByOneAndGoOnAfterAKill() throws Exception {
    world.send("att_1");
    world.kill();
    world.core.hearResult("att_1", 1, -1, null);
    world.reboot();
    world.welcome(START + 1);
    world.send("att_2");
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L), seqs(0));
  }

  @Test public void rule4_whatIsNotAckedIsStillThereInItsOrder() throws Exception {
    world.send("att_1");
    world.core.hearResult("att_1", 1, -1, null);
    world.core.ack(world.core.ledgerId(), 1);
    world.kill();
    Pairing pairing = world.core.pairing();
    assertEquals(1, pairing.ackedSeq());
    assertEquals(List.of(2L, 3L), seqs(pairing.ackedSeq()));
    assertEquals(2, world.core.store.unackedCount(pairing));
  }

  @Test public void rule4_anAckNeverGoesBackAndCountsOnlyForThisLedger() {
    world.send("att_1");
    world.core.ack(world.core.ledgerId(), 2);
    world.core.ack(world.core.ledgerId(), 1);
    assertEquals(2, world.core.pairing().ackedSeq());
    world.core.ack("0".repeat(32), 9);
    assertEquals(2, world.core.pairing().ackedSeq());
  }

  @Test public void rule4_aWelcomeTellsWhatTheGatewayHas() {
    world.send("att_1");
    world.welcome(START, 2);
    assertEquals(2, world.core.pairing().ackedSeq());
  }

  @Test public void rule4_noSeqThatTheGatewayHasSeenIsUsedAgain() throws Exception {
    world.welcome(START, 70);
    world.send("att_1");
    assertEquals(List.of(71L, 72L), seqs(0));
    world.kill();
    world.send("att_2");
    assertEquals(List.of(71L, 72L, 73L, 74L), seqs(0));
  }

  @Test public void rule4_ackedFramesAreKeptThirtyDays() throws Exception {
    world.send("att_1");
    world.core.hearResult("att_1", 1, -1, null);
    world.core.ack(world.core.ledgerId(), 3);
    world.pass(30 * DAY - 1);
    world.core.tick();
    assertEquals(List.of(1L, 2L, 3L), seqs(0));
    world.pass(2 * DAY);
    world.core.tick();
    assertEquals(List.of(), seqs(0));
    world.kill();
    world.send("att_2", "not_after", START + 100 * DAY);
    assertEquals("the numbers go on", List.of(4L, 5L), seqs(0));
  }

  @Test public void rule4_whatWasNeverAckedIsKeptHoweverOld() {
    world.send("att_1");
    world.core.hearResult("att_1", 1, -1, null);
    world.core.ack(world.core.ledgerId(), 2);
    world.pass(400 * DAY);
    world.core.tick();
    assertEquals(List.of(3L), seqs(0));
    assertEquals("sent", world.state("att_1"));
  }

  @Test public void rule4_aReportSaysTheGatewaysTime() {
    world.phone.wall = 0;
    world.pass(1_234);
    world.send("att_1");
    for (Map<?, ?> each : world.outbox(0)) assertEquals(START + 1_234, each.get("at"));
  }

  @Test public void rule4_theWriterHearsOfNewsAfterTheirCommit() {
    List<Integer> seen = new ArrayList<>();
    world.core.outbox.onNews(() -> seen.add(world.db.inTransaction() ? -1 : world.outbox(0).size()));
    world.send("att_1");
    assertEquals(List.of(1, 2), seen);
  }

  @Test public void rule4_framesOfAnotherGatewayAreNotThisOnes() {
    world.send("att_1");
    assertTrue(world.core.store.outboxAfter("wsp_2", 0, 10).isEmpty());
    assertEquals(2, world.core.store.outboxAfter(GATEWAY, 0, 10).size());
  }

  private List<Object> seqs(long above) {
    List<Object> seqs = new ArrayList<>();
    for (Map<?, ?> each : world.outbox(above)) seqs.add(each.get("seq"));
    return seqs;
  }
}
