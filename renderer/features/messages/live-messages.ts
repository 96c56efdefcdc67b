/**
 * Keeps the list of messages fresh without loading it again: one request for the newest page, and one for the rows in
 * view that changed. Rows out of view wait until they are scrolled to.
 */
import type { QueryClient } from '@tanstack/react-query';
import { callConsole } from '../../lib/console-client.ts';
import { listOf, mergeNewest, openRows, patchRows, type LoadedList } from './loaded-list.ts';
import { useListView } from './list-view-store.ts';
import { readPage, type MessageFilters } from './use-messages.ts';

/** What `POST /messages/rows` takes at once. */
const MAX_ROWS = 100;
/** At the top nobody looks at older rows, so they are let go and loaded again when scrolled to. */
const KEEP_AT_TOP = 1_000;
const LOOK_EVERY_MS = 250;

export interface LiveMessages {
  /** Takes in that these messages, or any, changed. */
  changed(ids: ReadonlySet<string> | 'all'): Promise<void>;
  /** Begins to watch what is scrolled into view; returns the function that ends it. */
  watchView(): () => void;
}

interface OpenList {
  readonly filters: MessageFilters;
  readonly list: LoadedList;
  readonly put: (change: (now: LoadedList) => LoadedList) => void;
}

/** The list on screen; null while none is, or while its first page is on its way. */
function openList(queries: QueryClient): OpenList | null {
  for (const query of queries.getQueryCache().findAll({ queryKey: ['messages'], type: 'active' })) {
    const [, q, status] = query.queryKey;
    const list = queries.getQueryData<LoadedList>(query.queryKey);
    if (list === undefined || typeof q !== 'string') continue;
    return {
      filters: { q, status: typeof status === 'string' ? status : null },
      list,
      put: (change) => {
        queries.setQueryData<LoadedList>(query.queryKey, (now) => (now === undefined ? now : change(now)));
      },
    };
  }
  return null;
}

export function createLiveMessages(queries: QueryClient): LiveMessages {
  const stale = new Set<string>();

  async function readNewest({ filters, put }: OpenList): Promise<void> {
    const newest = await readPage(filters, null);
    for (const message of newest.items) stale.delete(message.request_id);
    put((now) => {
      const merged = mergeNewest(now, newest);
      const isTooLong = merged.items.length > KEEP_AT_TOP;
      return useListView.getState().isAtTop && (merged.hasNewerBeyond || isTooLong) ? listOf(newest) : merged;
    });
  }

  async function readSeen(): Promise<void> {
    const ids = useListView
      .getState()
      .seenIds.filter((id) => stale.has(id))
      .slice(0, MAX_ROWS);
    const open = openList(queries);
    if (ids.length === 0 || open === null) return;
    for (const id of ids) stale.delete(id);
    try {
      const { items } = await callConsole('POST /messages/rows', { body: { ids } });
      open.put((now) => patchRows(now, items, open.filters.status));
    } catch (error) {
      for (const id of ids) stale.add(id);
      throw error;
    }
  }

  return {
    changed: async (ids) => {
      const open = openList(queries);
      if (open === null) {
        // A list that is loading may have been read before this change.
        await queries.invalidateQueries({ queryKey: ['messages'] });
        return;
      }
      for (const id of openRows(open.list)) if (ids === 'all' || ids.has(id)) stale.add(id);
      await readNewest(open);
      await readSeen();
    },
    watchView: () => {
      let timer: ReturnType<typeof setTimeout> | null = null;
      const stopWatching = useListView.subscribe(({ seenIds }) => {
        if (timer !== null || !seenIds.some((id) => stale.has(id))) return;
        timer = setTimeout(() => {
          timer = null;
          // The rows stay stale and are asked for again on the next scroll or change.
          readSeen().catch(() => undefined);
        }, LOOK_EVERY_MS);
      });
      return () => {
        stopWatching();
        if (timer !== null) clearTimeout(timer);
      };
    },
  };
}
