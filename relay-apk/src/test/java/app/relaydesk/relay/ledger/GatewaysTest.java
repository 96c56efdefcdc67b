package app.relaydesk.relay.ledger;

import static app.relaydesk.relay.support.LedgerWorld.GATEWAY;
import static app.relaydesk.relay.support.LedgerWorld.START;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import app.relaydesk.relay.model.Pairing;
import app.relaydesk.relay.support.LedgerWorld.Killed;
import app.relaydesk.relay.support.LedgerWorld;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** Rule 10: one gateway, and nothing goes out for one that is gone. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, manifest = Config.NONE)
public final class GatewaysTest {
  @Rule public final LedgerWorld world = new LedgerWorld();

  @Test public void rule10_unpairRejectsWhatWasOnlyAccepted() throws Exception {
    accept("att_1");
    world.core.unpair(false);
    assertEquals("rejected: unpaired", world.state("att_1"));
    assertEquals("unpaired", world.lastReport().get("reason"));
    assertNull(world.core.pairing());
    world.kill();
    world.welcome(START);
    assertTrue(world.radio.submitted.isEmpty());
  }

  @Test public void rule10_unpairLeavesWhatWasHandedOverToTheRadio() {
    world.send("att_1");
    world.core.unpair(false);
    assertEquals("submitting", world.state("att_1"));
    world.core.hearResult("att_1", 1, -1, null);
    assertEquals("sent", world.state("att_1"));
  }

  @Test public void rule10_anotherGatewayTakesThePlaceOfTheFirst() throws Exception {
    accept("att_1");
    world.pair("wsp_2");
    assertEquals("rejected: unpaired", world.state("att_1"));
    assertEquals("wsp_2", world.core.pairing().gatewayId());
    world.kill();
    assertEquals("token-of-wsp_2", world.core.pairing().token());
    assertEquals(2, world.core.store.gatewayIds().size());
  }

  @Test public void rule10_theSameGatewayAgainChangesNothingButTheToken() throws Exception {
    accept("att_1");
    world.core.ack(world.core.ledgerId(), 1);
    world.core.pair(new Pairing(GATEWAY, "dev_9", "new token", "bb", "10.0.0.2", 9, 0));
    assertEquals("accepted", world.state("att_1"));
    Pairing pairing = world.core.pairing();
    assertEquals(new Pairing(GATEWAY, "dev_9", "new token", "bb", "10.0.0.2", 9, 1), pairing);
  }

  @Test public void rule10_rowsOfOneGatewayNeverGoToAnother() {
    world.send("att_1");
    world.pair("wsp_2");
    world.core.hearResult("att_1", 1, -1, null);
    assertTrue(world.core.store.outboxAfter("wsp_2", 0, 100).isEmpty());
    world.core.query("wsp_2", app.relaydesk.relay.json.Json.object("session", 1L, "query_id", "q", "since", 0L),
        world.answers::add);
    assertEquals(List.of(), world.answered());
    assertEquals("sent", world.state("att_1"));
  }

  @Test public void rule10_theGatewayThatComesBackFindsItsReports() {
    world.send("att_1");
    world.pair("wsp_2");
    world.core.hearResult("att_1", 1, -1, null);
    world.pair(GATEWAY);
    assertEquals(3, world.core.store.unackedCount(world.core.pairing()));
  }

  @Test public void rule10_anotherAndroidIdDropsTokenAndLedger() throws Exception {
    accept("att_1");
    String id = world.core.ledgerId();
    world.phone.androidId = "phone-2";
    world.kill();
    assertNull(world.core.pairing());
    assertNotEquals(id, world.core.ledgerId());
    assertEquals(0, world.core.store.attempts.count());
    assertTrue(world.core.store.gatewayIds().isEmpty());
    assertTrue(world.core.store.outboxAfter(GATEWAY, 0, 10).isEmpty());
    assertEquals(false, world.core.time.isKnown());
    assertTrue(world.radio.submitted.isEmpty());
  }

  @Test public void rule10_theSameAndroidIdDropsNothing() throws Exception {
    world.send("att_1");
    String id = world.core.ledgerId();
    world.kill();
    assertEquals(id, world.core.ledgerId());
    assertEquals("submitting", world.state("att_1"));
  }

  @Test public void rule10_aWipeForgetsAllButItsOwnSeqs() throws Exception {
    accept("att_1");
    String id = world.core.ledgerId();
    world.core.unpair(true);
    assertEquals(0, world.core.store.attempts.count());
    assertNull(world.core.config());
    assertNotEquals(id, world.core.ledgerId());
    world.kill();
    world.pair(GATEWAY);
    world.welcome(START);
    world.send("att_2");
    assertEquals(3L, world.outbox(0).get(0).get("seq"));
  }

  @Test public void theCableMayLeadThroughAnotherPortEachTimeAndANetworkKeepsItsOwn() throws Exception {
    world.core.usePort(8650);
    world.kill();
    assertEquals(8650, world.core.pairing().port());
    world.core.pair(new Pairing(GATEWAY, "dev_1", "token", "aa", "192.168.1.4", 8643, 0));
    world.core.usePort(8651);
    assertEquals(8643, world.core.pairing().port());
  }

  /** A text that the phone took and, dying, did not hand over; the phone restarts. */
  private void accept(String id) throws Exception {
    world.core.outbox.onNews(() -> {
      throw new Killed();
    });
    assertThrows(Killed.class, () -> world.send(id));
    world.core.outbox.onNews(() -> { });
    world.reboot();
    assertEquals("accepted", world.state(id));
  }
}
