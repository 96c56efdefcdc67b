package app.relaydesk.relay.ledger;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.model.Hex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.Test;

public final class AttemptTest {
  @Test public void twoSendsAreTheSameWhenRequestNumberTextAndSimAre() {
    assertEquals(Attempt.hashOf("r", "+1", "text", 1), Attempt.hashOf("r", "+1", "text", 1));
    Set<String> hashes = new HashSet<>();
    hashes.add(Attempt.hashOf("r", "+1", "text", 1));
    hashes.add(Attempt.hashOf("r2", "+1", "text", 1));
    hashes.add(Attempt.hashOf("r", "+12", "text", 1));
    hashes.add(Attempt.hashOf("r", "+1", "text2", 1));
    hashes.add(Attempt.hashOf("r", "+1", "text", 2));
    hashes.add(Attempt.hashOf("r+", "1", "text", 1));
    assertEquals(6, hashes.size());
    assertEquals(Hex.sha256("[\"r\",\"+1\",\"text\",1]"), Attempt.hashOf("r", "+1", "text", 1));
  }

  @Test public void textsThatDifferOnlyInHalfASurrogatePairAreNotTheSame() {
    assertNotEquals(Attempt.hashOf("r", "+1", "\uD83D", 1), Attempt.hashOf("r", "+1", "\uD83C", 1));
    assertNotEquals(Attempt.hashOf("r", "+1", "?", 1), Attempt.hashOf("r", "+1", "\uD83C", 1));
  }

  @Test public void onlyWhatCannotHaveLeftThePhoneIsProvenUnsent() {
    for (String state : List.of(Attempt.REJECTED, Attempt.NEVER_SEEN)) assertTrue(attempt(state, 1).isProvenUnsent());
    for (String state : List.of(Attempt.ACCEPTED, Attempt.SUBMITTING, Attempt.SENT, Attempt.UNKNOWN)) {
      assertFalse(state, attempt(state, 1).isProvenUnsent());
      assertFalse(state, attempt(state, 1, failed(1, 2L)).isProvenUnsent());
    }
  }

  @Test public void aFailureProvesItOnlyWithEveryPartInTheClosedList() {
    assertTrue(attempt(Attempt.FAILED, 2, failed(1, 2L), failed(2, 135L)).isProvenUnsent());
    assertFalse("a part without a word", attempt(Attempt.FAILED, 2, failed(1, 2L)).isProvenUnsent());
    assertFalse("a code not in the list", attempt(Attempt.FAILED, 2, failed(1, 2L), failed(2, 1L)).isProvenUnsent());
    assertFalse("no code", attempt(Attempt.FAILED, 1, failed(1, null)).isProvenUnsent());
    PartResult sent = new PartResult(2, "sent", null, 2L, null, 1L);
    assertFalse("a part that went", attempt(Attempt.FAILED, 2, failed(1, 2L), sent).isProvenUnsent());
    PartResult delivered = new PartResult(2, null, "delivered", null, null, null);
    assertFalse("a part that arrived", attempt(Attempt.FAILED, 2, failed(1, 2L), delivered).isProvenUnsent());
  }

  @Test public void aTombstoneTellsNothingButItsState() {
    Attempt tombstone = new Attempt("g", "a", Attempt.NEVER_SEEN, null);
    tombstone.changedAt = 5;
    assertEquals("{\"attempt_id\":\"a\",\"request_id\":null,\"state\":\"never_seen\",\"reason\":null,\"at\":5}",
        Json.write(tombstone.entry()));
  }

  @Test public void anEntryNeverHoldsNumberOrText() {
    Attempt row = attempt(Attempt.REJECTED, 1);
    row.hash = "h";
    row.to = "+9779801234567";
    row.text = "Secret";
    row.earlierId = "b";
    row.earlierState = "sent";
    String entry = Json.write(row.entry());
    assertFalse(entry.contains("Secret") || entry.contains("980123"));
    assertEquals(Json.object("attempt_id", "b", "state", "sent"), row.entry().get("earlier"));
  }

  @Test public void partsComeInTheirOrderHoweverTheyAreHeard() {
    List<PartResult> parts = List.of();
    for (int n : new int[] {3, 1, 2, 3}) parts = PartResult.with(parts, failed(n, (long) n));
    List<Integer> order = new ArrayList<>();
    for (PartResult each : parts) order.add(each.n());
    assertEquals(List.of(1, 2, 3), order);
    assertEquals(parts, PartResult.read(PartResult.write(parts)));
    assertNull(PartResult.find(parts, 4).state());
  }

  @Test public void theLastPartDecidesWhatTheWholeIs() {
    PartResult sent1 = new PartResult(1, "sent", null, -1L, null, 1L);
    PartResult sent2 = new PartResult(2, "sent", "delivered", -1L, null, 1L);
    assertNull(PartResult.outcome(List.of(sent1), 2));
    assertNull(PartResult.outcome(List.of(sent1, new PartResult(2, null, "delivered", null, null, null)), 2));
    assertEquals("sent", PartResult.outcome(List.of(sent1, sent2), 2));
    assertEquals("failed", PartResult.outcome(List.of(sent1, failed(2, 1L)), 2));
    assertNull("not before all are heard of", PartResult.outcome(List.of(failed(1, 1L)), 2));
  }

  private static PartResult failed(int n, Long result) {
    return new PartResult(n, "failed", null, result, null, 1L);
  }

  private static Attempt attempt(String state, int parts, PartResult... results) {
    Attempt row = new Attempt("gateway", "a", state, null);
    row.parts = parts;
    row.partResults = List.of(results);
    return row;
  }
}
