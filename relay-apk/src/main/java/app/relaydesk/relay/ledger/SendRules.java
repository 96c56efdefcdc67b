package app.relaydesk.relay.ledger;

import app.relaydesk.relay.model.Radio;
import java.util.List;

/** What the relay answers to a `send` of an id that it does not hold. Pure: the facts are gathered before. */
final class SendRules {
  /** Null reason: accept. {@code isForgotten}: not even the refusal is kept. */
  record Verdict(String reason, long retryAfterMs, Attempt earlier, boolean isForgotten) {
    static Verdict reject(String reason) {
      return new Verdict(reason, 0, null, false);
    }
  }

  /** {@code siblings}: other attempts of the same request, oldest id first. {@code isCounted}: the phone could cut it. */
  record Facts(
      Attempt row, boolean isCounted, int maxParts, long now, boolean isSimThere, boolean isPermitted, Pacing.Answer pacing,
      List<Attempt> siblings, String pruneMark, boolean isFull) {}

  private static final Verdict ACCEPT = Verdict.reject(null);

  private SendRules() {}

  /** Refusals in the order in which they are told when several hold; a doubled message comes before all but age. */
  static Verdict judge(Facts facts) {
    Attempt row = facts.row;
    if (facts.pruneMark != null && row.attemptId.compareTo(facts.pruneMark) <= 0) {
      return new Verdict("too_old", 0, null, true); // rule 8
    }
    for (int i = facts.siblings.size() - 1; i >= 0; i--) {
      Attempt earlier = facts.siblings.get(i);
      if (!earlier.attemptId.equals(row.attemptId) && !earlier.isProvenUnsent()) {
        return new Verdict("duplicate_message", 0, earlier, false); // rule 2
      }
    }
    if (facts.now > row.notAfter) return Verdict.reject("expired"); // rule 5
    if (!facts.isPermitted) return Verdict.reject("permission_missing");
    if (!facts.isSimThere) return Verdict.reject("sim_changed"); // rule 6
    if (!facts.isCounted) return Verdict.reject("phone_error"); // nothing can be handed over
    long wait = facts.pacing.retryAfterMs();
    if (row.parts > Math.min(facts.maxParts, Radio.MOST_PARTS) || wait < 0) return Verdict.reject("too_many_parts"); // rule 6
    if (facts.isFull) return Verdict.reject("ledger_full"); // rule 8
    return wait == 0 ? ACCEPT : new Verdict("paced", wait, null, false); // rule 6
  }
}
