import type { Mode } from '../../shared/states.ts';
import type { Database } from '../storage/database.ts';

/** A fact that clients may learn of, stored in the transaction that makes it true. */
export interface NewEvent {
  readonly type: string;
  readonly mode: Mode;
  /** Null for facts about the workspace, such as a lost device. */
  readonly clientId: string | null;
  readonly subjectId: string;
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface EventStore {
  append(event: NewEvent): void;
}

export function createEventStore(db: Database): EventStore {
  const insert = db.prepare(
    'INSERT INTO events (type, mode, client_id, subject_id, at, data) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return {
    append: (event) => {
      insert.run(
        event.type,
        event.mode,
        event.clientId,
        event.subjectId,
        event.at,
        JSON.stringify(event.data),
      );
    },
  };
}
