import { localTimeOf, nextTimeOfDay } from '../foundation/zoned-time.ts';

/** From one time of day to another, in minutes since local midnight; over midnight when it ends before it starts. */
interface QuietHours {
  readonly from: number;
  readonly to: number;
}

const FORM = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/;

/** Reads `21:00-08:00`; null for none, and for what has no length. */
export function parseQuietHours(text: string): QuietHours | null {
  const found = FORM.exec(text);
  if (found === null) return null;
  const [fromHours, fromMinutes, toHours, toMinutes] = found.slice(1).map(Number);
  const from = (fromHours ?? 0) * 60 + (fromMinutes ?? 0);
  const to = (toHours ?? 0) * 60 + (toMinutes ?? 0);
  return from === to ? null : { from, to };
}

/** The end of the quiet hours by the wall clock of the workspace, or null while there are none. */
export function quietUntil(hours: QuietHours | null, nowMs: number, zone: string): number | null {
  if (hours === null) return null;
  const { minutes } = localTimeOf(nowMs, zone);
  const isOver = hours.to < hours.from;
  const isQuiet = isOver
    ? minutes >= hours.from || minutes < hours.to
    : minutes >= hours.from && minutes < hours.to;
  return isQuiet ? nextTimeOfDay(nowMs, hours.to, zone) : null;
}
