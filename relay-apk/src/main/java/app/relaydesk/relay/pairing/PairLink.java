package app.relaydesk.relay.pairing;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A `relaydesk://pair?name=…&host=…&port=…&pin=…` link, read without trust: anybody can make one. What is shown of it
 * must not be able to dress up as something else. Fields that are not known are ignored.
 */
public record PairLink(String name, String host, int port, String pin) {
  private static final String START = "relaydesk://pair?";
  private static final int LONGEST_LINK = 2_048;
  private static final int LONGEST_NAME = 40;

  /** Null when it is not such a link, or a field is missing, twice there, or can't be true. */
  public static PairLink parse(String link) {
    if (link == null || link.length() > LONGEST_LINK || !link.startsWith(START)) return null;
    Map<String, String> fields = fields(link.substring(START.length()));
    if (fields == null) return null;
    String name = fields.get("name");
    String host = fields.get("host");
    String pin = fields.get("pin");
    int port = port(fields.get("port"));
    boolean isRight = isName(name) && host != null && host.matches("[0-9A-Za-z.:-]{1,253}") && port > 0
        && pin != null && pin.matches("[0-9a-fA-F]{64}");
    return isRight ? new PairLink(name.trim(), host, port, pin) : null;
  }

  /** Host and port as people write them. */
  public String address() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }

  private static Map<String, String> fields(String query) {
    Map<String, String> fields = new HashMap<>();
    for (String each : query.split("&")) {
      int equals = each.indexOf('=');
      if (equals < 1) return null;
      String value = decode(each.substring(equals + 1));
      if (value == null || fields.put(each.substring(0, equals), value) != null) return null;
    }
    return fields;
  }

  /** Letters, digits, marks and joiners, spaces and plain signs: nothing that turns what is written after it. */
  private static boolean isName(String name) {
    return name != null && !name.trim().isEmpty() && name.length() <= LONGEST_NAME
        && name.matches("[\\p{L}\\p{N}\\p{M}\\p{P}\\p{Sc}\\p{So}\u200c\u200d ]*");
  }

  private static int port(String text) {
    if (text == null || !text.matches("[1-9][0-9]{0,4}")) return 0;
    int port = Integer.parseInt(text);
    return port <= 65_535 ? port : 0;
  }

  /** Null when it is not percent-encoded UTF-8. A plus stays a plus. */
  private static String decode(String text) {
    ByteBuffer bytes = ByteBuffer.allocate(3 * text.length());
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each > '~' || each < '!') return null;
      if (each != '%') {
        bytes.put((byte) each);
        continue;
      }
      int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
      if (low < 0) return null;
      bytes.put((byte) (high * 16 + low));
      i += 2;
    }
    bytes.flip();
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException notUtf8) {
      return null;
    }
  }
}
