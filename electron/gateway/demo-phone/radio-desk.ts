import type { RejectReason } from '../relay/frames.ts';
import { RadioError, RESULT_OK } from './radio.ts';
import type { RadioEvent } from './radio.ts';
import { move, rejectAccepted } from './attempt-moves.ts';
import { type AttemptRow, outcomeOfParts, withPart } from './ledger-rows.ts';
import type { RelayContext } from './relay-context.ts';
import { isSimThere } from './send-rules.ts';

type RadioFact = Extract<RadioEvent, { kind: 'result' | 'delivery' }>;

/** Hands accepted attempts to the radio, and writes down what it says of them. */
export class RadioDesk {
  readonly #context: RelayContext;

  constructor(context: RelayContext) {
    this.#context = context;
  }

  /** Everything accepted and not yet submitted; nothing happens in a boot without gateway time. */
  submitAccepted(): void {
    for (const row of this.#context.store.attemptsIn('accepted')) this.submit(row.gatewayId, row.attemptId);
  }

  /** accepted → submitting, committed; only then the radio is called. A cancel that came first wins. */
  submit(gatewayId: string, attemptId: string): void {
    const { store, turn, time, clock, radio, pacing } = this.#context;
    const row = store.attempt(gatewayId, attemptId);
    if (row?.state !== 'accepted' || !time.isKnown) return;
    const refusal = this.#refusal(row);
    if (refusal !== null) {
      rejectAccepted(this.#context, row, refusal);
      return;
    }
    const submittedElapsed = clock.elapsed();
    const change = {
      state: 'submitting',
      bootId: clock.bootId(),
      submittedElapsed,
      mark: radio.mark(),
    } as const;
    if (!move(this.#context, row, 'accepted', change, { state: 'submitting', parts: row.parts })) return;
    pacing.submitted(submittedElapsed, row.parts);
    turn.afterCommit(() => this.#callRadio(row));
  }

  /** A result or a delivery report of one part; the same one twice changes nothing. */
  hear(event: RadioFact): void {
    const row = this.#find(event.attemptId);
    if (row === null || !this.#context.step('result_read', row.attemptId)) return;
    if (event.kind === 'result') this.#hearResult(row, event);
    else this.#hearDelivery(row, event);
    this.#context.turn.afterCommit(() => {
      this.#context.step('result_committed', row.attemptId);
    });
  }

  /** What must be true at the last moment before the hand-over. */
  #refusal(row: AttemptRow): RejectReason | null {
    if (this.#context.time.now() > row.notAfter) return 'expired';
    const sim = { id: row.simId, mcc_mnc: row.simMccMnc };
    return isSimThere(sim, this.#context.sims()) ? null : 'sim_changed';
  }

  #callRadio(row: AttemptRow): void {
    if (!this.#context.step('submitting_committed', row.attemptId)) return;
    try {
      this.#context.radio.submit({
        attemptId: row.attemptId,
        to: row.to,
        text: row.text,
        parts: row.parts,
        sim: row.simId,
        deliveryReport: row.deliveryReport,
      });
    } catch (error) {
      this.#hearException(row, error);
    }
    this.#context.step('radio_called', row.attemptId);
  }

  /** Three exceptions prove that nothing was submitted; any other says nothing, and the row stays `submitting`. */
  #hearException(row: AttemptRow, error: unknown): void {
    const reason = error instanceof RadioError ? REASON_OF_EXCEPTION.get(error.exception) : undefined;
    const current = this.#context.store.attempt(row.gatewayId, row.attemptId);
    if (reason === undefined || current === null) return;
    move(this.#context, current, 'submitting', { state: 'rejected', reason }, { state: 'rejected', reason });
  }

  #hearResult(row: AttemptRow, event: Extract<RadioFact, { kind: 'result' }>): void {
    const known = row.partResults.find((part) => part.n === event.part);
    if ((known?.state ?? null) !== null || row.state === 'rejected') return;
    const { result, error, part } = event;
    const state = result === RESULT_OK ? 'sent' : 'failed';
    const news = { state, result, error, at: this.#context.time.now() } as const;
    const partResults = withPart(row.partResults, part, news);
    const outcome = outcomeOfParts(partResults, row.parts) ?? row.state;
    const change = { state: outcome, partResults, sentRow: event.row, reason: null };
    move(this.#context, row, row.state, change, { state, part, parts: row.parts, result, error });
  }

  #hearDelivery(row: AttemptRow, event: Extract<RadioFact, { kind: 'delivery' }>): void {
    const known = row.partResults.find((part) => part.n === event.part);
    if ((known?.delivery ?? null) !== null || row.state === 'rejected') return;
    const { delivery, part } = event;
    const partResults = withPart(row.partResults, part, { delivery });
    move(this.#context, row, row.state, { partResults }, { state: delivery, part, parts: row.parts });
  }

  #find(attemptId: string): AttemptRow | null {
    for (const gatewayId of this.#context.store.pairings.gatewayIds()) {
      const row = this.#context.store.attempt(gatewayId, attemptId);
      if (row !== null) return row;
    }
    return null;
  }
}

const REASON_OF_EXCEPTION: ReadonlyMap<string, RejectReason> = new Map([
  ['SecurityException', 'permission_missing'],
  ['IllegalArgumentException', 'number_invalid'],
  ['UnsupportedOperationException', 'permission_missing'],
]);
