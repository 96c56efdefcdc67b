package app.relaydesk.relay.json;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** RFC 8259, with the oddities that Android's own reader lets pass. */
public final class JsonTest {
  private static final String[] NO_JSON = {
    "", " ", "{", "}", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1]]", "[1] x", "{}{}", "{\"a\"}", "{\"a\":}",
    "{\"a\":1,}", "{,\"a\":1}", "{\"a\" 1}", "{a:1}", "{'a':1}", "{1:1}", "{\"a\":1 \"b\":2}", "{\"a\":1;\"b\":2}",
    "'a'", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\u+123\"", "\"\\u１234\"", "\"\\", "\"\t\"",
    "\"\n\"", "\"\u0000\"", "tru", "True", "nul", "truex", "NaN", "Infinity", "-Infinity", "undefined", "+1", "01",
    "-01", "-", ".5", "1.", "1.e3", "1e", "1e+", "0x10", "1_000", "--1", "１", "// no\n1", "/* no */1", "#1",
    "\uFEFF1", "\u00A01", "1\f", "1\u0000",
  };

  @Test public void whatIsNoJsonIsRefused() {
    for (String text : NO_JSON) assertThrows(text, JsonException.class, () -> Json.parse(text));
  }

  @Test public void spaceIsAllowedWhereTheStandardAllowsIt() throws JsonException {
    assertEquals(Json.object("a", List.of(1L, 2L), "b", Map.of()),
        Json.parse(" \t\r\n{ \"a\" : [ 1 , 2 ] , \"b\" : { } } \n"));
    assertEquals(List.of(), Json.parse("[ ]"));
  }

  @Test public void wordsAreReadAsTheyAre() throws JsonException {
    assertEquals(Arrays.asList(true, false, null), Json.parse("[true,false,null]"));
    assertNull(Json.parse("null"));
  }

  @Test public void aWholeNumberIsALongHoweverItIsWritten() throws JsonException {
    for (String text : List.of("1000", "1e3", "1E+3", "1000.0", "10000e-1")) assertEquals(text, 1000L, Json.parse(text));
    assertEquals(0L, Json.parse("-0"));
    assertEquals(-1_795_424_400_000L, Json.parse("-1795424400000"));
    assertEquals(1L << 53, Json.parse("9007199254740992"));
  }

  @Test public void aNumberWithAFractionOrBeyondExactnessIsADouble() throws JsonException {
    assertEquals(1.5, Json.parse("1.5"));
    assertEquals(1e300, Json.parse("1e300"));
    assertEquals(1e18, Json.parse("1000000000000000000"));
    assertEquals(Double.POSITIVE_INFINITY, Json.parse("1e999"));
  }

  @Test public void escapesAreUndone() throws JsonException {
    assertEquals("\"\\/\b\f\n\r\té😀", Json.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\ude00\""));
  }

  @Test public void halfASurrogatePairGoesThroughBothWays() throws JsonException {
    String[] halves = {"\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D", "\uD83D\uD83D\uDE00"};
    for (String half : halves) {
      String written = Json.write(half);
      assertEquals(half, Json.parse(written));
      byte[] wire = written.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      assertEquals(written, new String(wire, java.nio.charset.StandardCharsets.UTF_8));
    }
    assertEquals("\"\\ud83d\"", Json.write("\uD83D"));
    assertEquals("\"😀\"", Json.write("😀"));
  }

  @Test public void ofANameWrittenTwiceTheLastCounts() throws JsonException {
    assertEquals(Map.of("a", 2L), Json.parse("{\"a\":1,\"a\":2}"));
  }

  @Test public void nestingEndsAt32() throws JsonException {
    Object value = Json.parse("[".repeat(32) + "]".repeat(32));
    for (int i = 1; i < 32; i++) value = ((List<?>) value).get(0);
    assertEquals(List.of(), value);
    assertThrows(JsonException.class, () -> Json.parse("[".repeat(33) + "]".repeat(33)));
    assertThrows(JsonException.class, () -> Json.parse("{\"a\":".repeat(60_000)));
  }

  @Test public void manyShallowListsAreNotDeep() throws JsonException {
    assertEquals(1_000, ((List<?>) Json.parse("[" + "[],".repeat(999) + "{}]")).size());
  }

  @Test public void theReasonNeverShowsTheText() {
    JsonException wrong = assertThrows(JsonException.class, () -> Json.parse("{\"text\":\"Secret 4711\" x}"));
    assertFalse(wrong.getMessage().contains("4711"));
  }

  @Test public void whatIsWrittenIsReadBackTheSame() throws JsonException {
    List<Object> list = new ArrayList<>(Arrays.asList(1L, -1.5, true, null, "", "\u0000\u001f\u007f\u2028\"\\", List.of()));
    Map<String, Object> object = Json.object("list", list, "empty", Map.of(), "नाम", "x", null, "left out");
    assertEquals(object, Json.parse(Json.write(object)));
    assertEquals("{\"a\":1,\"b\":[]}", Json.write(Json.object("a", 1, null, 2, "b", List.of())));
  }

  @Test public void aLineBreakNeverBreaksALine() {
    assertFalse(Json.write(Map.of("a\nb", "c\r\nd")).contains("\n"));
  }
}
