package app.relaydesk.relay.link;

import app.relaydesk.relay.json.Fields;
import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.json.JsonException;
import app.relaydesk.relay.model.LinkConfig;
import app.relaydesk.relay.model.FrameLimits;
import java.util.Map;

/** Reads lines of the gateway and holds them to the fields of the relay link; unknown fields are ignored. */
public final class GatewayFrames {
  public static final int LINK_VERSION = 1;
  public static final int MINIMUM_LINK_VERSION = 1;

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

  /** Null for a type that is not known. */
  private static Boolean check(String type, Fields f) {
    switch (type) {
      case "paired":
        return f.text("device_id", 64) && f.text("token", 128) && f.text("gateway_id", 64);
      case "refused":
        return f.text("reason", 64) && f.string("message", 0, 1024);
      case "welcome":
        return f.count("v") && f.count("session") && f.count("time") && f.count("last_seq")
            && f.map("config", LinkConfig::isConfig);
      case "send":
        return f.count("session") && send(f);
      case "cancel":
        return f.count("session") && f.text("attempt_id", 64);
      case "ack":
        return f.count("session") && f.hex("ledger_id", 32) && f.count("seq");
      case "query":
        return f.count("session") && f.text("query_id", 64) && f.isAbsentOr("since", f.count("since"))
            && f.isAbsentOr("limit", f.integer("limit", 1, FrameLimits.MAX_LEDGER_PAGE))
            && f.isAbsentOr("after", f.text("after", 64))
            && f.isAbsentOr("attempt_ids", f.list("attempt_ids", FrameLimits.MAX_LEDGER_PAGE, GatewayFrames::isAttemptId));
      case "ping":
      case "pong":
        return f.count("session") && f.count("time");
      case "config":
        return f.count("session") && f.map("config", LinkConfig::isConfig);
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

  private static boolean isAttemptId(Object value) {
    return value instanceof String id && !id.isEmpty() && id.length() <= 64;
  }
}
