/**
 * The fields that frames are made of, each with its range: whatever comes over the link is stored, counted with and
 * shown, so nothing comes in that a table, a timer or an answer could not take.
 */
import { Type, type TSchema } from 'typebox';
import { LATEST_TIME_MS } from '../foundation/clock.ts';

/** More than any ledger numbers or any phone counts; sums of it stay exact. */
const MAX_COUNT = 2 ** 48;
const HOUR_MS = 3_600_000;

/** An API level, or the version of a link. */
export const Level = Type.Integer({ minimum: 0, maximum: 65_535 });
/** Lengths are in characters (code points). */
export const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength });
export const Count = Type.Integer({ minimum: 0, maximum: MAX_COUNT });
/** The number of a frame in its ledger. */
export const Seq = Type.Integer({ minimum: 1, maximum: MAX_COUNT });
/** Whole milliseconds since 1970, up to the last moment that RFC 3339 can write. */
export const TimeMs = Type.Integer({ minimum: 0, maximum: LATEST_TIME_MS });
/** One time less another. */
export const TimeDifferenceMs = Type.Integer({ minimum: -LATEST_TIME_MS, maximum: LATEST_TIME_MS });
/** How long a phone may ask to be left alone; pacing asks for a minute at most. */
export const RestMs = Type.Integer({ minimum: 0, maximum: HOUR_MS });
/** What Android calls an int: subscription ids, result codes. */
export const AndroidInt = Type.Integer({ minimum: -(2 ** 31), maximum: 2 ** 31 - 1 });
/** A part, or how many there are. */
export const PartNumber = Type.Integer({ minimum: 1, maximum: 255 });
export const LedgerId = Type.String({ pattern: '^[0-9a-f]{32}$' });
export const AttemptId = Text(64);
export const Nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);

/** Whether a number can be the seq of a frame. */
export function isSeq(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_COUNT;
}
