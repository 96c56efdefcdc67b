import type { ChangeTopic } from '../../shared/change-topics.ts';
import type { Change } from '../../shared/console/changes.ts';
import { silentLogger, type Logger } from '../foundation/logger.ts';
import { NEVER_UNDONE, type IfUndone } from '../storage/transactions.ts';

/** Live changes for the screens and for waiting requests. Not durable: who reconnects reads everything anew. */
export interface Feed {
  /** Notes a change inside a transaction; it is told after the commit, and never if that is undone. */
  note(topic: ChangeTopic, id: string): void;
  /** Tells a change at once: for facts that are not stored. */
  tell(topic: ChangeTopic, id: string): void;
  /** Tells all that was noted; called after each commit. A listener that throws keeps nobody from being told. */
  readonly flush: () => void;
  /** Returns the function that ends the listening. */
  listen(listener: (changes: readonly Change[]) => void): () => void;
}

export function createFeed(ifUndone: IfUndone = NEVER_UNDONE, log: Logger = silentLogger): Feed {
  const listeners = new Set<(changes: readonly Change[]) => void>();
  let noted: Change[] = [];
  let seq = 0;
  const flush = (): void => {
    if (noted.length === 0) return;
    const changes = noted;
    noted = [];
    for (const listener of listeners) {
      try {
        listener(changes);
      } catch (error) {
        log.error({ error: error instanceof Error ? error.stack : String(error) }, 'a listener threw');
      }
    }
  };
  const note = (topic: ChangeTopic, id: string): void => {
    if (listeners.size === 0) return;
    seq += 1;
    noted.push({ seq, topic, id });
    ifUndone(() => noted.pop());
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
