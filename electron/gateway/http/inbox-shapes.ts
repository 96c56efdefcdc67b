/** What both doors read and answer of the inbox. */
import { fieldProblem, invalidFields } from '../../shared/gateway-error.ts';
import type { ListInboxQuery } from '../../shared/schemas/inbound-message.ts';
import { sentence } from '../../shared/words/words.ts';
import type { InboxFilter } from '../inbox/inbound-message.ts';
import type { InboxPage } from '../inbox/inbox-service.ts';
import { readLimit, readTime } from './answer-shapes.ts';

/** Not the form of another list's cursor: a page of messages is no place in the inbox. */
function encodeCursor(seq: number): string {
  return Buffer.from(`i${seq}`).toString('base64url');
}

function decodeCursor(cursor: string): number {
  const found = /^i(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (found === null) throw invalidFields([fieldProblem('cursor', sentence('field.bad_cursor'))]);
  return Number(found[1]);
}

/** The filter that a query string asks for. */
export function inboxFilterOf(query: ListInboxQuery): InboxFilter {
  return {
    ...(query.from === undefined ? {} : { from: query.from }),
    ...(query.device === undefined ? {} : { device: query.device }),
    ...(query.sim === undefined ? {} : { sim: query.sim }),
    ...(query.since === undefined ? {} : { since: readTime('since', query.since) }),
    ...(query.until === undefined ? {} : { until: readTime('until', query.until) }),
    ...(query.q === undefined || query.q === '' ? {} : { q: query.q }),
    ...(query.cursor === undefined ? {} : { after: decodeCursor(query.cursor) }),
    limit: query.limit === undefined ? 50 : readLimit(query.limit),
  };
}

/** A page of received texts. */
export function inboxAnswer(page: InboxPage) {
  return {
    ok: true as const,
    items: page.items,
    next_cursor: page.nextAfter === null ? null : encodeCursor(page.nextAfter),
  };
}
