package app.relaydesk.relay.model;

import app.relaydesk.relay.json.Fields;
import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.json.JsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the gateway sets on this phone.
 *
 * @param partsPerMinute null: no pacing
 * @param inboxSims subscription ids whose texts may leave the phone
 * @param json as it came, for the ledger
 */
public record LinkConfig(
    long chargingSeconds, long batterySeconds, Integer partsPerMinute, List<Long> inboxSims, List<String> stopWords,
    String json) {

  /** A `config` that {@link #isConfig} lets through. */
  public static LinkConfig of(Map<?, ?> config) {
    Map<?, ?> inbox = (Map<?, ?>) config.get("inbox");
    List<Long> sims = new ArrayList<>();
    for (Object sim : (List<?>) inbox.get("sims")) sims.add((Long) sim);
    List<String> words = new ArrayList<>();
    for (Object word : (List<?>) inbox.get("stop_words")) words.add((String) word);
    Long parts = (Long) config.get("parts_per_minute");
    return new LinkConfig(
        (Long) config.get("heartbeat_charging_seconds"), (Long) config.get("heartbeat_battery_seconds"),
        parts == null ? null : parts.intValue(), sims, words, Json.write(config));
  }

  /** Whether a `config`, of a frame or of the ledger, has every field in its shape; unknown fields are ignored. */
  public static boolean isConfig(Map<?, ?> map) {
    Fields f = new Fields(map);
    return f.count("heartbeat_charging_seconds") && f.count("heartbeat_battery_seconds")
        && (f.isNull("parts_per_minute") || f.integer("parts_per_minute", 1, 10_000))
        && f.map("inbox", inbox -> new Fields(inbox).list("sims", 8, each -> each instanceof Long)
            && new Fields(inbox).list("stop_words", 64, each -> each instanceof String word && word.length() <= 32));
  }

  /** Reads what the ledger kept; null when there is none, or it is of another version. */
  public static LinkConfig ofJson(String json) {
    if (json == null) return null;
    try {
      return Json.parse(json) instanceof Map<?, ?> map && isConfig(map) ? of(map) : null;
    } catch (JsonException unreadable) {
      return null;
    }
  }
}
