import { MESSAGE_MOVES } from '../../../electron/shared/states.ts';
import type { MessagePage } from '../../../electron/shared/console/messages.ts';
import type { Message } from '../../../electron/shared/schemas/message.ts';

/** The part of a list that is on screen or above it: newest first, loaded page by page. */
export interface LoadedList {
  readonly items: readonly Message[];
  /** Where the next older page begins; null when everything is loaded. */
  readonly nextCursor: string | null;
  /** More came in than one page holds, so rows are missing above the first; the list begins anew at the top. */
  readonly hasNewerBeyond: boolean;
}

export function listOf(page: MessagePage): LoadedList {
  return { items: page.items, nextCursor: page.next_cursor, hasNewerBeyond: false };
}

/** Adds the next older page; a page that was asked for by another cursor is late and changes nothing. */
export function appendPage(list: LoadedList, cursor: string, page: MessagePage): LoadedList {
  if (list.nextCursor !== cursor) return list;
  const known = new Set(list.items.map((message) => message.request_id));
  const older = page.items.filter((message) => !known.has(message.request_id));
  return { ...list, items: [...list.items, ...older], nextCursor: page.next_cursor };
}

/**
 * Puts the newest page on top. Rows of it that were loaded are replaced; loaded rows between them that it lacks no
 * longer fit the filter and leave; everything older stays as it is.
 */
export function mergeNewest(list: LoadedList, newest: MessagePage): LoadedList {
  if (newest.next_cursor === null || list.items.length === 0) return listOf(newest);
  const fresh = new Set(newest.items.map((message) => message.request_id));
  const lastKnown = list.items.findLastIndex((message) => fresh.has(message.request_id));
  if (lastKnown === -1) return { ...list, hasNewerBeyond: true };
  return { ...list, items: [...newest.items, ...list.items.slice(lastKnown + 1)], hasNewerBeyond: false };
}

/** Puts rows that were read anew in the place of the old; those that no longer have the wanted status leave. */
export function patchRows(list: LoadedList, rows: readonly Message[], status: string | null): LoadedList {
  const byId = new Map(rows.map((message) => [message.request_id, message]));
  const items = list.items
    .map((message) => byId.get(message.request_id) ?? message)
    .filter((message) => status === null || message.status === status || !byId.has(message.request_id));
  return { ...list, items };
}

/** The loaded rows that can still change by themselves. */
export function openRows(list: LoadedList): readonly string[] {
  return list.items
    .filter((message) => MESSAGE_MOVES[message.status].length > 0)
    .map((message) => message.request_id);
}

/**
 * How many rows the row under the eye moved down when the list changed. Where that row left, the next one below
 * that is still there is held instead.
 */
export function rowsMovedBy(
  before: readonly Message[],
  after: readonly Message[],
  firstSeen: number,
): number {
  if (before[firstSeen]?.request_id === after[firstSeen]?.request_id) return 0;
  const places = new Map(after.map((message, index) => [message.request_id, index]));
  for (let index = firstSeen; index < before.length; index += 1) {
    const place = places.get(before[index]?.request_id ?? '');
    if (place !== undefined) return place - index;
  }
  return 0;
}
