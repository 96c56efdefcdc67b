package app.relaydesk.relay.ledger;

import static app.relaydesk.relay.support.LedgerWorld.DAY;
import static app.relaydesk.relay.support.LedgerWorld.GATEWAY;
import static app.relaydesk.relay.support.LedgerWorld.MINUTE;
import static app.relaydesk.relay.support.LedgerWorld.START;
import static app.relaydesk.relay.support.LedgerWorld.TO;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;

import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.model.LinkConfig;
import app.relaydesk.relay.model.ReceivedText;
import app.relaydesk.relay.model.StatusReport;
import app.relaydesk.relay.support.LedgerWorld;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** Promises that only a mutation run showed to have no witness beside the ledger. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, manifest = Config.NONE)
public final class WitnessTest {
  @Rule public final LedgerWorld world = new LedgerWorld();

  @Test public void theRadioIsAskedForADeliveryReportOnlyWhenTheGatewayWantsOne() {
    world.send("att_1", "delivery_report", false);
    world.send("att_2", "delivery_report", true);
    assertEquals(List.of(false, true), world.radio.reportsAsked);
  }

  @Test public void theEntryOfARefusedDoubleNamesTheEarlierAttempt() {
    world.send("att_1");
    world.send("att_2", "request_id", "req_att_1");
    assertEquals(Map.of("attempt_id", "att_1", "state", "submitting"), world.row("att_2").entry().get("earlier"));
  }

  @Test public void theNewestIdIsTheHighestThatTheGatewaySent() {
    world.send("att_1");
    world.send("att_2");
    world.query("att_3");
    assertEquals("att_2", world.core.newestId(GATEWAY));
  }

  @Test public void theLatestAreShownNewestFirstAndTombstonesAreNot() {
    world.send("att_1");
    world.pass(MINUTE);
    world.send("att_2");
    world.query("att_3");
    List<Attempt> latest = world.core.store.attempts.latest(5);
    assertEquals(List.of("att_2", "att_1"), List.of(latest.get(0).attemptId, latest.get(1).attemptId));
    assertEquals(2, latest.size());
    assertEquals(2, world.core.store.attempts.openCount());
  }

  @Test public void openAttemptsAreReadByTheirState() {
    world.send("att_1");
    assertEquals(List.of(), world.core.store.attempts.in(Attempt.ACCEPTED));
    assertEquals(1, world.core.store.attempts.in(Attempt.SUBMITTING).size());
  }

  @Test public void whenAPartWasSentIsKeptWhenItsDeliveryIsTold() {
    world.send("att_1");
    world.core.hearResult("att_1", 1, -1, null);
    Long sentAt = world.row("att_1").partResults.get(0).at();
    assertNotNull(sentAt);
    world.pass(MINUTE);
    world.core.hearDelivery("att_1", 1, new StatusReport(TO.substring(1), START, 0));
    assertEquals("delivered", world.row("att_1").partResults.get(0).delivery());
    assertEquals(sentAt, world.row("att_1").partResults.get(0).at());
  }

  @Test public void aTimeThatAPongCorrectedOutlivesTheApp() throws Exception {
    world.core.pong(START + DAY);
    assertEquals(START + DAY, world.core.time.now());
    world.pass(MINUTE);
    world.kill();
    assertEquals(START + DAY + MINUTE, world.core.time.now());
  }

  @Test public void theDriftOfTwoClocksIsNotWrittenWithEachPongButNeverAddsUp() throws Exception {
    String written = world.core.store.meta("time_base");
    world.core.pong(START + 1_000);
    assertEquals(written, world.core.store.meta("time_base"));
    assertEquals(START + 1_000, world.core.time.now());
    world.core.pong(START + 1_001);
    world.kill();
    assertEquals(START + 1_001, world.core.time.now());
  }

  @Test public void aNewConfigCountsAtOnceAndAfterARestart() throws Exception {
    LinkConfig news = LinkConfig.of(Json.object("heartbeat_charging_seconds", 7L, "heartbeat_battery_seconds", 70L,
        "parts_per_minute", null, "inbox", Json.object("sims", List.of(), "stop_words", List.of())));
    world.core.configure(news);
    assertEquals(7, world.core.config().chargingSeconds());
    world.kill();
    assertEquals(7, world.core.config().chargingSeconds());
  }

  @Test public void theConfigOfOneGatewayIsGoneForTheNextAfterARestartToo() throws Exception {
    world.pair("wsp_2");
    world.kill();
    assertNull(world.core.config());
  }

  @Test public void aWipedLedgerStartsAsCarefullyAsANewOne() {
    world.pass(DAY);
    world.core.unpair(true);
    world.pair(GATEWAY);
    world.partsPerMinute = 30L;
    world.welcome(START);
    world.radio.parts = 6;
    world.send("att_1");
    assertEquals("rejected: paced", world.state("att_1"));
  }

  @Test public void rule10_aWipedLedgerStillKnowsItsPhone() throws Exception {
    world.core.unpair(true);
    world.pair(GATEWAY);
    String id = world.core.ledgerId();
    world.phone.androidId = "phone-2";
    world.kill();
    assertNotEquals(id, world.core.ledgerId());
    assertNull(world.core.pairing());
  }

  @Test public void aWelcomeWithTheConfigKnownTakesInWhatTheBroadcastMissed() {
    world.inboxSims = List.of(1L);
    world.welcome(START);
    world.send("att_1");
    world.radio.inbox.put(9L, ReceivedText.of(1, TO, "yes", START, 1));
    world.welcome(START + MINUTE);
    assertEquals("inbound", world.lastReport().get("t"));
  }

  @Test public void theFoldersAreReadEachHourAndNotAtEachTick() {
    world.inboxSims = List.of(1L);
    world.welcome(START);
    world.send("att_1");
    world.radio.inbox.put(9L, ReceivedText.of(1, TO, "yes", START, 1));
    world.pass(MINUTE);
    world.core.tick();
    assertEquals("report", world.lastReport().get("t"));
    world.pass(60 * MINUTE);
    world.core.tick();
    assertEquals(1, world.outbox(0).stream().filter(each -> "inbound".equals(each.get("t"))).count());
  }

  @Test public void rule8_theMarkIsTheHighestIdThatWent() {
    for (String id : List.of("att_1", "att_2")) {
      world.send(id);
      world.core.hearResult(id, 1, -1, null);
    }
    world.core.ack(world.core.ledgerId(), 100);
    world.pass(40 * DAY);
    world.core.tick();
    assertEquals("att_2", world.core.store.pruneMark());
  }

  @Test public void idsOfReceivedTextsGoAfterThirtyDays() {
    assertEquals(true, world.core.store.addInbound("id", world.core.time.now()));
    assertEquals(false, world.core.store.addInbound("id", world.core.time.now()));
    world.pass(40 * DAY);
    world.core.tick();
    assertEquals(true, world.core.store.addInbound("id", world.core.time.now()));
  }
}
