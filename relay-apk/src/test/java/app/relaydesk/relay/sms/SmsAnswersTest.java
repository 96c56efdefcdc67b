package app.relaydesk.relay.sms;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import app.relaydesk.relay.model.StatusReport;
import org.junit.Test;

public final class SmsAnswersTest {
  @Test public void anAddressThatThePhoneFormattedIsTheSame() {
    assertTrue(SmsFolders.isSameAddress("+9779801234567", "+977 980-123 4567"));
    assertTrue(SmsFolders.isSameAddress("12345", "12345"));
  }

  @Test public void anotherAddressIsNotTheSameHoweverAlike() {
    assertFalse(SmsFolders.isSameAddress("+9779801234567", "9801234567"));
    assertFalse(SmsFolders.isSameAddress("+9779801234567", null));
    assertFalse(SmsFolders.isSameAddress("#1234", "1234"));
  }

  @Test public void aCdmaAcknowledgementIsReadByItsErrorClassAndStatus() {
    assertEquals(StatusReport.Outcome.DELIVERED, cdma(0, 2));
    assertEquals(StatusReport.Outcome.UNDECIDED, cdma(0, 0));
    assertEquals(StatusReport.Outcome.UNDECIDED, cdma(2, 4));
    assertEquals(StatusReport.Outcome.UNDELIVERED, cdma(3, 10));
  }

  private static StatusReport.Outcome cdma(int errorClass, int status) {
    StatusReport report = StatusReport.ofCdma("+1 555 010 0000", 1_000, (errorClass << 8 | status) << 16);
    assertTrue(report.isAbout("+15550100000", 1_000));
    return report.outcome();
  }
}
