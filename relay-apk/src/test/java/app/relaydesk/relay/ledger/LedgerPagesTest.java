package app.relaydesk.relay.ledger;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.model.FrameLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public final class LedgerPagesTest {
  @Test public void nothingToTellIsOneEmptyPage() {
    assertEquals(List.of(List.of()), LedgerPages.of(List.of()));
  }

  @Test public void aPageHoldsFiftyEntriesAndTheNextOneTheRest() {
    List<List<Map<String, Object>>> pages = LedgerPages.of(entries(51, 1));
    assertEquals(2, pages.size());
    assertEquals(50, pages.get(0).size());
    assertEquals("50", pages.get(1).get(0).get("attempt_id"));
  }

  @Test public void fiftyEntriesOfFifteenPartsEachAreCutIntoFramesThatMayBeSent() {
    List<List<Map<String, Object>>> pages = LedgerPages.of(entries(50, 15));
    assertTrue(pages.size() > 1);
    int count = 0;
    for (List<Map<String, Object>> page : pages) {
      String frame = Json.write(Json.object("t", "ledger", "session", Long.MAX_VALUE, "query_id", "q".repeat(64),
          "entries", page, "more", true));
      assertTrue(frame.getBytes(StandardCharsets.UTF_8).length < FrameLimits.MAX_FRAME_BYTES);
      count += page.size();
    }
    assertEquals(50, count);
  }

  private static List<Map<String, Object>> entries(int count, int parts) {
    List<Map<String, Object>> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Attempt row = new Attempt("gateway", Integer.toString(i), Attempt.SENT, null);
      row.requestId = "é".repeat(64);
      row.hash = "h";
      row.parts = parts;
      for (int n = 1; n <= parts; n++) {
        row.partResults = PartResult.with(row.partResults,
            new PartResult(n, "sent", "delivered", -1L, 255L, 1_795_000_000_000L));
      }
      entries.add(row.entry());
    }
    return entries;
  }
}
