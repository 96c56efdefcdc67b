package app.relaydesk.relay.link;

import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.json.JsonException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Reads lines of the gateway and holds them to the fields of the relay link; unknown fields are ignored. */
public final class GatewayFrames {
  public static final int LINK_VERSION = 1;
  public static final int MINIMUM_LINK_VERSION = 1;
  /** Of a line, with its LF. */
  public static final int MAX_FRAME_BYTES = 64 * 1024;
  /** A query names at most this many attempts, and a ledger page holds at most this many entries. */
  public static final int MAX_LEDGER_PAGE = 50;

  private static final long SAFE = (1L << 53) - 1;

  public enum Verdict { FRAME, UNKNOWN_TYPE, CUT }

  /** {@code fields} is null unless it is a frame. {@code type} may be null when it is cut. */
  public record Parsed(Verdict verdict, String type, Map<?, ?> fields) {}

  private GatewayFrames() {}

  public static Parsed parse(String line) {
    Object value;
    try {
      value = Json.parse(line);
    } catch (JsonException notJson) {
      return new Parsed(Verdict.CUT, null, null);
    }
    if (!(value instanceof Map<?, ?> map) || !(map.get("t") instanceof String type)) {
      return new Parsed(Verdict.CUT, null, null);
    }
    Fields fields = new Fields(map);
    Boolean isRight = check(type, fields);
    if (isRight == null) return new Parsed(Verdict.UNKNOWN_TYPE, type, null);
    return isRight ? new Parsed(Verdict.FRAME, type, map) : new Parsed(Verdict.CUT, type, null);
  }

  static boolean isConfig(Map<?, ?> config) {
    return config(config);
  }

  /** Null for a type that is not known. */
  private static Boolean check(String type, Fields f) {
    switch (type) {
      case "paired":
        return f.text("device_id", 64) && f.text("token", 128) && f.text("gateway_id", 64);
      case "refused":
        return f.text("reason", 64) && f.string("message", 0, 1024);
      case "welcome":
        return f.count("v") && f.count("session") && f.count("time") && f.count("last_seq")
            && f.map("config", GatewayFrames::config);
      case "send":
        return f.count("session") && send(f);
      case "cancel":
        return f.count("session") && f.text("attempt_id", 64);
      case "ack":
        return f.count("session") && f.hex("ledger_id", 32) && f.count("seq");
      case "query":
        return f.count("session") && f.text("query_id", 64) && f.isAbsentOr("since", f.count("since"))
            && f.isAbsentOr("attempt_ids", f.list("attempt_ids", MAX_LEDGER_PAGE, Fields::isAttemptId));
      case "ping":
      case "pong":
        return f.count("session") && f.count("time");
      case "config":
        return f.count("session") && f.map("config", GatewayFrames::config);
      case "unpair":
        return f.count("session") && f.bool("wipe_ledger");
      case "error":
        return f.isAbsentOr("session", f.count("session")) && f.text("code", 64)
            && f.isAbsentOr("message", f.string("message", 0, 1024))
            && f.isAbsentOr("attempt_id", f.text("attempt_id", 64));
      default:
        return null;
    }
  }

  private static boolean send(Fields f) {
    return f.text("attempt_id", 64) && f.text("request_id", 64) && f.text("to", 32) && f.text("text", 16_384)
        && f.map("sim", sim -> new Fields(sim).integer("id", Integer.MIN_VALUE, Integer.MAX_VALUE)
            && new Fields(sim).nullableText("mcc_mnc", 8))
        && f.integer("max_parts", 1, 255) && f.bool("delivery_report") && f.bool("sensitive") && f.count("not_after");
  }

  private static boolean config(Map<?, ?> map) {
    Fields f = new Fields(map);
    return f.count("heartbeat_charging_seconds") && f.count("heartbeat_battery_seconds")
        && (f.isNull("parts_per_minute") || f.integer("parts_per_minute", 1, 10_000))
        && f.map("inbox", inbox -> new Fields(inbox).list("sims", 8, each -> each instanceof Long)
            && new Fields(inbox).list("stop_words", 64, each -> each instanceof String word && word.length() <= 32));
  }

  /** Questions about the fields of one object. */
  private record Fields(Map<?, ?> map) {
    static boolean isAttemptId(Object value) {
      return value instanceof String id && !id.isEmpty() && id.length() <= 64;
    }

    boolean isAbsentOr(String name, boolean isRight) {
      return !map.containsKey(name) || isRight;
    }

    boolean isNull(String name) {
      return map.containsKey(name) && map.get(name) == null;
    }

    boolean string(String name, int shortest, int longest) {
      return map.get(name) instanceof String text && text.length() >= shortest && text.length() <= longest;
    }

    boolean text(String name, int longest) {
      return string(name, 1, longest);
    }

    boolean nullableText(String name, int longest) {
      return isNull(name) || string(name, 0, longest);
    }

    boolean integer(String name, long lowest, long highest) {
      return map.get(name) instanceof Long number && number >= lowest && number <= highest;
    }

    boolean count(String name) {
      return integer(name, 0, SAFE);
    }

    boolean bool(String name) {
      return map.get(name) instanceof Boolean;
    }

    boolean hex(String name, int length) {
      return map.get(name) instanceof String text && text.length() == length && text.matches("[0-9a-f]*");
    }

    boolean map(String name, Predicate<Map<?, ?>> isRight) {
      return map.get(name) instanceof Map<?, ?> inner && isRight.test(inner);
    }

    boolean list(String name, int longest, Predicate<Object> isRight) {
      if (!(map.get(name) instanceof List<?> list) || list.size() > longest) return false;
      for (Object each : list) if (!isRight.test(each)) return false;
      return true;
    }
  }
}
