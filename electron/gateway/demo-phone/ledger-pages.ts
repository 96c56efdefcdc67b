/** Cuts the entries of a `ledger` answer into frames that are neither too many entries nor too long a line. */
import { type LedgerEntry, MAX_FRAME_BYTES, MAX_LEDGER_PAGE } from '../relay/frames.ts';

/** Leaves room in a frame for its other fields. */
const MOST_BYTES = MAX_FRAME_BYTES - 1024;

interface LedgerPage {
  readonly entries: LedgerEntry[];
  readonly more: boolean;
}

/** At least one page, in the same order. An entry alone always fits: 255 parts take some 30 KiB. */
export function pagesOf(entries: readonly LedgerEntry[]): LedgerPage[] {
  let page: LedgerEntry[] = [];
  const pages = [page];
  let bytes = 0;
  for (const entry of entries) {
    const more = Buffer.byteLength(JSON.stringify(entry)) + 1;
    if (page.length === MAX_LEDGER_PAGE || (page.length > 0 && bytes + more > MOST_BYTES)) {
      page = [];
      pages.push(page);
      bytes = 0;
    }
    page.push(entry);
    bytes += more;
  }
  return pages.map((each, index) => ({ entries: each, more: index + 1 < pages.length }));
}

/** As many of the first entries as one frame takes. */
export function firstPageOf(entries: readonly LedgerEntry[]): LedgerPage {
  return pagesOf(entries)[0] ?? { entries: [], more: false };
}
