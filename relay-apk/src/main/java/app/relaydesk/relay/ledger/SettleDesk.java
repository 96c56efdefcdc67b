package app.relaydesk.relay.ledger;

import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.model.PhoneClock;
import app.relaydesk.relay.model.Radio;
import app.relaydesk.relay.model.ResultCodes;
import java.util.List;
import java.util.Map;

/** Rule 3: settles submits that nobody answered, by what the phone's own sent folder says. */
final class SettleDesk {
  /** How long after a submit its intents may still come in the same boot. */
  static final long RESULT_WAIT_MS = 15 * 60_000;

  private final LedgerStore store;
  private final AttemptMoves moves;
  private final GatewayTime time;
  private final PhoneClock clock;
  private final Radio radio;

  SettleDesk(LedgerStore store, AttemptMoves moves, GatewayTime time, PhoneClock clock, Radio radio) {
    this.store = store;
    this.moves = moves;
    this.time = time;
    this.clock = clock;
    this.radio = radio;
  }

  /** Every `submitting` row of an earlier boot, or older than 15 min. Within a turn. */
  void settleDue() {
    List<Attempt> open = store.attempts.in(Attempt.SUBMITTING);
    for (Attempt row : open) {
      boolean isOtherBoot = !clock.bootId().equals(row.bootId);
      if (isOtherBoot || clock.elapsed() >= row.submittedElapsed + RESULT_WAIT_MS) settle(row, open);
    }
  }

  private void settle(Attempt row, List<Attempt> open) {
    Radio.SentRow own = findOwn(row, open);
    Map<String, Object> news;
    if (own == null || own.state().equals("open")) {
      row.state = Attempt.UNKNOWN;
      row.reason = "no_answer";
      news = Json.object("state", "unknown", "reason", "no_answer", "parts", row.parts);
    } else {
      // The folder keeps no result code: a failed row means no more than the general one.
      Long result = (long) (own.state().equals(Attempt.SENT) ? ResultCodes.OK : ResultCodes.GENERIC_FAILURE);
      row.state = own.state();
      row.sentRow = own.id();
      for (int n = 1; n <= row.parts; n++) {
        PartResult known = PartResult.find(row.partResults, n);
        if (known.state() != null) continue;
        row.partResults = PartResult.with(row.partResults,
            new PartResult(n, own.state(), known.delivery(), result, own.error(), time.now()));
      }
      news = Json.object("state", own.state(), "result", result, "error", own.error(), "parts", row.parts);
    }
    moves.move(Attempt.SUBMITTING, row, news);
  }

  /**
   * The row that Android named as this attempt's, else the one row that can only be its; null when there is none,
   * more than one, or a rival for it.
   */
  private Radio.SentRow findOwn(Attempt row, List<Attempt> open) {
    if (row.mark == null) return null;
    Radio.SentRow only = null;
    int count = 0;
    for (Radio.SentRow each : radio.findSent(row.mark, row.to, row.text, row.simId)) {
      if (row.sentRow != null && row.sentRow == each.id()) return each;
      if (store.attempts.isClaimedByOther(each.id(), row)) continue;
      only = each;
      count++;
    }
    if (count != 1 || store.attempts.hasSettledRival(row, only.id())) return null;
    for (Attempt other : open) if (isRival(row, other, only.id())) return null;
    return only;
  }

  private static boolean isRival(Attempt row, Attempt other, long sentRow) {
    return !other.attemptId.equals(row.attemptId) && other.sentRow == null && other.to.equals(row.to) && other.text.equals(row.text)
        && other.simId == row.simId && (other.mark == null || other.mark < sentRow);
  }
}
