import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { consoleClient } from '../../lib/console-client.ts';
import type { InboxPage } from '../../lib/console-types.ts';

const PAGE_SIZE = 100;

function listPath(q: string, cursor: string | null): string {
  const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
  if (q !== '') query.set('q', q);
  if (cursor !== null) query.set('cursor', cursor);
  return `/inbox?${query.toString()}`;
}

/** The received texts that fit, newest first, page by page. */
export function useInbox(q: string) {
  return useInfiniteQuery({
    queryKey: ['inbox', q],
    queryFn: ({ pageParam, signal }) => consoleClient.get<InboxPage>(listPath(q, pageParam), signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
}
