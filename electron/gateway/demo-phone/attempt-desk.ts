import { createHash } from 'node:crypto';
import type { GatewayFrames, LedgerEntry, PhoneFrames, RejectReason } from '../relay/frames.ts';
import { MAX_LEDGER_PAGE } from '../relay/frames.ts';
import type { DemoLedger, ReportDraft } from './demo-ledger.ts';
import type { LedgerRow } from './ledger-records.ts';
import type { PretendRadio, RadioJob, RadioListener } from './pretend-radio.ts';

/** The SIM of the demo phone. */
export const DEMO_SIM_ID = 1;
const RESULT_OK = -1;

/** A frame to the gateway; the link adds the session. */
export type Answer = Omit<PhoneFrames['ledger'], 'session'> | Omit<PhoneFrames['error'], 'session'>;

export interface AttemptDeskOptions {
  readonly ledger: DemoLedger;
  readonly radio: PretendRadio;
  /** The phone's own count. */
  countParts(text: string): { readonly parts: number };
  /** Gateway time. */
  gatewayNow(): number;
  /** New reports are on the disk. */
  reported(): void;
  /** The radio takes it now: what tests count. */
  submitted?(job: RadioJob): void;
  /** The ledger could not be written. */
  failed(error: unknown): void;
}

type Send = GatewayFrames['send'];

/**
 * The ledger rules of the relay link (2, 3, 5, 7) for a phone whose radio is pretended. Each method decides at
 * once and resolves when what it decided is on the disk; reports leave by `reported`.
 */
export class AttemptDesk implements RadioListener {
  readonly #options: AttemptDeskOptions;
  readonly #ledger: DemoLedger;

  constructor(options: AttemptDeskOptions) {
    this.#options = options;
    this.#ledger = options.ledger;
  }

  /** Resolves to what the gateway must be told besides reports. */
  async send(frame: Send): Promise<Answer | null> {
    const { attempt_id: id } = frame;
    const known = this.#ledger.row(id);
    if (known !== undefined && known.hash !== null) {
      await this.#ledger.settled();
      if (known.hash !== hashOf(frame)) return { t: 'error', code: 'attempt_mismatch', attempt_id: id };
      return { t: 'ledger', query_id: id, entries: [this.#entryOf(id)], more: false };
    }
    if (known !== undefined || this.#ledger.isForgotten(id)) {
      const reason: RejectReason = known === undefined ? 'too_old' : 'revoked';
      await this.#ledger.report(this.#draft(id, { state: 'rejected', reason }));
      this.#options.reported();
      return null;
    }
    const { parts } = this.#options.countParts(frame.text);
    const refusal = this.#refusal(frame, parts);
    if (refusal !== null) {
      const row = this.#newRow(frame, { ...refusal, state: 'rejected', parts });
      await this.#commit(row, [this.#draft(id, { state: 'rejected', parts, ...refusal })]);
      return null;
    }
    await this.#commit(this.#newRow(frame, { state: 'accepted', parts }), [
      this.#draft(id, { state: 'accepted', parts }),
    ]);
    await this.submit(id);
    return null;
  }

  /** Hands an accepted attempt to the radio, once: the move to `submitting` is on the disk before. */
  async submit(attemptId: string): Promise<void> {
    const row = this.#ledger.row(attemptId);
    if (row?.entry.state !== 'accepted') return;
    if (row.not_after < this.#options.gatewayNow()) {
      await this.#reject(row, 'expired');
      return;
    }
    await this.#move(row, { state: 'submitting' }, [this.#draft(attemptId, { state: 'submitting' })]);
    const submitting = this.#ledger.row(attemptId);
    if (submitting === undefined) return;
    const job = jobOf(submitting);
    this.#options.submitted?.(job);
    await this.#ledger.commit({ ...submitting, is_on_radio: true });
    this.#options.radio.transmit(job, this);
  }

  sent(attemptId: string): void {
    const row = this.#ledger.row(attemptId);
    if (row?.entry.state !== 'submitting') return;
    const at = this.#options.gatewayNow();
    const results = partNumbers(row).map((n) => ({
      n,
      state: 'sent' as const,
      delivery: null,
      result: RESULT_OK,
      error: null,
      at,
    }));
    this.#unwaited(
      this.#move(
        row,
        { state: 'sent', part_results: results },
        this.#perPart(row, 'sent', { result: RESULT_OK }),
      ),
    );
  }

  delivered(attemptId: string): void {
    const row = this.#ledger.row(attemptId);
    if (row?.entry.state !== 'sent' || !awaitsDelivery(row)) return;
    const results = (row.entry.part_results ?? []).map((part) => ({
      ...part,
      delivery: 'delivered' as const,
    }));
    this.#unwaited(this.#move(row, { part_results: results }, this.#perPart(row, 'delivered', {})));
  }

  /** A cancel wins only where nothing was submitted; for an unknown id it is a promise never to. */
  async cancel(attemptId: string): Promise<Answer> {
    const row = this.#ledger.row(attemptId);
    if (row === undefined && !this.#ledger.isForgotten(attemptId)) {
      await this.#ledger.commit(this.#tombstone(attemptId, { state: 'rejected', reason: 'cancelled' }));
    } else if (row?.entry.state === 'accepted') {
      await this.#reject(row, 'cancelled');
    } else {
      await this.#ledger.settled();
    }
    return { t: 'ledger', query_id: attemptId, entries: [this.#entryOf(attemptId)], more: false };
  }

  /** Ids it does not hold are promised never to be submitted before it says so. */
  async query(queryId: string, attemptIds: readonly string[]): Promise<Answer> {
    const unknown = attemptIds.filter(
      (id) => this.#ledger.row(id) === undefined && !this.#ledger.isForgotten(id),
    );
    const writes = unknown.map((id) => this.#ledger.commit(this.#tombstone(id, { state: 'never_seen' })));
    await Promise.all([...writes, this.#ledger.settled()]);
    return {
      t: 'ledger',
      query_id: queryId,
      entries: attemptIds.map((id) => this.#entryOf(id)),
      more: false,
    };
  }

  /** Everything that changed at or after this gateway time, in pages. */
  async listSince(queryId: string, sinceMs: number): Promise<Answer[]> {
    await this.#ledger.settled();
    const entries = [...this.#ledger.rows()]
      .filter((row) => row.changed_at >= sinceMs)
      .map((row) => row.entry);
    const pages: Answer[] = [];
    for (let start = 0; start === 0 || start < entries.length; start += MAX_LEDGER_PAGE) {
      const page = entries.slice(start, start + MAX_LEDGER_PAGE);
      const more = start + MAX_LEDGER_PAGE < entries.length;
      pages.push({ t: 'ledger', query_id: queryId, entries: page, more });
    }
    return pages;
  }

  /** The gateway let the phone go: what was only accepted will not be sent. */
  async unpair(): Promise<void> {
    const accepted = [...this.#ledger.rows()].filter((row) => row.entry.state === 'accepted');
    await Promise.all(accepted.map((row) => this.#reject(row, 'unpaired')));
  }

  /**
   * Takes up what the last run left, once in each run and only when the gateway's time is known: what the radio
   * has goes on, what was about to be handed over is `unknown`, what was only accepted is submitted.
   */
  async settle(): Promise<void> {
    const { radio } = this.#options;
    const work: Promise<void>[] = [];
    for (const row of [...this.#ledger.rows()]) {
      const { attempt_id: id, state } = row.entry;
      if (state === 'accepted') work.push(this.submit(id));
      else if (state === 'sent' && awaitsDelivery(row)) radio.awaitDelivery(id, this);
      else if (state === 'submitting' && row.is_on_radio) radio.transmit(jobOf(row), this);
      else if (state === 'submitting') {
        work.push(this.#move(row, { state: 'unknown' }, [this.#draft(id, { state: 'unknown' })]));
      }
    }
    await Promise.all(work);
  }

  #refusal(frame: Send, parts: number): Pick<ReportDraft, 'reason' | 'earlier'> | null {
    if (frame.not_after < this.#options.gatewayNow()) return { reason: 'expired' };
    if (frame.sim.id !== DEMO_SIM_ID) return { reason: 'sim_changed' };
    if (parts > frame.max_parts) return { reason: 'too_many_parts' };
    // The pretend radio never fails a text, so only a rejected attempt is proven unsent.
    const earlier = this.#ledger.ofRequest(frame.request_id).find((row) => row.entry.state !== 'rejected');
    if (earlier === undefined) return null;
    const { attempt_id, state } = earlier.entry;
    return { reason: 'duplicate_message', earlier: { attempt_id, state } };
  }

  #newRow(frame: Send, facts: Partial<LedgerEntry> & Pick<LedgerEntry, 'state'>): LedgerRow {
    const at = this.#options.gatewayNow();
    return {
      entry: { attempt_id: frame.attempt_id, request_id: frame.request_id, at, ...facts },
      hash: hashOf(frame),
      not_after: frame.not_after,
      delivery_report: frame.delivery_report,
      is_on_radio: false,
      changed_at: at,
    };
  }

  #tombstone(attemptId: string, facts: Partial<LedgerEntry> & Pick<LedgerEntry, 'state'>): LedgerRow {
    const at = this.#options.gatewayNow();
    return {
      entry: { attempt_id: attemptId, request_id: null, at, ...facts },
      hash: null,
      not_after: 0,
      delivery_report: false,
      is_on_radio: false,
      changed_at: at,
    };
  }

  #entryOf(attemptId: string): LedgerEntry {
    const row = this.#ledger.row(attemptId);
    return row?.entry ?? { attempt_id: attemptId, request_id: null, state: 'forgotten' };
  }

  async #reject(row: LedgerRow, reason: RejectReason): Promise<void> {
    const draft = this.#draft(row.entry.attempt_id, { state: 'rejected', reason });
    await this.#move(row, { state: 'rejected', reason }, [draft]);
  }

  async #move(row: LedgerRow, facts: Partial<LedgerEntry>, reports: readonly ReportDraft[]): Promise<void> {
    const at = this.#options.gatewayNow();
    await this.#commit({ ...row, entry: { ...row.entry, ...facts, at }, changed_at: at }, reports);
  }

  async #commit(row: LedgerRow, reports: readonly ReportDraft[]): Promise<void> {
    await this.#ledger.commit(row, reports);
    this.#options.reported();
  }

  #draft(attemptId: string, facts: Omit<ReportDraft, 'attempt_id' | 'at'>): ReportDraft {
    return { attempt_id: attemptId, at: this.#options.gatewayNow(), ...facts };
  }

  #perPart(row: LedgerRow, state: 'sent' | 'delivered', facts: Pick<ReportDraft, 'result'>): ReportDraft[] {
    const parts = row.entry.parts ?? 1;
    return partNumbers(row).map((part) =>
      this.#draft(row.entry.attempt_id, { state, part, parts, ...facts }),
    );
  }

  /** The radio does not wait for the ledger. */
  #unwaited(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#options.failed(error);
    });
  }
}

function jobOf(row: LedgerRow): RadioJob {
  return {
    attemptId: row.entry.attempt_id,
    parts: row.entry.parts ?? 1,
    deliveryReport: row.delivery_report,
  };
}

function partNumbers(row: LedgerRow): number[] {
  return Array.from({ length: row.entry.parts ?? 1 }, (_, index) => index + 1);
}

function awaitsDelivery(row: LedgerRow): boolean {
  return row.delivery_report && (row.entry.part_results ?? []).some((part) => part.delivery === null);
}

/** Rule 2: the same attempt id must mean the same text to the same number by the same SIM. */
function hashOf(frame: Send): string {
  const what = JSON.stringify([frame.request_id, frame.to, frame.text, frame.sim.id]);
  return createHash('sha256').update(what).digest('hex');
}
