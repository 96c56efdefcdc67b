import { describe, expect, it } from 'vitest';
import {
  createWork,
  indexStream,
  listedStream,
  pageOf,
  rangeStream,
  unionOf,
  type PlaceStream,
  type Work,
} from '../../../../../electron/gateway/storage/seq-streams.ts';

const multiplesOf = (step: number, last: number): number[] =>
  Array.from({ length: Math.floor(last / step) }, (_, index) => (index + 1) * step);

const indexOf = (places: readonly number[], work: Work): PlaceStream =>
  indexStream((from, limit) => places.filter((place) => place >= from).slice(0, limit), work);

const ENOUGH = createWork(Number.POSITIVE_INFINITY);
const all = { from: 1, limit: 1_000, isWanted: () => true, work: ENOUGH };

describe('pageOf', () => {
  it('has the places at which all conditions meet, in order', () => {
    const streams = [indexOf(multiplesOf(2, 600), ENOUGH), indexOf(multiplesOf(3, 600), ENOUGH)];
    expect(pageOf(streams, all)).toEqual({ places: multiplesOf(6, 600), next: null });
  });

  it('takes a union as one condition, each place once, and only what is wanted of it', () => {
    const streams = [
      unionOf([indexOf([1, 5, 9], ENOUGH), indexOf([2, 5], ENOUGH), listedStream([9, 7])]),
      rangeStream(2, 9),
    ];
    expect(pageOf(streams, { ...all, isWanted: (place) => place !== 7 }).places).toEqual([2, 5, 9]);
    expect(pageOf([unionOf([])], all)).toEqual({ places: [], next: null });
  });

  it('ends at its limit and says where the next page begins, or that there is none', () => {
    const stream = () => [indexOf([3, 4, 8], ENOUGH)];
    expect(pageOf(stream(), { ...all, limit: 2 })).toEqual({ places: [3, 4], next: 8 });
    expect(pageOf(stream(), { ...all, limit: 3 })).toEqual({ places: [3, 4, 8], next: null });
    expect(pageOf(stream(), { ...all, from: 8, limit: 2 })).toEqual({ places: [8], next: null });
  });

  it.each([1, 3, 17])('comes to the same list in short pages, with work for %i each', (limit) => {
    const found: number[] = [];
    let pages = 0;
    for (let from: number | null = 1; from !== null; pages += 1) {
      const work = createWork(limit);
      const streams = [indexOf(multiplesOf(2, 900), work), indexOf(multiplesOf(7, 900), work)];
      const isWanted = (place: number) => {
        work.spend(1);
        return place % 4 === 0;
      };
      const page = pageOf(streams, { from, limit: 50, isWanted, work });
      found.push(...page.places);
      expect(page.next ?? Number.POSITIVE_INFINITY).toBeGreaterThan(from);
      from = page.next;
    }
    expect(found).toEqual(multiplesOf(28, 900));
    expect(pages).toBeGreaterThan(3);
  });

  it('never takes for a match what a stream only knows to be free so far', () => {
    const work = createWork(1);
    const searching: PlaceStream = {
      seek: (from) => {
        work.spend(5);
        return from + 100;
      },
    };
    expect(pageOf([searching], { ...all, work })).toEqual({ places: [], next: 101 });
  });

  it('reads few rows where a rare condition meets a common one', () => {
    const work = createWork(Number.POSITIVE_INFINITY);
    let read = 0;
    const common = indexStream((from, limit) => {
      read += limit;
      return Array.from({ length: limit }, (_, index) => from + index);
    }, work);
    const rare = multiplesOf(100_000, 1_000_000);
    expect(pageOf([common, indexOf(rare, work)], all).places).toEqual(rare);
    expect(read).toBeLessThan(400);
  });
});
