import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { callConsole } from '../../lib/console-client.ts';
import { foundPage } from '../../lib/found-page.ts';
import type { MessagePage } from '../../../electron/shared/console/messages.ts';
import { appendPage, listOf, type LoadedList } from './loaded-list.ts';

export interface MessageFilters {
  readonly q: string;
  readonly status: string | null;
}

const PAGE_SIZE = 100;

type ListKey = readonly ['messages', q: string, status: string | null];
const listKey = ({ q, status }: MessageFilters): ListKey => ['messages', q, status];

/** One page of the messages that fit, newest first; without a cursor the newest. */
export function readPage(
  filters: MessageFilters,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<MessagePage> {
  const query = {
    limit: String(PAGE_SIZE),
    ...(filters.q === '' ? {} : { q: filters.q }),
    ...(filters.status === null ? {} : { status: filters.status }),
  };
  return foundPage(
    (from) =>
      callConsole('GET /messages', {
        query: { ...query, ...(from === null ? {} : { cursor: from }) },
        ...(signal === undefined ? {} : { signal }),
      }),
    cursor,
  );
}

/**
 * The messages that fit, newest first. Only the first page is ever loaded again as a whole; `live-messages.ts` keeps
 * the loaded rows fresh, so nothing here grows old by itself.
 */
export function useMessages({ q, status }: MessageFilters) {
  const queries = useQueryClient();
  const list = useQuery({
    queryKey: listKey({ q, status }),
    queryFn: async ({ signal }) => listOf(await readPage({ q, status }, null, signal)),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const asked = useRef<string | null>(null);
  const [hasMoreFailed, setMoreFailed] = useState(false);
  const cursor = list.isPlaceholderData ? null : (list.data?.nextCursor ?? null);

  const loadMore = useCallback((): void => {
    if (cursor === null || asked.current === cursor) return;
    asked.current = cursor;
    setMoreFailed(false);
    readPage({ q, status }, cursor)
      .then((page) => {
        queries.setQueryData<LoadedList>(listKey({ q, status }), (now) =>
          now === undefined ? now : appendPage(now, cursor, page),
        );
      })
      .catch(() => {
        // Told at the end of the list, with the button that tries again.
        setMoreFailed(true);
      })
      .finally(() => {
        asked.current = null;
      });
  }, [cursor, q, status, queries]);

  return { list, hasMore: cursor !== null && !hasMoreFailed, loadMore, hasMoreFailed };
}

/** One message with its attempts. */
export function useMessage(requestId: string | null) {
  return useQuery({
    queryKey: ['message', requestId],
    queryFn: ({ signal }) =>
      callConsole('GET /messages/:request_id', { params: { request_id: requestId ?? '' }, signal }),
    enabled: requestId !== null,
  });
}
