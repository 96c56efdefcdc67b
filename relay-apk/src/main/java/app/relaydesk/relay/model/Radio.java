package app.relaydesk.relay.model;

import java.util.List;

/** The phone's way to send texts, and its own memory of them (content://sms). */
public interface Radio {
  /** A text of more parts is refused: phones and networks drop such texts, in part or as a whole. */
  int MOST_PARTS = 15;

  /** As Android itself will cut it. Throws {@link NotHandedOver} when the phone fails at it. */
  int countParts(String text, int simId);

  /** Highest `_id` of content://sms; null when it may not be read. */
  Long mark();

  /**
   * Hands over all parts of a text. SecurityException, IllegalArgumentException, UnsupportedOperationException and
   * {@link NotHandedOver} prove that nothing was handed over.
   */
  void submit(String attemptId, String to, String text, int simId, boolean deliveryReport);

  /** Rows above a mark that our package made, of this SIM, address and text. */
  List<SentRow> findSent(long above, String to, String text, int simId);

  /** Received texts above a mark, oldest first; null when they may not be read. */
  List<ReceivedText> receivedAbove(long mark);

  /** A method of the phone that prepares a text threw, before the radio was called. */
  final class NotHandedOver extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotHandedOver(RuntimeException cause) {
      super(cause);
    }
  }

  /** {@code state}: {@code sent}, {@code failed}, or {@code open} while Android has not decided it. */
  record SentRow(long id, String state, Long error) {}
}
