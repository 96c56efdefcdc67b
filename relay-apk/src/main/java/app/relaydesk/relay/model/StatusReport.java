package app.relaydesk.relay.model;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * An SMS-STATUS-REPORT (3GPP TS 23.040, 9.2.2.3). Android matches reports by an 8-bit reference alone, so a late
 * report of another text can fire our intent: address and time are checked here.
 *
 * @param recipient digits only
 * @param submittedAt when the message centre took the text: milliseconds since 1970, whole seconds, its own clock
 * @param status TP-Status
 */
public record StatusReport(String recipient, long submittedAt, int status) {
  /** How much earlier than our submit the message centre's clock may put it. */
  private static final long EARLIEST_MS = 10 * 60_000;
  private static final int COMPARED_DIGITS = 7;
  private static final int TYPE_STATUS_REPORT = 2;
  private static final int FIRST_PENDING = 0x20;
  private static final int FIRST_FAILURE = 0x40;
  private static final int CDMA_DELIVERED = 2;
  private static final int CDMA_PERMANENT = 3;

  /** {@code UNDECIDED}: still tried, or noted without saying that it arrived. */
  public enum Outcome { DELIVERED, UNDELIVERED, UNDECIDED }

  /** Reads a PDU with its message centre's address in front, as Android hands it over; null when it is none. */
  public static StatusReport parse(byte[] pdu) {
    try {
      int at = 1 + (pdu[0] & 0xff);
      if ((pdu[at] & 3) != TYPE_STATUS_REPORT) return null;
      at += 2; // first octet, TP-MR
      int digits = pdu[at] & 0xff;
      at += 2; // length, type of address
      String recipient = digits(pdu, at, digits);
      at += (digits + 1) / 2;
      long submittedAt = time(pdu, at);
      at += 14; // TP-SCTS, TP-DT
      return new StatusReport(recipient, submittedAt, pdu[at] & 0xff);
    } catch (IndexOutOfBoundsException | java.time.DateTimeException broken) {
      return null;
    }
  }

  /**
   * A CDMA delivery acknowledgement (3GPP2 C.S0015-B, 4.5.21) in the same words. {@code status}: error class in bits
   * 25-24, status in bits 23-16, as Android's SmsMessage.getStatus gives it.
   */
  public static StatusReport ofCdma(String from, long acknowledgedAt, int status) {
    int errorClass = status >> 24 & 3;
    boolean isDelivered = errorClass == 0 && (status >> 16 & 0xff) == CDMA_DELIVERED;
    int like = isDelivered ? 0 : errorClass == CDMA_PERMANENT ? FIRST_FAILURE : FIRST_PENDING;
    return new StatusReport(from.replaceAll("\\D", ""), acknowledgedAt, like);
  }

  public Outcome outcome() {
    if (status == 0) return Outcome.DELIVERED;
    return status >= FIRST_FAILURE && status <= 0x7f ? Outcome.UNDELIVERED : Outcome.UNDECIDED;
  }

  /** Whether it can be about a text to {@code to} that was submitted at {@code ourSubmit}. */
  public boolean isAbout(String to, long ourSubmit) {
    String ours = to.replaceAll("\\D", "");
    boolean isShort = ours.length() < COMPARED_DIGITS;
    boolean isSame = isShort ? recipient.equals(ours)
        : recipient.endsWith(ours.substring(ours.length() - COMPARED_DIGITS));
    // Its time has whole seconds: ours is cut to them too.
    return isSame && submittedAt >= ourSubmit / 1000 * 1000 - EARLIEST_MS;
  }

  private static String digits(byte[] pdu, int at, int count) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int nibble = i % 2 == 0 ? pdu[at + i / 2] & 15 : (pdu[at + i / 2] >> 4) & 15;
      if (nibble < 10) out.append((char) ('0' + nibble));
    }
    return out.toString();
  }

  private static long time(byte[] pdu, int at) {
    LocalDateTime local = LocalDateTime.of(2000 + swapped(pdu[at]), swapped(pdu[at + 1]), swapped(pdu[at + 2]),
        swapped(pdu[at + 3]), swapped(pdu[at + 4]), swapped(pdu[at + 5]));
    byte zone = pdu[at + 6];
    int quarters = swapped((byte) (zone & 0xf7));
    int signed = (zone & 8) == 0 ? quarters : -quarters;
    return local.toEpochSecond(ZoneOffset.UTC) * 1000 - signed * 15 * 60_000L;
  }

  private static int swapped(byte value) {
    return (value & 15) * 10 + ((value >> 4) & 15);
  }
}
