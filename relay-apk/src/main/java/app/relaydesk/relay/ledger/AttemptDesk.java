package app.relaydesk.relay.ledger;

import app.relaydesk.relay.json.Json;
import app.relaydesk.relay.model.LinkConfig;
import app.relaydesk.relay.model.Phone;
import app.relaydesk.relay.model.Radio;
import app.relaydesk.relay.model.Sim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Answers what the gateway asks about attempts: `send`, `cancel`, `query`. Each within a turn. */
public final class AttemptDesk {
  private final LedgerStore store;
  private final Turn turn;
  private final AttemptMoves moves;
  private final GatewayTime time;
  private final Pacing pacing;
  private final Phone phone;
  private final Radio radio;
  private final Supplier<LinkConfig> config;
  private final long maxRows;
  private final Consumer<Attempt> accepted;
  /** Refused, but not yet in the file. */
  private final Set<Attempt> unwritten = ConcurrentHashMap.newKeySet();

  /** {@code accepted} hears of each accepted attempt after its commit. */
  AttemptDesk(LedgerStore store, Turn turn, AttemptMoves moves, GatewayTime time, Pacing pacing, Phone phone,
      Radio radio, Supplier<LinkConfig> config, long maxRows, Consumer<Attempt> accepted) {
    this.store = store;
    this.turn = turn;
    this.moves = moves;
    this.time = time;
    this.pacing = pacing;
    this.phone = phone;
    this.radio = radio;
    this.config = config;
    this.maxRows = maxRows;
    this.accepted = accepted;
  }

  /** Rules 1 and 2: a new id is judged and committed; a known one is answered by what the ledger says. */
  public void send(String gatewayId, Map<?, ?> send, Consumer<Map<String, Object>> reply) {
    String attemptId = (String) send.get("attempt_id");
    Object session = send.get("session");
    Attempt row = rowOf(gatewayId, send);
    keepPromises();
    Attempt known = store.attempts.find(gatewayId, attemptId);
    if (known == null) {
      take(row, ((Long) send.get("max_parts")).intValue());
    } else if (known.isTombstone()) {
      moves.report(known, Json.object("state", "rejected", "reason", "revoked")); // rule 7
    } else if (known.hash.equals(row.hash)) {
      answer(session, attemptId, List.of(known.entry()), false, reply);
    } else {
      turn.afterCommit(() -> reply.accept(Json.object("t", "error", "session", session, "code", "attempt_mismatch",
          "message", "held with another request, number, text or SIM", "attempt_id", attemptId)));
    }
  }

  /**
   * Answers a send that the full disk had no room for: nothing of it was written, so nothing was handed over. That it
   * never will be is remembered here, and written with the next send that finds room (rule 7).
   */
  public void refuseUnwritten(String gatewayId, Map<?, ?> send, Consumer<Map<String, Object>> reply) {
    Attempt refused =
        new Attempt(gatewayId, (String) send.get("attempt_id"), Attempt.REJECTED, "phone_error");
    refused.changedAt = time.now();
    unwritten.add(refused);
    reply.accept(Json.object("t", "ledger", "session", send.get("session"), "query_id", refused.attemptId,
        "entries", List.of(refused.entry()), "more", false));
  }

  private void keepPromises() {
    List<Attempt> due = List.copyOf(unwritten);
    for (Attempt each : due) {
      if (store.attempts.find(each.gatewayId, each.attemptId) == null) moves.commitTombstone(each);
    }
    if (!due.isEmpty()) turn.afterCommit(() -> unwritten.removeAll(due));
  }

  /** Rules 3 and 7: stops what is only accepted, tombstones what is not held, answers with what holds after the write. */
  public void cancel(String gatewayId, Map<?, ?> cancel, Consumer<Map<String, Object>> reply) {
    String attemptId = (String) cancel.get("attempt_id");
    Attempt known = store.attempts.find(gatewayId, attemptId);
    if (known == null && !isForgotten(attemptId)) {
      moves.commitTombstone(new Attempt(gatewayId, attemptId, Attempt.REJECTED, "cancelled"));
    } else if (known != null && known.state.equals(Attempt.ACCEPTED)) {
      moves.rejectAccepted(known, "cancelled");
    }
    answer(cancel.get("session"), attemptId, List.of(entry(gatewayId, attemptId)), false, reply);
  }

  /** Rule 7: tells of attempts by id, tombstoning those not held; or pages of all that changed since a time. */
  public void query(String gatewayId, Map<?, ?> query, Consumer<Map<String, Object>> reply) {
    Object session = query.get("session");
    String queryId = (String) query.get("query_id");
    if (query.get("since") instanceof Long since && query.get("limit") instanceof Long limit) {
      page(gatewayId, query, since, limit.intValue(), reply);
      return;
    }
    List<Map<String, Object>> entries = new ArrayList<>();
    if (query.get("attempt_ids") instanceof List<?> ids) {
      for (Object id : ids) {
        String attemptId = (String) id;
        if (store.attempts.find(gatewayId, attemptId) == null && !isForgotten(attemptId)) {
          moves.commitTombstone(new Attempt(gatewayId, attemptId, Attempt.NEVER_SEEN, null));
        }
        entries.add(entry(gatewayId, attemptId));
      }
    } else if (query.get("since") instanceof Long since) {
      for (Attempt row : store.attempts.since(gatewayId, since)) entries.add(row.entry());
    }
    List<List<Map<String, Object>>> pages = LedgerPages.of(entries);
    for (int i = 0; i < pages.size(); i++) answer(session, queryId, pages.get(i), i + 1 < pages.size(), reply);
  }

  /** The one page that was asked for of all that changed since a time, and where the next begins. */
  private void page(String gatewayId, Map<?, ?> query, long since, int limit, Consumer<Map<String, Object>> reply) {
    String after = query.get("after") instanceof String place ? place : "";
    List<Attempt> rows = store.attempts.page(gatewayId, since, after, limit + 1);
    List<Map<String, Object>> found = new ArrayList<>();
    for (Attempt row : rows.subList(0, Math.min(limit, rows.size()))) found.add(row.entry());
    List<Map<String, Object>> page = LedgerPages.of(found).get(0);
    Object next = null;
    if (page.size() < rows.size()) {
      Attempt last = rows.get(page.size() - 1);
      next = Json.object("since", last.changedAt, "after", last.attemptId);
    }
    Map<String, Object> answer = Json.object("t", "ledger", "session", query.get("session"), "query_id",
        query.get("query_id"), "entries", page, "more", false, "next", next);
    turn.afterCommit(() -> reply.accept(answer));
  }

  private void take(Attempt row, int maxParts) {
    boolean isCounted = countParts(row);
    SendRules.Verdict verdict = SendRules.judge(factsOf(row, isCounted, maxParts));
    String reason = verdict.reason();
    if (reason == null) {
      moves.insert(row, Json.object("state", "accepted", "parts", row.parts));
      turn.afterCommit(() -> accepted.accept(row));
      return;
    }
    row.state = Attempt.REJECTED;
    row.reason = reason;
    Map<String, Object> news = Json.object("state", "rejected", "reason", reason);
    if (reason.equals("paced")) news.put("retry_after_ms", verdict.retryAfterMs());
    if (reason.equals("too_many_parts")) news.put("parts", row.parts);
    if (verdict.earlier() != null) {
      row.earlierId = verdict.earlier().attemptId;
      row.earlierState = verdict.earlier().state;
      news.put("earlier", row.earlier());
    }
    if (verdict.isForgotten()) moves.report(row, news);
    else moves.insert(row, news);
  }

  /** False when the phone failed at it; then the row keeps its one part. */
  private boolean countParts(Attempt row) {
    try {
      row.parts = Math.max(1, Math.min(255, radio.countParts(row.text, row.simId)));
      return true;
    } catch (Radio.NotHandedOver failed) {
      return false;
    }
  }

  private SendRules.Facts factsOf(Attempt row, boolean isCounted, int maxParts) {
    LinkConfig now = config.get();
    return new SendRules.Facts(row, isCounted, maxParts, time.now(), Sim.isThere(phone.sims(), row.simId, row.simMccMnc),
        phone.maySend(), pacing.judge(row.parts, now == null ? null : now.partsPerMinute()),
        store.attempts.ofRequest(row.gatewayId, row.requestId), store.pruneMark(), store.attempts.count() >= maxRows);
  }

  private static Attempt rowOf(String gatewayId, Map<?, ?> send) {
    Attempt row = new Attempt(gatewayId, (String) send.get("attempt_id"), Attempt.ACCEPTED, null);
    Map<?, ?> sim = (Map<?, ?>) send.get("sim");
    row.requestId = (String) send.get("request_id");
    row.to = (String) send.get("to");
    row.text = (String) send.get("text");
    row.simId = ((Long) sim.get("id")).intValue();
    row.simMccMnc = (String) sim.get("mcc_mnc");
    row.hash = Attempt.hashOf(row.requestId, row.to, row.text, row.simId);
    row.deliveryReport = (Boolean) send.get("delivery_report");
    row.sensitive = (Boolean) send.get("sensitive");
    row.notAfter = (Long) send.get("not_after");
    return row;
  }

  private boolean isForgotten(String attemptId) {
    String mark = store.pruneMark();
    return mark != null && attemptId.compareTo(mark) <= 0;
  }

  private Map<String, Object> entry(String gatewayId, String attemptId) {
    Attempt row = store.attempts.find(gatewayId, attemptId);
    if (row != null) return row.entry();
    return Json.object("attempt_id", attemptId, "request_id", null, "state", "forgotten");
  }

  private void answer(Object session, String queryId, List<Map<String, Object>> entries, boolean more,
      Consumer<Map<String, Object>> reply) {
    turn.afterCommit(() -> reply.accept(Json.object("t", "ledger", "session", session, "query_id", queryId,
        "entries", entries, "more", more)));
  }
}
