package app.relaydesk.relay.ledger;

import app.relaydesk.relay.model.PhoneClock;
import java.util.List;

/**
 * Rule 6: parts in any sliding minute, from the ledger's own submits and elapsedRealtime. After a boot Android's own
 * counter is empty, and so is this one; a new ledger file starts carefully, as the old one may have used that up.
 */
public final class Pacing {
  static final long WINDOW_MS = 60_000;
  private static final int NEW_LEDGER_PARTS = 5;

  /** Parts submitted at an elapsedRealtime. */
  public record Use(long elapsed, int parts) {}

  /** {@code retryAfterMs}: 0 = go, -1 = more parts than a whole minute allows. */
  public record Answer(long retryAfterMs) {
    static final Answer GO = new Answer(0);
    static final Answer NEVER = new Answer(-1);
  }

  private final PhoneClock clock;
  private final LedgerStore store;

  Pacing(PhoneClock clock, LedgerStore store) {
    this.clock = clock;
    this.store = store;
  }

  /** Remembers when this file was made. */
  void begin() {
    if (store.meta("made_in") == null) store.setMeta("made_in", clock.bootId() + " " + clock.elapsed());
  }

  Answer judge(int parts, Integer limit) {
    if (limit == null) return Answer.GO;
    long now = clock.elapsed();
    String[] madeIn = store.meta("made_in").split(" ");
    long youngUntil = madeIn[0].equals(clock.bootId()) ? Long.parseLong(madeIn[1]) + WINDOW_MS : 0;
    List<Use> uses = store.attempts.submittedAfter(clock.bootId(), now - WINDOW_MS);
    return judge(parts, limit, now, youngUntil, uses, store.attempts.promisedParts());
  }

  /** {@code uses} oldest first, all within the window; {@code promised} parts count as of now. */
  static Answer judge(int parts, int limit, long now, long youngUntil, List<Use> uses, long promised) {
    if (parts > limit) return Answer.NEVER;
    int allowed = now < youngUntil ? Math.min(NEW_LEDGER_PARTS, limit) : limit;
    if (parts > allowed) return new Answer(youngUntil - now);
    long over = promised + parts - allowed;
    for (Use use : uses) over += use.parts();
    if (over <= 0) return Answer.GO;
    for (Use use : uses) {
      over -= use.parts();
      if (over <= 0) return new Answer(Math.max(1, use.elapsed() + WINDOW_MS - now));
    }
    return new Answer(WINDOW_MS);
  }
}
