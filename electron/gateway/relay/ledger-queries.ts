import { after } from '../foundation/timers.ts';
import { MAX_LEDGER_PAGE, type GatewayFrames, type LedgerEntry, type PhoneFrames } from './frames.ts';
import { LedgerAnswer } from './ledger-answer.ts';
import { RelayQueryError } from './relay-callbacks.ts';

type QueryFrame = Omit<GatewayFrames['query'], 't' | 'session'>;

interface OpenQuery {
  readonly answer: LedgerAnswer;
  resolve(entries: LedgerEntry[]): void;
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
      entries.push(...(await this.#ask({ attempt_ids: page }, endsAt - performance.now())));
    }
    return entries;
  }

  listSince(sinceMs: number, deadlineMs: number): Promise<LedgerEntry[]> {
    return this.#ask({ since: sinceMs }, deadlineMs);
  }

  /** Takes a page of so many bytes; false when no question waits for it. An answer without end fails its question. */
  take(frame: PhoneFrames['ledger'], bytes: number): boolean {
    const query = this.#open.get(frame.query_id);
    if (query === undefined) return false;
    const problem = query.answer.add(frame, bytes);
    if (problem !== null) query.reject(new RelayQueryError('endless', problem));
    else if (!frame.more) query.resolve(query.answer.entries);
    return true;
  }

  /** Every open question fails. */
  close(why: string): void {
    for (const query of [...this.#open.values()]) query.reject(new RelayQueryError('closed', why));
  }

  #ask(what: Pick<QueryFrame, 'attempt_ids' | 'since'>, waitMs: number): Promise<LedgerEntry[]> {
    this.#asked += 1;
    const queryId = `q${this.#asked}`;
    return new Promise<LedgerEntry[]>((resolve, reject) => {
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
        answer: new LedgerAnswer(what.attempt_ids ?? null),
        resolve: (entries) => {
          finish();
          resolve(entries);
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
