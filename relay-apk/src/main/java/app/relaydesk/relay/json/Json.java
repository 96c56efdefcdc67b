package app.relaydesk.relay.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Strict JSON (RFC 8259), because Android's own reader takes comments, bare words and trailing text.
 * Values are {@link Map}, {@link List}, {@link String}, {@link Long} (whole numbers), {@link Double}, {@link Boolean}
 * and null. A whole number written with a fraction or an exponent (1.0, 1e3) is a Long too.
 */
public final class Json {
  private Json() {}

  public static Object parse(String text) throws JsonException {
    return new JsonReader(text).read();
  }

  /** Name, value, name, value, … in this order; a name of null leaves its value out. */
  public static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i] != null) object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }

  public static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    if (value instanceof String text) {
      writeText(text, out);
    } else if (value instanceof Map<?, ?> map) {
      String mark = "{";
      for (Map.Entry<?, ?> each : map.entrySet()) {
        out.append(mark);
        writeText((String) each.getKey(), out);
        out.append(':');
        write(each.getValue(), out);
        mark = ",";
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      String mark = "[";
      for (Object each : list) {
        out.append(mark);
        write(each, out);
        mark = ",";
      }
      out.append(list.isEmpty() ? "[]" : "]");
    } else {
      out.append(value);
    }
  }

  private static void writeText(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || isLoneSurrogate(text, i)) {
        String hex = Integer.toHexString(c);
        out.append("\\u").append("0000", hex.length(), 4).append(hex);
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  /** Half a pair has no UTF-8 form; escaped it arrives as it was. */
  private static boolean isLoneSurrogate(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }
}
