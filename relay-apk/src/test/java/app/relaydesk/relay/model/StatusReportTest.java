package app.relaydesk.relay.model;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import org.junit.Test;

/** PDUs by hand, after 3GPP TS 23.040, 9.2.2.3. */
public final class StatusReportTest {
  private static final long NOON = 1_795_435_200_000L; // 2026-11-23 12:00:00 UTC
  private static final long TEN_MINUTES = 600_000;
  /** 2026-11-23 17:45:00 in Nepal, 23 quarters of an hour east. */
  private static final String NEPAL = "62113271540032";
  /** Message centre of 7 octets, status report with TP-MMS, reference 42. */
  private static final String HEAD = "0791798910000000" + "06" + "2A";
  private static final String RECIPIENT = "0D91" + "799708214365F7"; // +9779801234567, with its filler

  @Test public void readsRecipientTimeAndStatus() {
    StatusReport report = read("00");
    assertEquals("9779801234567", report.recipient());
    assertEquals(NOON, report.submittedAt());
    assertEquals(0, report.status());
  }

  @Test public void theStatusSaysWhatBecameOfIt() {
    assertEquals(StatusReport.Outcome.DELIVERED, read("00").outcome());
    for (String undecided : new String[] {"01", "02", "03", "1F", "20", "21", "30", "3F", "80", "FF"}) {
      assertEquals(undecided, StatusReport.Outcome.UNDECIDED, read(undecided).outcome());
    }
    for (String failed : new String[] {"40", "41", "46", "5F", "60", "63", "7F"}) {
      assertEquals(failed, StatusReport.Outcome.UNDELIVERED, read(failed).outcome());
    }
  }

  @Test public void theZoneIsCountedInQuartersEastOrWest() {
    assertEquals(NOON, at("62113221000000"));
    assertEquals(NOON, at(NEPAL));
    assertEquals("8 hours west", NOON, at("6211324000002B"));
    assertEquals("3.5 hours west, over 12", NOON, at("62113280030049"));
    assertEquals("12 hours east is 48 quarters", NOON, at("62114200000084"));
  }

  @Test public void aDateThatIsNoneMakesItUnreadable() {
    assertNull(StatusReport.parse(pdu("62313121000000", "00")));
    assertNull(StatusReport.parse(pdu("62112342000000", "00")));
  }

  @Test public void otherPdusAndBrokenOnesAreNone() {
    byte[] whole = pdu(NEPAL, "00");
    for (int length = 0; length < whole.length; length++) {
      assertNull(Integer.toString(length), StatusReport.parse(Arrays.copyOf(whole, length)));
    }
    byte[] deliver = whole.clone();
    deliver[8] = 0x04;
    assertNull(StatusReport.parse(deliver));
    byte[] longAddress = whole.clone();
    longAddress[10] = (byte) 0xff;
    assertNull(StatusReport.parse(longAddress));
    assertNull(StatusReport.parse(new byte[] {(byte) 0xff, 2, 3}));
  }

  @Test public void optionalFieldsAfterTheStatusAreNotInTheWay() {
    assertNotNull(StatusReport.parse(bytes(HEAD + RECIPIENT + NEPAL + NEPAL + "00" + "FF0000")));
  }

  @Test public void withoutAMessageCentreInFrontItIsReadToo() {
    StatusReport report = StatusReport.parse(bytes("00" + "06" + "2A" + RECIPIENT + NEPAL + NEPAL + "40"));
    assertEquals(0x40, report.status());
  }

  @Test public void itIsAboutTheNumberWithTheSameLastSevenDigits() {
    StatusReport report = about("9779801234567", NOON);
    assertTrue(report.isAbout("+9779801234567", NOON));
    assertTrue(report.isAbout("980-123 4567", NOON));
    assertTrue(about("9801234567", NOON).isAbout("+977 9801234567", NOON));
    assertFalse(report.isAbout("+9779801234568", NOON));
    assertFalse(about("4567", NOON).isAbout("+9779801234567", NOON));
    assertFalse(about("", NOON).isAbout("+9779801234567", NOON));
  }

  @Test public void aShortCodeIsComparedAsAWhole() {
    assertTrue(about("31003", NOON).isAbout("31003", NOON));
    assertFalse(about("1003", NOON).isAbout("31003", NOON));
    assertFalse(about("9931003", NOON).isAbout("31003", NOON));
  }

  @Test public void aReportOfATextOfMoreThanTenMinutesBeforeIsOfAnother() {
    assertTrue(about("31003", NOON - TEN_MINUTES).isAbout("31003", NOON));
    assertTrue("whole seconds", about("31003", NOON - TEN_MINUTES).isAbout("31003", NOON + 999));
    assertFalse(about("31003", NOON - TEN_MINUTES - 1_000).isAbout("31003", NOON));
    assertTrue("a message centre whose clock is fast", about("31003", NOON + 3_600_000).isAbout("31003", NOON));
  }

  private static StatusReport about(String recipient, long submittedAt) {
    return new StatusReport(recipient, submittedAt, 0);
  }

  private static long at(String time) {
    return StatusReport.parse(pdu(time, "00")).submittedAt();
  }

  private static StatusReport read(String status) {
    return StatusReport.parse(pdu(NEPAL, status));
  }

  private static byte[] pdu(String time, String status) {
    return bytes(HEAD + RECIPIENT + time + time + status);
  }

  private static byte[] bytes(String hex) {
    byte[] out = new byte[hex.length() / 2];
    for (int i = 0; i < out.length; i++) out[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
    return out;
  }
}
