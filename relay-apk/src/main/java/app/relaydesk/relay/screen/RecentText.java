package app.relaydesk.relay.screen;

import app.relaydesk.relay.R;
import app.relaydesk.relay.ledger.Attempt;
import app.relaydesk.relay.ledger.PartResult;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the last texts as the screen may show it: never its content, and of its number only the end.
 *
 * @param state resource of the state in words
 * @param at gateway time of its last change
 */
public record RecentText(String numberEnd, int state, long at) {
  private static final int SHOWN_DIGITS = 3;

  static List<RecentText> of(List<Attempt> rows) {
    List<RecentText> texts = new ArrayList<>();
    for (Attempt row : rows) texts.add(new RecentText(endOf(row.to), stateOf(row), row.changedAt));
    return texts;
  }

  /** Three digits of a number; of a short code no more than half. */
  static String endOf(String number) {
    int shown = Math.min(SHOWN_DIGITS, number.length() / 2);
    return number.substring(number.length() - shown);
  }

  private static int stateOf(Attempt row) {
    switch (row.state) {
      case Attempt.ACCEPTED:
        return R.string.text_accepted;
      case Attempt.SUBMITTING:
        return R.string.text_submitting;
      case Attempt.SENT:
        return deliveryOf(row);
      case Attempt.FAILED:
        return R.string.text_failed;
      case Attempt.REJECTED:
        return R.string.text_rejected;
      default:
        return R.string.text_unknown;
    }
  }

  /** Delivered needs every part, undelivered any. */
  private static int deliveryOf(Attempt row) {
    int delivered = 0;
    for (PartResult part : row.partResults) {
      if ("undelivered".equals(part.delivery())) return R.string.text_undelivered;
      if ("delivered".equals(part.delivery())) delivered++;
    }
    return delivered >= row.parts ? R.string.text_delivered : R.string.text_sent;
  }
}
