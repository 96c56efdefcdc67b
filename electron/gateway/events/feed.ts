/** What the screens are told: that a thing changed, never how. */
export type Topic = 'message' | 'device' | 'queue' | 'phone' | 'provision' | 'token' | 'inbox';
export interface Change {
  readonly seq: number;
  readonly topic: Topic;
  readonly id: string;
}

/** Live changes for the screens and for waiting requests. Not durable: who reconnects reads everything anew. */
export interface Feed {
  /** Notes a change inside a transaction; it is told after the commit. */
  note(topic: Topic, id: string): void;
  /** Tells a change at once: for facts that are not stored. */
  tell(topic: Topic, id: string): void;
  /** Tells all that was noted; called after each commit. */
  readonly flush: () => void;
  /** Returns the function that ends the listening. */
  listen(listener: (changes: readonly Change[]) => void): () => void;
}

export function createFeed(): Feed {
  const listeners = new Set<(changes: readonly Change[]) => void>();
  let noted: Change[] = [];
  let seq = 0;
  const flush = (): void => {
    if (noted.length === 0) return;
    const changes = noted;
    noted = [];
    for (const listener of listeners) listener(changes);
  };
  const note = (topic: Topic, id: string): void => {
    if (listeners.size === 0) return;
    seq += 1;
    noted.push({ seq, topic, id });
  };
  return {
    note,
    flush,
    tell: (topic, id) => {
      note(topic, id);
      flush();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
