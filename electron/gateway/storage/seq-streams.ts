/**
 * Lists by several conditions at once, without a sort and without reading what matches only some of them. Each
 * condition is a stream of places in one order; the list is where all of them meet. A place is a row's seq, negated
 * where the newest come first, so that places always rise.
 */

/** A condition of a list. */
export interface PlaceStream {
  /**
   * The first place of this stream at `from` or behind it; null when there is none. Once the work is spent it may be
   * any place behind `from` up to which there is none.
   */
  seek(from: number): number | null;
}

/** What a page may cost, so that one that finds little ends nevertheless. One is about a row looked up. */
export interface Work {
  spend(cost: number): void;
  isSpent(): boolean;
}

export function createWork(limit: number): Work {
  let left = limit;
  return {
    spend: (cost) => {
      left -= cost;
    },
    isSpent: () => left <= 0,
  };
}

/** Places that an index holds in order. `read` gives the next at `from` or behind it, at most `limit`. */
export type ReadPlaces = (from: number, limit: number) => readonly number[];

const FIRST_BLOCK = 8;
const LARGEST_BLOCK = 256;
/** What a row read in the order of an index costs, of one that is looked up. */
const STEP_COST = 0.1;

/** Reads ahead in blocks, larger ones as long as all of each is used. */
export function indexStream(read: ReadPlaces, work: Work): PlaceStream {
  let block: readonly number[] = [];
  let at = 0;
  let size = FIRST_BLOCK;
  let isEnd = false;
  return {
    seek: (from) => {
      while (at < block.length && (block[at] ?? from) < from) at += 1;
      const found = block[at];
      if (found !== undefined) return found;
      if (isEnd) return null;
      const last = block.at(-1);
      size = last !== undefined && from <= last + 1 ? Math.min(size * 4, LARGEST_BLOCK) : FIRST_BLOCK;
      block = read(from, size);
      at = 0;
      isEnd = block.length < size;
      work.spend(1 + block.length * STEP_COST);
      return block[0] ?? null;
    },
  };
}

/** What is in one of them at least. */
export function unionOf(streams: readonly PlaceStream[]): PlaceStream {
  const [only] = streams;
  if (only !== undefined && streams.length === 1) return only;
  return {
    seek: (from) => {
      let first: number | null = null;
      for (const stream of streams) {
        const place = stream.seek(from);
        if (place !== null && (first === null || place < first)) first = place;
      }
      return first;
    },
  };
}

/** Places that are known already, in any order. */
export function listedStream(places: readonly number[]): PlaceStream {
  const sorted = places.toSorted((a, b) => a - b);
  let at = 0;
  return {
    seek: (from) => {
      while (at < sorted.length && (sorted[at] ?? from) < from) at += 1;
      return sorted[at] ?? null;
    },
  };
}

/** Every place from `first` to `last`, both included. */
export function rangeStream(first: number, last: number): PlaceStream {
  return {
    seek: (from) => {
      const place = Math.max(first, from);
      return place > last ? null : place;
    },
  };
}

interface PlacePage {
  readonly places: readonly number[];
  /** Where the next page begins; null when there is none. */
  readonly next: number | null;
}

interface PageWish {
  readonly from: number;
  readonly limit: number;
  /** What can only be told of the row itself, asked where all streams meet. */
  readonly isWanted: (place: number) => boolean;
  readonly work: Work;
}

/**
 * The places at which all streams meet and that are wanted. A page is short of its limit when the work is spent; its
 * `next` tells that there may be more, and each page comes further than the one before.
 */
export function pageOf(streams: readonly PlaceStream[], wish: PageWish): PlacePage {
  const { work } = wish;
  const places: number[] = [];
  let at = wish.from;
  for (;;) {
    const place = meetingAt(streams, at, work);
    if (place === null) return { places, next: null };
    if (work.isSpent() && place > at) return { places, next: place };
    if (wish.isWanted(place)) {
      if (places.length === wish.limit) return { places, next: place };
      places.push(place);
    }
    at = place + 1;
    if (work.isSpent()) return { places, next: at };
  }
}

/** The first place at `from` or behind it that is in all; or, once the work is spent, one up to which there is none. */
function meetingAt(streams: readonly PlaceStream[], from: number, work: Work): number | null {
  let place = from;
  let agreed = 0;
  for (let turn = 0; agreed < streams.length; turn = (turn + 1) % streams.length) {
    const found = streams[turn]?.seek(place) ?? null;
    if (found === null) return null;
    agreed = found === place ? agreed + 1 : 1;
    place = found;
    if (work.isSpent() && place > from) break;
  }
  return place;
}
