package app.relaydesk.relay.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one text once. */
final class JsonReader {
  private static final int DEEPEST = 32;

  private final String text;
  private int at;
  private int depth;

  JsonReader(String text) {
    this.text = text;
  }

  Object read() throws JsonException {
    Object value = value();
    skipSpace();
    if (at < text.length()) throw wrong("text after the end");
    return value;
  }

  private Object value() throws JsonException {
    skipSpace();
    char c = peek();
    if (c == '{') return object();
    if (c == '[') return list();
    if (c == '"') return string();
    if (c == 't') return word("true", Boolean.TRUE);
    if (c == 'f') return word("false", Boolean.FALSE);
    if (c == 'n') return word("null", null);
    return number();
  }

  private Map<String, Object> object() throws JsonException {
    Map<String, Object> object = new LinkedHashMap<>();
    enter();
    skipSpace();
    if (peek() == '}') {
      leave();
      return object;
    }
    while (true) {
      skipSpace();
      if (peek() != '"') throw wrong("a name is missing");
      String name = string();
      skipSpace();
      if (next() != ':') throw wrong("a colon is missing");
      object.put(name, value());
      skipSpace();
      if (peek() == '}') break;
      if (next() != ',') throw wrong("a comma is missing");
    }
    leave();
    return object;
  }

  private List<Object> list() throws JsonException {
    List<Object> list = new ArrayList<>();
    enter();
    skipSpace();
    if (peek() == ']') {
      leave();
      return list;
    }
    while (true) {
      list.add(value());
      skipSpace();
      if (peek() == ']') break;
      if (next() != ',') throw wrong("a comma is missing");
    }
    leave();
    return list;
  }

  private void enter() throws JsonException {
    at++;
    depth++;
    if (depth > DEEPEST) throw wrong("nested too deep");
  }

  private void leave() {
    at++;
    depth--;
  }

  private String string() throws JsonException {
    at++;
    StringBuilder out = new StringBuilder();
    while (true) {
      char c = next();
      if (c == '"') return out.toString();
      if (c < ' ') throw wrong("a control character in a text");
      out.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() throws JsonException {
    char c = next();
    switch (c) {
      case '"':
      case '\\':
      case '/':
        return c;
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        return hex();
      default:
        throw wrong("an unknown escape");
    }
  }

  private char hex() throws JsonException {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      char c = next();
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) throw wrong("not a hex digit");
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private Object word(String word, Object value) throws JsonException {
    if (!text.startsWith(word, at)) throw wrong("an unknown word");
    at += word.length();
    return value;
  }

  private Object number() throws JsonException {
    int start = at;
    if (peek() == '-') at++;
    if (peek() == '0') at++;
    else digits();
    boolean isWhole = true;
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits();
      isWhole = false;
    }
    if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
      at++;
      if (peek() == '+' || peek() == '-') at++;
      digits();
      isWhole = false;
    }
    String digits = text.substring(start, at);
    if (isWhole && digits.length() < 18) return Long.valueOf(digits);
    double number = Double.parseDouble(digits);
    if (number == Math.rint(number) && Math.abs(number) <= 1L << 53) return (long) number;
    return number;
  }

  private void digits() throws JsonException {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') at++;
    if (at == start) throw wrong("a digit is missing");
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
  }

  private char peek() throws JsonException {
    if (at >= text.length()) throw wrong("cut short");
    return text.charAt(at);
  }

  private char next() throws JsonException {
    char c = peek();
    at++;
    return c;
  }

  /** Never shows the text itself: it may hold a message. */
  private JsonException wrong(String why) {
    return new JsonException(why + " at " + at);
  }
}
