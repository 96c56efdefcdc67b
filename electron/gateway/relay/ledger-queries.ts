import { after } from '../foundation/timers.ts';
import { MAX_LEDGER_PAGE, type GatewayFrames, type LedgerEntry, type PhoneFrames } from './frames.ts';
import { LedgerAnswer } from './ledger-answer.ts';
import { RelayQueryError, type LedgerPage, type LedgerPlace } from './relay-callbacks.ts';

type QueryFrame = Omit<GatewayFrames['query'], 't' | 'session'>;

interface OpenQuery {
  readonly answer: LedgerAnswer;
  resolve(): void;
  reject(error: RelayQueryError): void;
}

/** The questions of one session to its phone's ledger, and their answers by `query_id`. */
export class LedgerQueries {
  readonly #write: (frame: QueryFrame) => boolean;
  readonly #open = new Map<string, OpenQuery>();
  #asked = 0;

  /** `write` says false when the session is closed. */
  constructor(write: (frame: QueryFrame) => boolean) {
    this.#write = write;
  }

  /** One page of ids after the other: what is asked stays bounded however much is open. */
  async query(attemptIds: readonly string[], deadlineMs: number): Promise<LedgerEntry[]> {
    const endsAt = performance.now() + deadlineMs;
    const entries: LedgerEntry[] = [];
    for (let start = 0; start < attemptIds.length; start += MAX_LEDGER_PAGE) {
      const page = attemptIds.slice(start, start + MAX_LEDGER_PAGE);
      const answer = await this.#ask({ attempt_ids: page }, endsAt - performance.now());
      entries.push(...answer.entries);
    }
    return entries;
  }

  /**
   * One page of what changed since a time, in the order of the changes. A phone that does not page by itself answers
   * with all that it has, within bounds.
   */
  async listSince({ since, after: last }: LedgerPlace, deadlineMs: number): Promise<LedgerPage> {
    const place = last === null ? {} : { after: last };
    const { entries, next } = await this.#ask({ since, limit: MAX_LEDGER_PAGE, ...place }, deadlineMs);
    const isOnward =
      next === null || next.since > since || (next.since === since && next.after > (last ?? ''));
    if (!isOnward) throw new RelayQueryError('endless', 'the ledger lists the same place again');
    return { entries, next };
  }

  /** Takes a page of so many bytes; false when no question waits for it. An answer without end fails its question. */
  take(frame: PhoneFrames['ledger'], bytes: number): boolean {
    const query = this.#open.get(frame.query_id);
    if (query === undefined) return false;
    const problem = query.answer.add(frame, bytes);
    if (problem !== null) query.reject(new RelayQueryError('endless', problem));
    else if (!frame.more) query.resolve();
    return true;
  }

  /** Every open question fails. */
  close(why: string): void {
    for (const query of [...this.#open.values()]) query.reject(new RelayQueryError('closed', why));
  }

  #ask(what: Omit<QueryFrame, 'query_id'>, waitMs: number): Promise<LedgerAnswer> {
    this.#asked += 1;
    const queryId = `q${this.#asked}`;
    const answer = new LedgerAnswer(what.attempt_ids ?? null);
    return new Promise<LedgerAnswer>((resolve, reject) => {
      const timer = after(
        Math.max(0, waitMs),
        () =>
          this.#open
            .get(queryId)
            ?.reject(new RelayQueryError('deadline', 'the phone did not answer in time')),
        reject,
      );
      const finish = (): void => {
        timer.stop();
        this.#open.delete(queryId);
      };
      this.#open.set(queryId, {
        answer,
        resolve: () => {
          finish();
          resolve(answer);
        },
        reject: (error) => {
          finish();
          reject(error);
        },
      });
      if (!this.#write({ query_id: queryId, ...what })) {
        this.#open.get(queryId)?.reject(new RelayQueryError('closed', 'the phone is not linked'));
      }
    });
  }
}
