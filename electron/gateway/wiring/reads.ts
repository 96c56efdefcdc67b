/** The reads that run beside the gateway, in the thread of `reader-worker.ts`. */
import { createInboxListStore, type InboxQuery } from '../inbox/inbox-list-store.ts';
import type { MessageFilter } from '../messages/message-filter.ts';
import { createMessageListStore } from '../messages/message-list-store.ts';
import type { Database } from '../storage/database.ts';

/** What the thread is told at its start. */
export interface ReaderData {
  readonly path: string;
}

export function readerDataOf(told: unknown): ReaderData {
  if (typeof told === 'object' && told !== null && 'path' in told && typeof told.path === 'string') {
    return { path: told.path };
  }
  throw new Error('the reader was not told its database');
}

export type Reads = ReturnType<typeof createReads>;

export function createReads(db: Database) {
  const messages = createMessageListStore(db);
  const inbox = createInboxListStore(db);
  return {
    messages: (filter: MessageFilter) => messages.page(filter),
    inbox: (query: InboxQuery) => inbox.page(query),
  } as const;
}

/** The thread's program lies beside the gateway, as a source or in the bundle. */
export const READER_PROGRAM = new URL(
  import.meta.url.endsWith('.ts') ? '../reader-worker.ts' : './reader-worker.js',
  import.meta.url,
);
