interface Page {
  readonly items: readonly unknown[];
  readonly next_cursor: string | null;
}

/**
 * The first page, from a cursor on, that has anything in it, or the last one. Where little fits a filter the gateway ends
 * a page before it found any; a person would take that for the end of the list.
 */
export async function foundPage<P extends Page>(
  read: (cursor: string | null) => Promise<P>,
  cursor: string | null,
): Promise<P> {
  let page = await read(cursor);
  while (page.items.length === 0 && page.next_cursor !== null) page = await read(page.next_cursor);
  return page;
}
