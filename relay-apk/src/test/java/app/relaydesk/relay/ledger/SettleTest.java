package app.relaydesk.relay.ledger;

import static app.relaydesk.relay.support.LedgerWorld.MINUTE;
import static app.relaydesk.relay.support.LedgerWorld.START;
import static app.relaydesk.relay.support.LedgerWorld.TEXT;
import static app.relaydesk.relay.support.LedgerWorld.TO;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import app.relaydesk.relay.model.StatusReport;
import app.relaydesk.relay.support.LedgerWorld;
import app.relaydesk.relay.support.TestRadio.Row;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** Rule 3: submits that nobody answered are settled by the phone's sent folder. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, manifest = Config.NONE)
public final class SettleTest {
  @Rule public final LedgerWorld world = new LedgerWorld();

  @Test public void rule3_inTheSameBootItWaitsFifteenMinutesForItsReceivers() throws Exception {
    world.send("att_1");
    found(42, "sent", null);
    world.kill();
    world.pass(15 * MINUTE - 1);
    world.core.tick();
    assertEquals("submitting", world.state("att_1"));
    world.pass(1);
    world.core.tick();
    assertEquals("sent", world.state("att_1"));
    assertEquals(Long.valueOf(42), world.row("att_1").sentRow);
  }

  @Test public void rule3_aReceiverThatIsFirstSettlesIt() throws Exception {
    world.send("att_1");
    world.kill();
    world.core.hearResult("att_1", 1, -1, null);
    found(42, "failed", 38L);
    world.pass(15 * MINUTE);
    world.core.tick();
    assertEquals("sent", world.state("att_1"));
    assertEquals(List.of("accepted", "submitting", "sent"), world.reports("att_1"));
  }

  @Test public void rule3_onAnotherBootItIsSettledAtOnce() throws Exception {
    world.send("att_1");
    found(42, "sent", null);
    world.reboot();
    assertEquals("sent", world.state("att_1"));
    assertEquals(-1L, world.lastReport().get("result"));
    assertNull("one report for the whole", world.lastReport().get("part"));
  }

  @Test public void rule3_oneFailedRowIsAFailureWithItsCode() throws Exception {
    world.send("att_1");
    found(42, "failed", 38L);
    world.reboot();
    assertEquals("failed", world.state("att_1"));
    assertEquals(1L, world.lastReport().get("result"));
    assertEquals(38L, world.lastReport().get("error"));
    assertEquals("which proves nothing", false, world.row("att_1").isProvenUnsent());
  }

  @Test public void rule3_anythingElseIsUnknown() throws Exception {
    Object[][] folders = {{}, {"open"}, {"sent", "sent"}, {"sent", "failed"}, {"failed", "failed"}};
    for (int i = 0; i < folders.length; i++) {
      String id = "att_" + i;
      String text = "Text " + i;
      world.send(id, "text", text);
      for (Object state : folders[i]) {
        world.radio.sent.add(new Row(100 + world.radio.sent.size(), 1, TO, text, (String) state, null));
      }
    }
    world.reboot();
    for (int i = 0; i < folders.length; i++) assertEquals("unknown: no_answer", world.state("att_" + i));
  }

  @Test public void rule3_aRowBelowTheMarkOrOfAnotherSimIsNotItsOwn() throws Exception {
    found(42, "sent", null);
    world.send("att_1");
    world.radio.sent.add(new Row(43, 2, TO, TEXT, "sent", null));
    world.radio.sent.add(new Row(44, 1, TO, "Other", "sent", null));
    world.radio.sent.add(new Row(45, 1, "+9779801234568", TEXT, "sent", null));
    world.reboot();
    assertEquals("unknown: no_answer", world.state("att_1"));
  }

  @Test public void rule3_aRowThatAnotherAttemptClaimedIsNotItsOwn() throws Exception {
    world.send("att_1");
    world.send("att_2");
    found(42, "sent", null);
    found(43, "sent", null);
    world.core.claim("att_1", 42);
    world.reboot();
    assertEquals("sent", world.state("att_1"));
    assertEquals("sent", world.state("att_2"));
    assertEquals(Long.valueOf(43), world.row("att_2").sentRow);
  }

  @Test public void rule3_ofTwoTwinsAndOneRowNeitherIsSaidToBeSent() throws Exception {
    world.send("att_1");
    world.send("att_2");
    found(42, "sent", null);
    world.reboot();
    assertEquals("unknown: no_answer", world.state("att_1"));
    assertEquals("unknown: no_answer", world.state("att_2"));
  }

  @Test public void rule3_whenTheFolderCouldNotBeReadAtTheSubmitNothingIsGuessed() throws Exception {
    world.radio.isReadable = false;
    world.send("att_1");
    assertNull(world.row("att_1").mark);
    world.radio.isReadable = true;
    found(42, "sent", null);
    world.reboot();
    assertEquals("unknown: no_answer", world.state("att_1"));
  }

  @Test public void rule3_aLateResultCorrectsAnUnknown() {
    world.send("att_1");
    world.pass(15 * MINUTE);
    world.core.tick();
    assertEquals("unknown: no_answer", world.state("att_1"));
    world.core.hearResult("att_1", 1, -1, null);
    assertEquals("sent", world.state("att_1"));
    assertEquals(List.of("accepted", "submitting", "unknown", "sent"), world.reports("att_1"));
  }

  @Test public void rule3_aLateDeliveryReportOfAnUnknownIsTold() {
    world.send("att_1");
    world.pass(15 * MINUTE);
    world.core.tick();
    world.core.hearDelivery("att_1", 1, new StatusReport("9779801234567", START, 0));
    assertEquals("delivered", world.lastReport().get("state"));
    assertEquals("unknown: no_answer", world.state("att_1"));
  }

  @Test public void rule3_partsThatWereHeardOfKeepTheirOwnWord() throws Exception {
    world.radio.parts = 2;
    world.send("att_1");
    world.core.hearResult("att_1", 1, -1, 7L);
    found(42, "sent", null);
    world.pass(MINUTE);
    world.reboot();
    List<PartResult> parts = world.row("att_1").partResults;
    assertEquals(new PartResult(1, "sent", null, -1L, 7L, START), parts.get(0));
    assertEquals("sent", parts.get(1).state());
    assertEquals("sent", world.state("att_1"));
  }

  @Test public void rule3_whatIsSettledStaysSo() throws Exception {
    world.send("att_1");
    world.reboot();
    Map<?, ?> told = world.lastReport();
    found(42, "sent", null);
    world.kill();
    world.core.tick();
    assertEquals("unknown: no_answer", world.state("att_1"));
    assertEquals(told, world.lastReport());
  }

  private void found(long id, String state, Long error) {
    world.radio.sent.add(new Row(id, 1, TO, TEXT, state, error));
  }
}
