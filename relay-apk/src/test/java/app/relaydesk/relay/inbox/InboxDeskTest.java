package app.relaydesk.relay.inbox;

import static app.relaydesk.relay.support.LedgerWorld.DAY;
import static app.relaydesk.relay.support.LedgerWorld.START;
import static app.relaydesk.relay.support.LedgerWorld.TO;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import app.relaydesk.relay.model.ReceivedText;
import app.relaydesk.relay.support.LedgerWorld.Killed;
import app.relaydesk.relay.support.LedgerWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** Rule 9: what is received, once, and what of it may leave the phone. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, manifest = Config.NONE)
public final class InboxDeskTest {
  private static final long HOUR = 3_600_000;
  @Rule public final LedgerWorld world = new LedgerWorld();

  @Before public void switchOn() {
    world.inboxSims = List.of(1L);
    world.welcome(START);
    world.send("att_1");
  }

  @Test public void rule9_anAnswerToATextOfOursLeavesThePhone() {
    receive(1, TO, "Yes");
    assertEquals(List.of("Yes"), bodies());
    Map<?, ?> frame = world.lastReport();
    assertEquals("inbound", frame.get("t"));
    assertEquals(List.of(3L, TO, 1L, START, 2L, START - 3_000),
        List.of(frame.get("seq"), frame.get("from"), frame.get("sim_id"), frame.get("received_at"),
            frame.get("parts"), frame.get("smsc_at")));
    assertEquals(text(1, TO, "Yes").inboundId(), frame.get("inbound_id"));
  }

  @Test public void rule9_theLastSevenDigitsTellWhoAnswers() {
    receive(1, "9801234567", "national");
    receive(1, "1234567", "local");
    receive(1, "+977 980-1234567", "with signs");
    receive(1, "+9779801234568", "another");
    receive(1, "234567", "too short");
    receive(1, "NTC", "no digits");
    receive(1, "", "nobody");
    assertEquals(List.of("national", "local", "with signs"), bodies());
  }

  @Test public void rule9_aShortCodeIsComparedAsAWhole() {
    world.send("att_2", "to", "31003");
    receive(1, "31003", "ours");
    receive(1, "1003", "not ours");
    receive(1, "931003", "not ours either");
    assertEquals(List.of("ours"), bodies());
  }

  @Test public void rule9_aSimThatIsSwitchedOffTellsNothing() {
    receive(2, TO, "Yes");
    receive(2, TO, "STOP");
    assertEquals(List.of(), bodies());
  }

  @Test public void rule9_aStopWordLeavesThePhoneWhoeverSaysIt() {
    for (String word : List.of("STOP", " stop\n", "Stop", "रोक")) receive(1, "+15550000001", word);
    for (String other : List.of("STOP it", "STOPP", "S T O P", "")) receive(1, "+15550000001", other);
    assertEquals(List.of("STOP", " stop\n", "Stop", "रोक"), bodies());
  }

  @Test public void rule9_anAnswerAfterMoreThanThirtyDaysIsNone() {
    world.pass(30 * DAY);
    receive(1, TO, "just");
    world.pass(1);
    receive(1, TO, "too late");
    assertEquals(List.of("just"), bodies());
  }

  @Test public void rule9_aTextThatNeverWentOutMakesNobodyAnAnswerer() {
    world.phone.maySend = false;
    world.send("att_2", "to", "+9779800000001");
    receive(1, "+9779800000001", "Yes");
    assertEquals(List.of(), bodies());
  }

  @Test public void rule9_theSameTextFromBroadcastAndFolderIsTakenOnce() {
    receive(1, TO, "Yes");
    world.radio.inbox.put(11L, new ReceivedText(1, TO, "Yes", START - 2_001, 1));
    scan();
    receive(1, TO, "Yes");
    assertEquals(List.of("Yes"), bodies());
  }

  @Test public void rule9_theScanAddsWhatTheBroadcastMissed() {
    world.radio.inbox.put(11L, text(1, TO, "one"));
    world.radio.inbox.put(12L, text(1, TO, "two"));
    scan();
    scan();
    assertEquals(List.of("one", "two"), bodies());
    receive(1, TO, "one");
    assertEquals(List.of("one", "two"), bodies());
  }

  @Test public void rule9_theScanRunsAtTheStartToo() throws Exception {
    world.radio.inbox.put(11L, text(1, TO, "while dead"));
    world.kill();
    assertEquals(List.of("while dead"), bodies());
  }

  @Test public void rule9_theFirstScanOfALedgerTakesOnlyTheMark() throws Exception {
    world.radio.inbox.put(11L, text(1, TO, "before"));
    world.phone.androidId = "another phone, so another ledger";
    world.kill();
    world.pair(LedgerWorld.GATEWAY);
    world.welcome(START);
    world.send("att_2");
    scan();
    assertEquals(List.of(), bodies());
    world.radio.inbox.put(12L, text(1, TO, "after"));
    scan();
    assertEquals(List.of("after"), bodies());
  }

  @Test public void rule9_whatCannotBeReadIsScannedLater() {
    world.radio.inbox.put(11L, text(1, TO, "one"));
    world.radio.isReadable = false;
    scan();
    world.radio.isReadable = true;
    scan();
    assertEquals(List.of("one"), bodies());
  }

  @Test public void rule9_whatCameWhileTheSimWasOffStaysWhenItIsSwitchedOn() {
    switchTo(List.of());
    receive(1, TO, "by broadcast");
    world.radio.inbox.put(11L, text(1, TO, "by folder"));
    switchTo(List.of(1L));
    // The messages app writes the row of a broadcast a moment later.
    world.radio.inbox.put(12L, text(1, TO, "by broadcast"));
    world.radio.inbox.put(13L, text(1, TO, "after"));
    scan();
    assertEquals(List.of("after"), bodies());
  }

  @Test public void rule9_whatCameWhileTheSimWasOffAndTheRelayDeadStays() throws Exception {
    switchTo(List.of());
    world.radio.inbox.put(11L, text(1, TO, "while dead"));
    world.kill();
    switchTo(List.of(1L));
    scan();
    assertEquals(List.of(), bodies());
  }

  @Test public void rule9_whatCouldNotBeReadBeforeTheSwitchStays() {
    switchTo(List.of());
    world.radio.inbox.put(11L, text(1, TO, "unread"));
    world.radio.isReadable = false;
    switchTo(List.of(1L));
    world.radio.isReadable = true;
    scan();
    world.radio.inbox.put(12L, text(1, TO, "after"));
    scan();
    assertEquals(List.of("after"), bodies());
  }

  @Test public void rule9_whatCameBeforeTheSimWasSwitchedOffLeaves() {
    world.radio.inbox.put(11L, text(1, TO, "in time"));
    switchTo(List.of());
    assertEquals(List.of("in time"), bodies());
  }

  @Test public void rule9_theSwitchesOfOneGatewayLetNothingOutToTheNext() {
    world.core.unpair(false);
    world.radio.inbox.put(11L, text(1, TO, "while unpaired"));
    world.pair(LedgerWorld.GATEWAY);
    receive(1, TO, "before the welcome");
    world.welcome(START);
    scan();
    assertEquals(List.of(), bodies());
  }

  @Test public void rule9_itIsInTheFileBeforeAnybodyHearsOfIt() throws Exception {
    world.core.outbox.onNews(() -> {
      throw new Killed();
    });
    assertThrows(Killed.class, () -> receive(1, TO, "Yes"));
    world.kill();
    assertEquals(List.of("Yes"), bodies());
    receive(1, TO, "Yes");
    assertEquals(List.of("Yes"), bodies());
  }

  @Test public void rule9_withoutAGatewayNothingIsKept() {
    world.core.unpair(false);
    receive(1, TO, "Yes");
    receive(1, TO, "STOP");
    world.pair(LedgerWorld.GATEWAY);
    assertEquals(List.of(), bodies());
  }

  @Test public void anUnknownTimeOfTheMessageCentreIsNull() {
    world.core.receive(new ReceivedText(1, TO, "Yes", 0, 300));
    assertNull(world.lastReport().get("smsc_at"));
    assertEquals("as many as a frame may say", 255L, world.lastReport().get("parts"));
  }

  /** The gateway's next welcome brings these switches. */
  private void switchTo(List<Long> sims) {
    world.inboxSims = sims;
    world.welcome(START);
  }

  private void scan() {
    world.pass(HOUR);
    world.core.tick();
  }

  private void receive(int sim, String from, String body) {
    world.core.receive(text(sim, from, body));
  }

  private static ReceivedText text(int sim, String from, String body) {
    return new ReceivedText(sim, from, body, START - 3_000, 2);
  }

  private List<Object> bodies() {
    List<Object> bodies = new ArrayList<>();
    for (Map<?, ?> each : world.outbox(0)) if (each.get("t").equals("inbound")) bodies.add(each.get("body"));
    return bodies;
  }
}
