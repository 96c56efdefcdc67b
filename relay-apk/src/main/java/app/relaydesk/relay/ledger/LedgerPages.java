package app.relaydesk.relay.ledger;

import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.model.FrameLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cuts the entries of a `ledger` answer into frames that are neither too many entries nor too long a line. */
final class LedgerPages {
  /** Leaves room in a frame for its other fields. */
  private static final int MOST_BYTES = FrameLimits.MAX_FRAME_BYTES - 1024;

  private LedgerPages() {}

  /** At least one page, in the same order; an entry alone always fits. */
  static List<List<Map<String, Object>>> of(List<Map<String, Object>> entries) {
    List<List<Map<String, Object>>> pages = new ArrayList<>();
    List<Map<String, Object>> page = new ArrayList<>();
    pages.add(page);
    int bytes = 0;
    for (Map<String, Object> entry : entries) {
      int more = Json.write(entry).getBytes(StandardCharsets.UTF_8).length + 1;
      if (page.size() == FrameLimits.MAX_LEDGER_PAGE || !page.isEmpty() && bytes + more > MOST_BYTES) {
        page = new ArrayList<>();
        pages.add(page);
        bytes = 0;
      }
      page.add(entry);
      bytes += more;
    }
    return pages;
  }
}
