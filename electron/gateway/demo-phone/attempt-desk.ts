import type { GatewayFrames, LedgerEntry } from '../relay/frames.ts';
import { countParts } from '../../shared/parts.ts';
import { insertAccepted, insertRejected, rejectAccepted } from './attempt-moves.ts';
import { type AttemptRow, entryOf, hashOfSend, isTombstone } from './ledger-rows.ts';
import { firstPageOf, pagesOf } from './ledger-pages.ts';
import type { RelayContext, Reply } from './relay-context.ts';
import { judgeSend, type SendVerdict } from './send-rules.ts';

/** Answers what the gateway asks about attempts: `send`, `cancel`, `query`. */
export class AttemptDesk {
  readonly #context: RelayContext;
  readonly #onAccepted: (gatewayId: string, attemptId: string) => void;

  constructor(context: RelayContext, onAccepted: (gatewayId: string, attemptId: string) => void) {
    this.#context = context;
    this.#onAccepted = onAccepted;
  }

  /** A new id is judged and committed; a known one is answered by what the ledger says, never submitted again. */
  send(gatewayId: string, send: GatewayFrames['send'], reply: Reply): void {
    const { store, turn } = this.#context;
    const known = store.attempt(gatewayId, send.attempt_id);
    if (known === null) {
      this.#take(gatewayId, send);
      return;
    }
    const { attempt_id, session } = send;
    if (isTombstone(known)) {
      const at = this.#context.time.now();
      this.#context.outbox.report(gatewayId, at, { attempt_id, state: 'rejected', reason: 'revoked', at });
    } else if (known.hash === hashOfSend(send)) {
      const entries = [entryOf(known)];
      turn.afterCommit(() => reply({ t: 'ledger', session, query_id: attempt_id, entries, more: false }));
    } else {
      const message = 'this attempt id is held with another request, number, text or SIM';
      turn.afterCommit(() => reply({ t: 'error', session, code: 'attempt_mismatch', message, attempt_id }));
    }
  }

  /** Stops an attempt that is only accepted; an id that is not held is promised never to be. Answers with what holds now. */
  cancel(gatewayId: string, cancel: GatewayFrames['cancel'], reply: Reply): void {
    const { store } = this.#context;
    const { attempt_id, session } = cancel;
    const known = store.attempt(gatewayId, attempt_id);
    if (known?.state === 'accepted') rejectAccepted(this.#context, known, 'cancelled');
    if (known === null && !this.#isForgotten(attempt_id)) {
      store.insert(this.#tombstone(gatewayId, attempt_id, { state: 'rejected', reason: 'cancelled' }));
    }
    const entries = [this.#entry(gatewayId, attempt_id)];
    this.#context.turn.afterCommit(() =>
      reply({ t: 'ledger', session, query_id: attempt_id, entries, more: false }),
    );
  }

  /** Tells of attempts by id, promising never to submit those it does not hold, or of all changed since a time. */
  query(gatewayId: string, query: GatewayFrames['query'], reply: Reply): void {
    const { store } = this.#context;
    const { query_id, session } = query;
    if (query.since !== undefined && query.attempt_ids === undefined) {
      this.#list(gatewayId, { ...query, since: query.since }, reply);
      return;
    }
    const entries = (query.attempt_ids ?? []).map((attemptId) => {
      if (store.attempt(gatewayId, attemptId) === null && !this.#isForgotten(attemptId)) {
        store.insert(this.#tombstone(gatewayId, attemptId, { state: 'never_seen', reason: null }));
      }
      return this.#entry(gatewayId, attemptId);
    });
    this.#answer(session, query_id, entries, reply);
  }

  /** All that changed since a time; or of it the one page that was asked for, and where the next begins. */
  #list(gatewayId: string, query: GatewayFrames['query'] & { since: number }, reply: Reply): void {
    const { store, turn } = this.#context;
    const { query_id, session, since, limit, after = '' } = query;
    if (limit === undefined) {
      this.#answer(session, query_id, store.attemptsSince(gatewayId, since).map(entryOf), reply);
      return;
    }
    const rows = store.attemptsPage(gatewayId, since, after, limit + 1);
    const { entries } = firstPageOf(rows.slice(0, limit).map(entryOf));
    const last = rows[entries.length - 1];
    const isMore = last !== undefined && entries.length < rows.length;
    const next = isMore ? { since: last.changedAt, after: last.attemptId } : null;
    turn.afterCommit(() => reply({ t: 'ledger', session, query_id, entries, more: false, next }));
  }

  #answer(session: number, query_id: string, entries: readonly LedgerEntry[], reply: Reply): void {
    this.#context.turn.afterCommit(() => {
      for (const page of pagesOf(entries)) reply({ t: 'ledger', session, query_id, ...page });
    });
  }

  #take(gatewayId: string, send: GatewayFrames['send']): void {
    const { turn } = this.#context;
    const { parts } = countParts(send.text);
    const verdict = this.#judge(gatewayId, send, parts);
    const row = this.#newRow(gatewayId, send, parts);
    if (verdict.verdict === 'accept') {
      insertAccepted(this.#context, row);
      turn.afterCommit(() => {
        if (this.#context.step('accepted_committed', row.attemptId))
          this.#onAccepted(gatewayId, row.attemptId);
      });
      return;
    }
    const news = {
      reason: verdict.reason,
      ...(verdict.retryAfterMs === undefined ? {} : { retry_after_ms: verdict.retryAfterMs }),
      ...(verdict.earlier === undefined ? {} : { earlier: verdict.earlier }),
      ...(verdict.reason === 'too_many_parts' ? { parts } : {}),
    };
    if (verdict.isForgotten === true) {
      const at = this.#context.time.now();
      this.#context.outbox.report(gatewayId, at, {
        attempt_id: row.attemptId,
        state: 'rejected',
        ...news,
        at,
      });
      return;
    }
    insertRejected(this.#context, row, news);
  }

  #judge(gatewayId: string, send: GatewayFrames['send'], parts: number): SendVerdict {
    const { store, time, pacing, maxRows } = this.#context;
    return judgeSend({
      send,
      parts,
      now: time.now(),
      sims: this.#context.sims(),
      pacing: pacing.judge(parts),
      siblings: store.attemptsOfRequest(gatewayId, send.request_id),
      pruneMark: store.pruneMark(),
      isFull: store.rowCount >= maxRows,
    });
  }

  #newRow(gatewayId: string, send: GatewayFrames['send'], parts: number): AttemptRow {
    return {
      ...this.#tombstone(gatewayId, send.attempt_id, { state: 'accepted', reason: null }),
      requestId: send.request_id,
      hash: hashOfSend(send),
      to: send.to,
      text: send.text,
      simId: send.sim.id,
      simMccMnc: send.sim.mcc_mnc,
      parts,
      deliveryReport: send.delivery_report,
      sensitive: send.sensitive || !this.#context.keepsTexts,
      notAfter: send.not_after,
    };
  }

  #tombstone(gatewayId: string, attemptId: string, state: Pick<AttemptRow, 'state' | 'reason'>): AttemptRow {
    return {
      gatewayId,
      attemptId,
      ...state,
      requestId: null,
      hash: null,
      to: '',
      text: '',
      simId: 0,
      simMccMnc: null,
      parts: 1,
      deliveryReport: false,
      sensitive: false,
      notAfter: 0,
      earlier: null,
      bootId: null,
      submittedElapsed: null,
      mark: null,
      sentRow: null,
      partResults: [],
      changedAt: this.#context.time.now(),
      lastSeq: 0,
    };
  }

  #isForgotten(attemptId: string): boolean {
    const mark = this.#context.store.pruneMark();
    return mark !== null && attemptId <= mark;
  }

  #entry(gatewayId: string, attemptId: string): LedgerEntry {
    const row = this.#context.store.attempt(gatewayId, attemptId);
    if (row !== null) return entryOf(row);
    return { attempt_id: attemptId, request_id: null, state: 'forgotten' };
  }
}
