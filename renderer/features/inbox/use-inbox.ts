import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { callConsole } from '../../lib/console-client.ts';
import { foundPage } from '../../lib/found-page.ts';
import type { ListInboxQuery } from '../../../electron/shared/schemas/inbound-message.ts';

const PAGE_SIZE = 100;

function queryOf(q: string, cursor: string | null): ListInboxQuery {
  return {
    limit: String(PAGE_SIZE),
    ...(q === '' ? {} : { q }),
    ...(cursor === null ? {} : { cursor }),
  };
}

/** The received texts that fit, newest first, page by page. */
export function useInbox(q: string) {
  return useInfiniteQuery({
    queryKey: ['inbox', q],
    queryFn: ({ pageParam, signal }) =>
      foundPage((cursor) => callConsole('GET /inbox', { query: queryOf(q, cursor), signal }), pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
}
