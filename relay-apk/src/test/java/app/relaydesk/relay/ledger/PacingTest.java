package app.relaydesk.relay.ledger;

import static app.relaydesk.relay.support.LedgerWorld.DAY;
import static app.relaydesk.relay.support.LedgerWorld.MINUTE;
import static app.relaydesk.relay.support.LedgerWorld.START;
import static org.junit.Assert.assertEquals;

import app.relaydesk.relay.model.Sim;
import app.relaydesk.relay.support.LedgerWorld;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** Rule 6: pacing from the ledger, part counts, and the SIM that was named. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, manifest = Config.NONE)
public final class PacingTest {
  @Rule public final LedgerWorld world = new LedgerWorld();
  private int count;

  @Before public void pace() {
    world.partsPerMinute = 10L;
    world.welcome(START);
  }

  @Test public void rule6_aNewLedgerLetsFivePartsGoInItsFirstMinute() {
    send(5);
    assertEquals("rejected: paced", world.state(next()));
    assertEquals(MINUTE, world.lastReport().get("retry_after_ms"));
    world.pass(MINUTE);
    send(10);
    assertEquals("rejected: paced", world.state(next()));
  }

  @Test public void rule6_theWindowSlides() {
    world.pass(MINUTE);
    send(4);
    world.pass(30_000);
    send(6);
    assertEquals("rejected: paced", world.state(next()));
    assertEquals(30_000L, world.lastReport().get("retry_after_ms"));
    world.pass(30_000);
    send(4);
    assertEquals("rejected: paced", world.state(next()));
  }

  @Test public void rule6_theWindowOutlivesTheApp() throws Exception {
    world.pass(MINUTE);
    send(10);
    world.kill();
    assertEquals("rejected: paced", world.state(next()));
  }

  @Test public void rule6_afterABootTheCounterIsEmptyAsAndroidsOwn() throws Exception {
    world.pass(MINUTE);
    send(10);
    world.reboot();
    world.welcome(START + 2 * MINUTE);
    send(10);
    assertEquals("rejected: paced", world.state(next()));
  }

  @Test public void rule6_theWallClockDoesNotMatter() {
    world.pass(MINUTE);
    send(10);
    world.phone.wall += DAY;
    assertEquals("rejected: paced", world.state(next()));
  }

  @Test public void rule6_partsAreCountedAndNotTexts() {
    world.pass(MINUTE);
    world.radio.parts = 4;
    send(2);
    assertEquals("rejected: paced", world.state(next()));
    world.radio.parts = 2;
    send(1);
  }

  @Test public void rule6_textsThatWaitForTheirSubmitCountToo() throws Exception {
    world.pass(MINUTE);
    world.reboot();
    world.radio.parts = 6;
    assertEquals("accepted", world.state(next()));
    assertEquals("rejected: paced", world.state(next()));
  }

  @Test public void rule6_aTextThatWasRefusedUsesNothingUp() {
    world.pass(MINUTE);
    world.phone.maySend = false;
    for (int i = 0; i < 20; i++) next();
    world.phone.maySend = true;
    send(10);
  }

  @Test public void rule6_moreThanAMinuteAllowsIsTooManyParts() {
    world.pass(MINUTE);
    world.radio.parts = 11;
    world.send("att_x", "max_parts", 255L);
    assertEquals("rejected: too_many_parts", world.state("att_x"));
    assertEquals(11L, world.lastReport().get("parts"));
  }

  @Test public void rule6_theNumberOfPartsIsThePhonesOwn() {
    world.radio.parts = 3;
    world.send("att_x", "max_parts", 2L);
    assertEquals("rejected: too_many_parts", world.state("att_x"));
    assertEquals(3L, world.lastReport().get("parts"));
    world.send("att_y", "max_parts", 3L);
    assertEquals("submitting", world.state("att_y"));
    assertEquals(3L, world.outbox(0).get(1).get("parts"));
  }

  @Test public void rule6_withoutANumberNothingIsPaced() {
    world.partsPerMinute = null;
    world.welcome(START);
    send(50);
  }

  @Test public void rule6_anotherNumberCountsFromTheNextTextOn() {
    world.pass(MINUTE);
    send(10);
    world.partsPerMinute = 12L;
    world.welcome(START);
    send(2);
    assertEquals("rejected: paced", world.state(next()));
  }

  @Test public void rule6_anotherSimIsNeverTakenInstead() {
    world.phone.sims.add(new Sim(2, 2, "NTC", "42901", null));
    world.phone.sims.set(0, new Sim(1, 1, "NTC", "42901", null));
    assertEquals("rejected: sim_changed", world.state(next()));
    world.phone.sims.set(0, new Sim(9, 1, "Ncell", "42902", null));
    assertEquals("rejected: sim_changed", world.state(next()));
    world.phone.sims.clear();
    assertEquals("rejected: sim_changed", world.state(next()));
    assertEquals(0, world.radio.submitted.size());
  }

  @Test public void rule6_theSecondSimIsTakenWhenItIsTheOneNamed() {
    world.phone.sims.add(new Sim(2, 2, "NTC", "42901", null));
    world.send("att_x", "sim", app.relaydesk.relay.json.Json.object("id", 2L, "mcc_mnc", "42901"));
    assertEquals("submitting", world.state("att_x"));
    assertEquals(2, world.row("att_x").simId);
  }

  /** Sends so many, all of which must go out. */
  private void send(int texts) {
    for (int i = 0; i < texts; i++) assertEquals("submitting", world.state(next()));
  }

  private String next() {
    String id = "att_" + (1_000 + ++count);
    world.send(id);
    return id;
  }
}
