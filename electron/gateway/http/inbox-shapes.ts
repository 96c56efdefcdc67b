/** What both doors read and answer of the inbox. */
import type { ListInboxQuery } from '../../shared/schemas/inbound-message.ts';
import type { InboxFilter } from '../inbox/inbound-message.ts';
import type { InboxPage } from '../inbox/inbox-service.ts';
import { readLimit, readTime } from './answer-shapes.ts';
import { createCursor } from './cursors.ts';

const cursors = createCursor('i');

/** The filter that a query string asks for. */
export function inboxFilterOf(query: ListInboxQuery): InboxFilter {
  return {
    ...(query.from === undefined ? {} : { from: query.from }),
    ...(query.device === undefined ? {} : { device: query.device }),
    ...(query.sim === undefined ? {} : { sim: query.sim }),
    ...(query.since === undefined ? {} : { since: readTime('since', query.since) }),
    ...(query.until === undefined ? {} : { until: readTime('until', query.until) }),
    ...(query.q === undefined || query.q === '' ? {} : { q: query.q }),
    ...(query.cursor === undefined ? {} : { after: cursors.decode(query.cursor) }),
    limit: readLimit(query.limit),
  };
}

/** A page of received texts. */
export function inboxAnswer(page: InboxPage) {
  return {
    ok: true as const,
    items: page.items,
    next_cursor: page.nextAfter === null ? null : cursors.encode(page.nextAfter),
  };
}
