package app.relaydesk.relay.pairing;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;

import org.junit.Test;

/** Links that anybody can make. */
public final class PairLinkTest {
  private static final String PIN = "0123456789abcdefABCDEF0123456789abcdef0123456789abcdef0123456789";
  private static final String REST = "&host=192.168.1.7&port=8643&pin=" + PIN;

  @Test public void readsNameAddressAndKey() {
    PairLink link = PairLink.parse("relaydesk://pair?name=Front%20desk&colour=blue" + REST);
    assertEquals(new PairLink("Front desk", "192.168.1.7", 8643, PIN), link);
    assertEquals("192.168.1.7:8643", link.address());
  }

  @Test public void readsNamesOfEveryScript() {
    assertEquals("पसल १", named("%E0%A4%AA%E0%A4%B8%E0%A4%B2%20%E0%A5%A7").name());
    assertEquals("Büro & Söhne (2)", named("B%C3%BCro%20%26%20S%C3%B6hne%20(2)").name());
  }

  @Test public void anAddressOfSixIsWrittenInBrackets() {
    PairLink link = PairLink.parse("relaydesk://pair?name=a&host=fe80::1&port=1&pin=" + PIN);
    assertEquals("[fe80::1]:1", link.address());
  }

  @Test public void whatCanTurnTheTextAfterItIsNoName() {
    for (String sign : new String[] {"%E2%80%AE", "%E2%80%8F", "%E2%81%A6", "%0A", "%00", "%C2%85", "%E2%80%A8", "%09"}) {
      assertNull(sign, named("a" + sign + "b"));
    }
  }

  @Test public void aNameThatIsEmptyOrLongIsNone() {
    assertNull(named(""));
    assertNull(named("%20"));
    assertNotNull(named("x".repeat(40)));
    assertNull(named("x".repeat(41)));
  }

  @Test public void brokenPercentSignsAreNoName() {
    for (String name : new String[] {"%", "%4", "%zz", "%C3", "%FF", "a b", "é", "%ED%A0%BD"}) assertNull(name, named(name));
  }

  @Test public void whatIsMissingOrTwiceThereOrCannotBeTrueMakesItUnreadable() {
    String[] wrong = {null, "", "relaydesk://pair", "relaydesk://pair?", "relaydesk://poke?name=a" + REST,
        "https://pair?name=a" + REST, "relaydesk://pair?name=a&host=h&port=1", "relaydesk://pair?name=a&host=h&pin=" + PIN,
        "relaydesk://pair?host=h&port=1&pin=" + PIN, "relaydesk://pair?name=a&port=1&pin=" + PIN,
        "relaydesk://pair?name=a" + REST + "&name=b", "relaydesk://pair?name=a&=x" + REST,
        "relaydesk://pair?name=a&x" + REST, "relaydesk://pair?name=a&host=h&port=0&pin=" + PIN,
        "relaydesk://pair?name=a&host=h&port=65536&pin=" + PIN, "relaydesk://pair?name=a&host=h&port=-1&pin=" + PIN,
        "relaydesk://pair?name=a&host=h&port=08643&pin=" + PIN, "relaydesk://pair?name=a&host=h/x&port=1&pin=" + PIN,
        "relaydesk://pair?name=a&host=h%20x&port=1&pin=" + PIN, "relaydesk://pair?name=a&host=&port=1&pin=" + PIN,
        "relaydesk://pair?name=a&host=h&port=1&pin=" + PIN.substring(1),
        "relaydesk://pair?name=a&host=h&port=1&pin=" + PIN.replace('0', 'g'),
        "relaydesk://pair?name=a" + REST + "&more=" + "x".repeat(2_048)};
    for (String link : wrong) assertNull(link, PairLink.parse(link));
  }

  private static PairLink named(String name) {
    return PairLink.parse("relaydesk://pair?name=" + name + REST);
  }
}
