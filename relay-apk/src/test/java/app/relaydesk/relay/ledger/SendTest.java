package app.relaydesk.relay.ledger;

import static app.relaydesk.relay.support.LedgerWorld.GATEWAY;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.support.LedgerWorld.Killed;
import app.relaydesk.relay.support.LedgerWorld;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

/** Rules 1 and 2: what a `send` is answered, and that no text goes out twice. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 34, manifest = Config.NONE)
public final class SendTest {
  @Rule public final LedgerWorld world = new LedgerWorld();

  @Test public void rule1_acceptedIsInTheFileBeforeAnybodyHearsOfIt() throws Exception {
    world.core.outbox.onNews(() -> {
      throw new Killed();
    });
    assertThrows(Killed.class, () -> world.send("att_1"));
    assertTrue(world.radio.submitted.isEmpty());
    world.phone.maySend = false;
    world.kill();
    assertEquals(List.of("accepted", "rejected"), world.reports("att_1"));
  }

  @Test public void rule1_aKillWithinATransactionUndoesAllOfIt() throws Exception {
    world.radio.before = () -> {
      throw new Killed();
    };
    assertThrows(Killed.class, () -> world.send("att_1"));
    world.radio.before = () -> { };
    assertEquals("accepted", world.state("att_1"));
    assertEquals(List.of("accepted"), world.reports("att_1"));
    world.kill();
    assertEquals(List.of("att_1"), world.radio.submitted);
  }

  @Test public void rule1_theAnswersComeInOrderWithTheirParts() {
    world.radio.parts = 2;
    world.send("att_1");
    assertEquals(List.of("accepted", "submitting"), world.reports("att_1"));
    for (Map<?, ?> report : world.outbox(0)) assertEquals(2L, report.get("parts"));
  }

  @Test public void rule2_knownAttemptIsNeverSubmittedAgain() throws Exception {
    world.send("att_1");
    world.send("att_1");
    assertEquals(List.of("submitting"), world.answered());
    assertEquals("att_1", world.answers.get(0).get("query_id"));
    world.core.hearResult("att_1", 1, -1, null);
    world.send("att_1");
    assertEquals(List.of("sent"), world.answered());
    world.kill();
    world.send("att_1");
    world.reboot();
    world.welcome(LedgerWorld.START + 1);
    world.send("att_1");
    assertEquals(List.of("sent"), world.answered());
    assertEquals(List.of("att_1"), world.radio.submitted);
    assertEquals(List.of("accepted", "submitting", "sent"), world.reports("att_1"));
  }

  @Test public void rule2_theSameIdWithOtherFieldsIsAMismatch() {
    world.send("att_1");
    Object[][] changes = {{"text", "Good evening"}, {"to", "+9779801234568"}, {"request_id", "req_2"},
        {"sim", Json.object("id", 2L, "mcc_mnc", "42902")}};
    for (Object[] change : changes) {
      world.answers.clear();
      world.send("att_1", change);
      assertEquals("attempt_mismatch", world.answers.get(0).get("code"));
      assertEquals("att_1", world.answers.get(0).get("attempt_id"));
      assertEquals(7L, world.answers.get(0).get("session"));
    }
    assertEquals(List.of("att_1"), world.radio.submitted);
    assertEquals("submitting", world.state("att_1"));
  }

  @Test public void rule2_fieldsOutsideTheHashMakeNoMismatch() {
    world.send("att_1");
    world.send("att_1", "max_parts", 1L, "delivery_report", false, "sim", Json.object("id", 1L, "mcc_mnc", null));
    assertEquals(List.of("submitting"), world.answered());
  }

  @Test public void rule2_anotherAttemptOfARequestThatMayHaveGoneOutIsADouble() throws Exception {
    world.send("att_1", "request_id", "req");
    world.reboot();
    world.welcome(LedgerWorld.START + 1);
    assertEquals("unknown: no_answer", world.state("att_1"));
    world.send("att_2", "request_id", "req");
    Map<?, ?> report = world.lastReport();
    assertEquals("duplicate_message", report.get("reason"));
    assertEquals(Json.object("attempt_id", "att_1", "state", "unknown"), report.get("earlier"));
    assertEquals("rejected: duplicate_message", world.state("att_2"));
    assertEquals(List.of("att_1"), world.radio.submitted);
  }

  @Test public void rule2_anotherAttemptGoesOutAfterOneThatIsProvenUnsent() {
    world.send("att_1", "request_id", "req");
    world.core.hearResult("att_1", 1, 4, null);
    world.send("att_2", "request_id", "req");
    assertEquals(List.of("att_1", "att_2"), world.radio.submitted);
  }

  @Test public void rule2_aFailureThatMayHaveLeftIsNoProof() {
    world.send("att_1", "request_id", "req");
    world.core.hearResult("att_1", 1, 1, null);
    world.send("att_2", "request_id", "req");
    assertEquals("rejected: duplicate_message", world.state("att_2"));
  }

  @Test public void rule2_ofTwoPartsBothMustBeInTheClosedList() {
    world.radio.parts = 2;
    world.send("att_1", "request_id", "req");
    world.core.hearResult("att_1", 1, 4, null);
    world.send("att_2", "request_id", "req");
    world.core.hearResult("att_1", 2, -1, null);
    world.send("att_3", "request_id", "req");
    assertEquals("failed", world.state("att_1"));
    assertEquals(List.of("att_1"), world.radio.submitted);
    assertEquals("rejected: duplicate_message", world.state("att_3"));
  }

  @Test public void rule2_theFirstWordOnAPartCounts() {
    world.radio.parts = 2;
    world.send("att_1", "request_id", "req");
    world.core.hearResult("att_1", 1, 4, null);
    world.core.hearResult("att_1", 2, 4, null);
    world.core.hearResult("att_1", 2, -1, null);
    assertEquals("failed", world.state("att_1"));
    assertEquals(4, world.outbox(0).size());
  }

  @Test public void aRefusalIsAnsweredBySayingItAgain() {
    world.phone.maySend = false;
    world.send("att_1");
    assertEquals("rejected: permission_missing", world.state("att_1"));
    world.phone.maySend = true;
    world.send("att_1");
    assertEquals(List.of("rejected"), world.answered());
    assertTrue(world.radio.submitted.isEmpty());
  }

  @Test public void anotherGatewaysAttemptsAreNotThisOnes() {
    world.send("att_1");
    assertEquals(null, world.core.store.attempts.find("wsp_2", "att_1"));
    assertEquals("att_1", world.core.store.attempts.newestId(GATEWAY));
    assertEquals(null, world.core.store.attempts.newestId("wsp_2"));
  }
}
