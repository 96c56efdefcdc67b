import { passFaultPoint } from '../foundation/fault-points.ts';
import { parsePhoneFrame, type AnyPhoneFrame, type PhoneFrames } from './frames.ts';
import type { PhoneSession } from './phone-session.ts';
import type { BadFrame, RelayCallbacks } from './relay-callbacks.ts';

/** The work one read asks for, in its order: what must be awaited before the next. */
type Step =
  | { readonly kind: 'reports'; readonly frames: PhoneFrames['report'][] }
  | { readonly kind: 'inbound'; readonly frames: PhoneFrames['inbound'][] }
  | { readonly kind: 'bad'; readonly frame: BadFrame; readonly attemptId: string | null }
  | { readonly kind: 'ledger'; readonly frame: PhoneFrames['ledger']; readonly bytes: number };

interface Sorted {
  readonly steps: readonly Step[];
  readonly highestSeq: number;
  /** Whether any frame was one of this session. */
  readonly wasHeard: boolean;
  /** After the steps the connection must be cut. */
  readonly cut: string | null;
}

interface IntakeOptions {
  readonly session: PhoneSession;
  readonly callbacks: RelayCallbacks;
  /** Highest seq stored before this connection. */
  readonly lastSeq: number;
  isOpen(): boolean;
  /** A frame of this session has come. */
  heard(): void;
}

/** Reads what a linked phone says: sorts the lines of a read, lets them be stored, then acks them once. */
export class FrameIntake {
  readonly #options: IntakeOptions;
  #highestSeq: number;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#highestSeq = options.lastSeq;
  }

  /**
   * Resolves to the reason when the connection must be cut, else to null. Rejects when a callback did:
   * nothing of this read is acked then.
   */
  async take(lines: readonly string[]): Promise<string | null> {
    const { session } = this.#options;
    const sorted = this.#sort(lines);
    if (sorted.wasHeard) this.#options.heard();
    for (const step of sorted.steps) {
      await this.#run(step);
      if (!this.#options.isOpen()) return null;
    }
    if (sorted.highestSeq > 0) {
      this.#highestSeq = Math.max(this.#highestSeq, sorted.highestSeq);
      session.write({
        t: 'ack',
        session: session.session,
        ledger_id: session.ledgerId,
        seq: this.#highestSeq,
      });
      passFaultPoint('ack.written');
    }
    return sorted.cut;
  }

  async #run(step: Step): Promise<void> {
    const { session, callbacks } = this.#options;
    switch (step.kind) {
      case 'reports': {
        const stored = callbacks.reports(session, step.frames);
        // Room for the next `send` is made while the commit runs.
        for (const frame of step.frames) session.window.answer(frame.attempt_id);
        session.window.drained();
        return stored;
      }
      case 'inbound':
        return callbacks.inbound(session, step.frames);
      case 'bad': {
        const stored = callbacks.badFrame(session, step.frame);
        // However wrong it is: a phone that says something of an attempt has got it.
        if (step.attemptId !== null) session.window.answer(step.attemptId);
        session.window.drained();
        return stored;
      }
      case 'ledger': {
        for (const entry of step.frame.entries) session.window.answer(entry.attempt_id);
        const stored =
          session.queries.take(step.frame, step.bytes) || callbacks.ledger(session, step.frame.entries);
        session.window.drained();
        await stored;
      }
    }
  }

  #sort(lines: readonly string[]): Sorted {
    const steps: Step[] = [];
    let highestSeq = 0;
    let wasHeard = false;
    for (const line of lines) {
      const parsed = parsePhoneFrame(line);
      if (parsed.kind === 'cut') return { steps, highestSeq, wasHeard, cut: parsed.why };
      if (parsed.kind === 'unknown_type') {
        this.#answerUnknown(parsed.type);
        continue;
      }
      if (parsed.kind === 'bad_fields') {
        const raw: unknown = JSON.parse(parsed.raw);
        if (this.#isForeign(raw)) continue;
        const bad = { seq: parsed.seq, raw: parsed.raw, detail: parsed.detail };
        steps.push({ kind: 'bad', frame: bad, attemptId: attemptNamedIn(raw) });
        highestSeq = Math.max(highestSeq, parsed.seq);
        wasHeard = true;
        continue;
      }
      const { frame } = parsed;
      if (frame.t === 'pair' || frame.t === 'hello') {
        return { steps, highestSeq, wasHeard, cut: `a ${frame.t} frame on a linked connection` };
      }
      if (this.#isForeign(frame)) continue;
      wasHeard = true;
      if (frame.t === 'report' || frame.t === 'inbound') highestSeq = Math.max(highestSeq, frame.seq);
      this.#place(steps, frame, line.length);
    }
    return { steps, highestSeq, wasHeard, cut: null };
  }

  /** Frames whose order against stored ones matters become steps; the others are dealt with at once. */
  #place(
    steps: Step[],
    frame: Exclude<AnyPhoneFrame, PhoneFrames['pair'] | PhoneFrames['hello']>,
    bytes: number,
  ): void {
    const { session, callbacks } = this.#options;
    const last = steps.at(-1);
    switch (frame.t) {
      case 'report':
        if (last?.kind === 'reports') last.frames.push(frame);
        else steps.push({ kind: 'reports', frames: [frame] });
        return;
      case 'inbound':
        if (last?.kind === 'inbound') last.frames.push(frame);
        else steps.push({ kind: 'inbound', frames: [frame] });
        return;
      case 'ledger':
        steps.push({ kind: 'ledger', frame, bytes });
        return;
      case 'heartbeat':
        session.noteHeartbeat(frame);
        callbacks.heartbeat(session, frame);
        return;
      case 'error':
        if (frame.attempt_id !== undefined) session.window.answer(frame.attempt_id);
        callbacks.phoneError(session, frame);
        session.window.drained();
        return;
      case 'ping':
        session.sendTime();
        return;
      case 'pong':
    }
  }

  /** A frame that names another session is a late one of an older connection. */
  #isForeign(frame: unknown): boolean {
    if (typeof frame !== 'object' || frame === null) return false;
    const session: unknown = Reflect.get(frame, 'session');
    return typeof session === 'number' && session !== this.#options.session.session;
  }

  #answerUnknown(type: string): void {
    const { session } = this.#options;
    session.write({
      t: 'error',
      session: session.session,
      code: 'unknown_frame',
      message: `this gateway does not know the frame "${type.slice(0, 64)}"`,
    });
  }
}

function attemptNamedIn(frame: unknown): string | null {
  const named: unknown =
    typeof frame === 'object' && frame !== null ? Reflect.get(frame, 'attempt_id') : undefined;
  return typeof named === 'string' ? named : null;
}
