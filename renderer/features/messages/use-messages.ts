import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { consoleClient } from '../../lib/console-client.ts';
import type { Message, MessagePage } from '../../lib/console-types.ts';

export interface MessageFilters {
  readonly q: string;
  readonly status: string | null;
}

const PAGE_SIZE = 100;

function listPath(filters: MessageFilters, cursor: string | null): string {
  const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
  if (filters.q !== '') query.set('q', filters.q);
  if (filters.status !== null) query.set('status', filters.status);
  if (cursor !== null) query.set('cursor', cursor);
  return `/messages?${query.toString()}`;
}

/** The messages that fit, newest first, page by page. */
export function useMessages(filters: MessageFilters) {
  return useInfiniteQuery({
    queryKey: ['messages', filters.q, filters.status],
    queryFn: ({ pageParam, signal }) => consoleClient.get<MessagePage>(listPath(filters, pageParam), signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
}

/** One message with its attempts. */
export function useMessage(requestId: string | null) {
  return useQuery({
    queryKey: ['message', requestId],
    queryFn: ({ signal }) => consoleClient.get<Message>(`/messages/${requestId ?? ''}`, signal),
    enabled: requestId !== null,
  });
}
