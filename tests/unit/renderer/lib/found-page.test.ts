import { expect, it } from 'vitest';
import { foundPage } from '../../../../renderer/lib/found-page.ts';

function pages(...items: readonly (readonly string[])[]) {
  const asked: (string | null)[] = [];
  const read = (cursor: string | null) => {
    asked.push(cursor);
    const at = cursor === null ? 0 : Number(cursor);
    const next_cursor = at + 1 < items.length ? String(at + 1) : null;
    return Promise.resolve({ items: items[at] ?? [], next_cursor });
  };
  return { asked, read };
}

it('reads on over pages that found nothing, and stops at the first that did', async () => {
  const { asked, read } = pages([], [], ['a'], ['b']);
  expect(await foundPage(read, null)).toEqual({ items: ['a'], next_cursor: '3' });
  expect(asked).toEqual([null, '1', '2']);
});

it('begins where it is told, and ends with the last page', async () => {
  const { asked, read } = pages(['a'], [], []);
  expect(await foundPage(read, '1')).toEqual({ items: [], next_cursor: null });
  expect(asked).toEqual(['1', '2']);
});
