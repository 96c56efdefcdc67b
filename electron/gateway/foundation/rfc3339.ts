const FORM =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:[Zz]|[+-]([01]\d|2[0-3]):([0-5]\d))$/;

/**
 * Reads an RFC 3339 time with its offset; null for anything else. A day that the month does not have (30 February) is
 * no time: `Date.parse` alone would make it another day.
 */
export function parseRfc3339(text: string): number | null {
  const found = FORM.exec(text);
  if (found === null) return null;
  // The seconds may be missing.
  const part = (group: number): number => Number(found[group] ?? 0);
  const [year, month, day] = [part(1), part(2), part(3)];
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth) return null;
  if (part(4) > 23 || part(5) > 59 || part(6) > 59) return null;
  const timeMs = Date.parse(text.replace(' ', 'T').toUpperCase());
  return Number.isNaN(timeMs) ? null : timeMs;
}
