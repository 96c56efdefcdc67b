package app.relaydesk.relay.ledger;

import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.json.JsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is known of one part.
 *
 * @param n 1-based
 * @param state {@code sent} or {@code failed}; null until the radio said something
 * @param delivery {@code delivered} or {@code undelivered}; null until a report came
 * @param result Android's result code; -1 is RESULT_OK
 * @param at gateway time
 */
public record PartResult(int n, String state, String delivery, Long result, Long error, Long at) {

  Map<String, Object> toJson() {
    return Json.object("n", n, "state", state, "delivery", delivery, "result", result, "error", error, "at", at);
  }

  /** The part {@code n}, blank when nothing is known of it. */
  static PartResult find(List<PartResult> parts, int n) {
    for (PartResult each : parts) if (each.n == n) return each;
    return new PartResult(n, null, null, null, null, null);
  }

  /** The list with this part in its place. */
  static List<PartResult> with(List<PartResult> parts, PartResult news) {
    List<PartResult> joined = new ArrayList<>();
    for (PartResult each : parts) if (each.n != news.n) joined.add(each);
    int place = 0;
    while (place < joined.size() && joined.get(place).n < news.n) place++;
    joined.add(place, news);
    return joined;
  }

  /** What the radio's word makes of the attempt: {@code sent}, {@code failed}, or null while a part is open. */
  static String outcome(List<PartResult> parts, int count) {
    int answered = 0;
    boolean isSent = true;
    for (PartResult each : parts) {
      if (each.state == null) continue;
      answered++;
      isSent &= each.state.equals("sent");
    }
    if (answered < count) return null;
    return isSent ? "sent" : "failed";
  }

  static String write(List<PartResult> parts) {
    return Json.write(toJson(parts));
  }

  static List<Object> toJson(List<PartResult> parts) {
    List<Object> out = new ArrayList<>();
    for (PartResult each : parts) out.add(each.toJson());
    return out;
  }

  static List<PartResult> read(String json) {
    List<PartResult> parts = new ArrayList<>();
    try {
      for (Object each : (List<?>) Json.parse(json)) {
        Map<?, ?> map = (Map<?, ?>) each;
        parts.add(new PartResult(((Long) map.get("n")).intValue(), (String) map.get("state"),
            (String) map.get("delivery"), (Long) map.get("result"), (Long) map.get("error"), (Long) map.get("at")));
      }
    } catch (JsonException unreadable) {
      throw new IllegalStateException("the ledger holds part results that it cannot read", unreadable);
    }
    return parts;
  }
}
