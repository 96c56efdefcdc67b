import { describe, expect, it } from 'vitest';
import type { MessageState } from '../../../../../electron/shared/states.ts';
import {
  appendPage,
  listOf,
  mergeNewest,
  openRows,
  patchRows,
  rowsMovedBy,
  type LoadedList,
} from '../../../../../renderer/features/messages/loaded-list.ts';
import type { MessagePage } from '../../../../../electron/shared/console/messages.ts';
import type { Message } from '../../../../../electron/shared/schemas/message.ts';

function message(id: string, status: MessageState = 'queued'): Message {
  return {
    request_id: id,
    status,
    to: '+9779812345678',
    text: id,
    parts: 1,
    encoding: 'GSM-7',
    mode: 'test',
    priority: 'transactional',
    device_name: null,
    attempts: 0,
    created_at: '2026-03-14T12:30:00.000Z',
    expires_at: '2026-03-15T12:30:00.000Z',
    scheduled_at: null,
    resend_of: null,
    batch_id: null,
    queued_at: '2026-03-14T12:30:00.000Z',
    updated_at: '2026-03-14T12:30:00.000Z',
    cancel_requested: false,
    may_have_left: false,
    parts_sent: 0,
    reference: null,
    metadata: null,
    times: {},
    failure: null,
    waiting: null,
    attempt_log: [],
  };
}
const page = (ids: string, next: string | null = 'more'): MessagePage => ({
  ok: true,
  items: Array.from(ids, (id) => message(id)),
  next_cursor: next,
});
const idsOf = (list: LoadedList): string => list.items.map((item) => item.request_id).join('');

describe('appendPage', () => {
  it('adds the older page and its cursor', () => {
    const list = appendPage(listOf(page('fe', 'c1')), 'c1', page('dc', 'c2'));
    expect([idsOf(list), list.nextCursor]).toEqual(['fedc', 'c2']);
  });
  it('leaves the list when the page was asked for by another cursor', () => {
    const list = listOf(page('fe', 'c1'));
    expect(appendPage(list, 'c0', page('dc'))).toBe(list);
  });
  it('never shows a row twice', () => {
    expect(idsOf(appendPage(listOf(page('fed', 'c1')), 'c1', page('dcb')))).toBe('fedcb');
  });
});

describe('mergeNewest', () => {
  const loaded = appendPage(listOf(page('fed', 'c1')), 'c1', page('cba', 'c2'));
  it.each([
    ['nothing new', 'fed', 'fedcba'],
    ['two new on top', 'hgf', 'hgfedcba'],
    ['a row that no longer fits left', 'fdc', 'fdcba'],
    ['a row that fits now came in between', 'fxe', 'fxedcba'],
  ])('%s: %s makes %s', (_why, newest, all) => {
    const list = mergeNewest(loaded, page(newest));
    expect([idsOf(list), list.nextCursor, list.hasNewerBeyond]).toEqual([all, 'c2', false]);
  });
  it('keeps the loaded rows and says so when more came in than a page holds', () => {
    const list = mergeNewest(loaded, page('zyx'));
    expect([idsOf(list), list.hasNewerBeyond]).toEqual(['fedcba', true]);
  });
  it('is the newest page alone when that is all there is', () => {
    expect(idsOf(mergeNewest(loaded, page('fa', null)))).toBe('fa');
  });
  it('takes the new facts of rows that were loaded', () => {
    const newest = { ...page('', 'x'), items: [message('f', 'sent'), message('e')] };
    expect(mergeNewest(loaded, newest).items[0]?.status).toBe('sent');
  });
});

describe('patchRows', () => {
  it('replaces rows in their place and leaves the others untouched', () => {
    const list = listOf(page('cba'));
    const patched = patchRows(list, [message('b', 'delivered'), message('elsewhere')], null);
    expect(patched.items.map((item) => item.status)).toEqual(['queued', 'delivered', 'queued']);
    expect(patched.items[0]).toBe(list.items[0]);
  });
  it('lets a row go that no longer has the wanted status', () => {
    expect(idsOf(patchRows(listOf(page('cba')), [message('b', 'sent')], 'queued'))).toBe('ca');
  });
});

describe('openRows', () => {
  it('names the rows that can still change', () => {
    const items = [
      message('a', 'sent'),
      message('b', 'delivered'),
      message('c', 'unknown'),
      message('d', 'expired'),
    ];
    expect(openRows({ items, nextCursor: null, hasNewerBeyond: false })).toEqual(['a', 'c']);
  });
});

describe('rowsMovedBy', () => {
  it.each([
    ['nothing', 'dcba', 'dcba', 1, 0],
    ['two rows on top', 'dcba', 'fedcba', 1, 2],
    ['a row above left', 'dcba', 'cba', 1, -1],
    ['the held row left, so the next is held', 'dcba', 'fedba', 1, 1],
    ['rows were added below', 'dc', 'dcba', 1, 0],
    ['the list is another', 'dcba', 'zyx', 1, 0],
  ])('%s: %s to %s at row %i is %i', (_why, before, after, first, moved) => {
    expect(rowsMovedBy(page(before).items, page(after).items, first)).toBe(moved);
  });
});
