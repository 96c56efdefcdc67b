/** The reads that run beside the gateway, in the thread of `reader-worker.ts`; it keeps the search as well. */
import { createInboxListStore, type InboxQuery } from '../inbox/inbox-list-store.ts';
import type { MessageFilter } from '../messages/message-filter.ts';
import { createMessageListStore } from '../messages/message-list-store.ts';
import { createSearchIndexStore, type Fed, type SearchIndexStore } from '../messages/search-index-store.ts';
import { isDamage, type Database } from '../storage/database.ts';
import { dropSearchFile, openSearchFile } from '../storage/search-file.ts';

/** What the thread is told at its start. */
export interface ReaderData {
  /** The database of the gateway. */
  readonly path: string;
  /** The file of the search. */
  readonly searchPath: string;
}

export function readerDataOf(told: unknown): ReaderData {
  if (typeof told === 'object' && told !== null && 'path' in told && 'searchPath' in told) {
    return { path: String(told.path), searchPath: String(told.searchPath) };
  }
  throw new Error('the reader was not told its files');
}

export type Reads = ReturnType<typeof createReads>;

export function createReads(db: Database, searchPath: string) {
  const search = createSearch(db, searchPath);
  const messages = createMessageListStore(db, search.store);
  const inbox = createInboxListStore(db);
  return {
    messages: (filter: MessageFilter) => search.use(() => messages.page(filter)),
    inbox: (query: InboxQuery) => inbox.page(query),
    feedSearch: (limit: number): Fed => search.use(() => search.opened().feed(limit)),
  } as const;
}

/** The search, opened by whoever asks for it first. */
function createSearch(db: Database, path: string) {
  let file: Database | null = null;
  let index: SearchIndexStore | null = null;

  function opened(): SearchIndexStore {
    if (index !== null) return index;
    file = openSearchFile(path);
    index = createSearchIndexStore(file, db);
    return index;
  }

  /** Null where there can be none, such as on a full disk: then the rows are read. */
  function store(): SearchIndexStore | null {
    try {
      return opened();
    } catch (error) {
      if (isDamage(error)) throw error;
      return null;
    }
  }

  /** A search that is damaged is thrown away, and what needed it is done once more. */
  function use<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (!isDamage(error) || file === null) throw error;
      file.close();
      [file, index] = [null, null];
      dropSearchFile(path);
      return read();
    }
  }

  return { opened, store, use };
}

/** The thread's program lies beside the gateway, as a source or in the bundle. */
export const READER_PROGRAM = new URL(
  import.meta.url.endsWith('.ts') ? '../reader-worker.ts' : './reader-worker.js',
  import.meta.url,
);
