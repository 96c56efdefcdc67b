import type { InboxRow, SentRow } from '../../../electron/gateway/demo-phone/radio.ts';
import type { RadioLogLine } from './radio-types.ts';

interface SentDraft {
  readonly id: number;
  readonly to: string;
  readonly text: string;
  readonly sim: number;
  readonly parts: number;
  readonly results: Map<number, { result: number; error: number | null }>;
}

/** `content://sms`: one row per submit and per received text, ids shared and rising. */
export class SmsFolders {
  #lastId = 0;
  readonly #sent = new Map<number, SentDraft>();
  readonly #byKey = new Map<string, number[]>();
  readonly #inbox: InboxRow[] = [];

  get lastId(): number {
    return this.#lastId;
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  addSent(line: Omit<RadioLogLine, 'at' | 'part' | 'attempt_id'>): void {
    const { submit: id, to, text, sim, parts } = line;
    this.#lastId = Math.max(this.#lastId, id);
    this.#sent.set(id, { id, to, text, sim, parts, results: new Map() });
    const key = keyOf(to, text, sim);
    const ids = this.#byKey.get(key);
    if (ids === undefined) this.#byKey.set(key, [id]);
    else ids.push(id);
  }

  settlePart(id: number, part: number, result: number, error: number | null): void {
    this.#sent.get(id)?.results.set(part, { result, error });
  }

  find(query: { above: number; to: string; text: string; sim: number }): SentRow[] {
    const ids = this.#byKey.get(keyOf(query.to, query.text, query.sim)) ?? [];
    return ids.flatMap((id) => {
      const draft = id > query.above ? this.#sent.get(id) : undefined;
      return draft === undefined ? [] : [rowOf(draft)];
    });
  }

  allSent(): SentRow[] {
    return [...this.#sent.values()].map(rowOf);
  }

  addReceived(row: InboxRow): void {
    this.#lastId = Math.max(this.#lastId, row.id);
    this.#inbox.push(row);
  }

  inboxAbove(mark: number): InboxRow[] {
    return this.#inbox.filter((row) => row.id > mark);
  }
}

function keyOf(to: string, text: string, sim: number): string {
  return `${String(sim)}\n${to}\n${text}`;
}

/** Failed as soon as one part failed, sent when all parts are, as the provider's row has it. */
function rowOf(draft: SentDraft): SentRow {
  const base = { id: draft.id, to: draft.to, text: draft.text, sim: draft.sim };
  for (const { result, error } of draft.results.values()) {
    if (result !== -1) return { ...base, state: 'failed', result, error };
  }
  const isSent = draft.results.size === draft.parts;
  return { ...base, state: isSent ? 'sent' : 'pending', result: isSent ? -1 : null, error: null };
}
