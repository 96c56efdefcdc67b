/**
 * Numbers, times and ages in the chosen language, by `Intl`. Chromium ships without the data of Nepali and would fall
 * back to English, so Nepali is put together from Devanagari digits, which it has, and the words of CLDR.
 */

const NEPALI_MONTHS: readonly string[] =
  'जनवरी फेब्रुअरी मार्च अप्रिल मे जुन जुलाई अगस्ट सेप्टेम्बर अक्टोबर नोभेम्बर डिसेम्बर'.split(' ');
/** Grouped by lakh, as in Nepal. */
const NEPALI_NUMBERS = 'en-IN-u-nu-deva';
const NEPALI_CLOCK = 'en-GB-u-nu-deva';

const isNepali = (language: string): boolean => language === 'ne';

export function formatNumber(value: number, language: string): string {
  return new Intl.NumberFormat(isNepali(language) ? NEPALI_NUMBERS : language).format(value);
}

/** Year, month and day as Nepali writes them; the year is left out where it is plain. */
function nepaliDay(date: Date, withYear: boolean): string {
  const plain = new Intl.NumberFormat(NEPALI_NUMBERS, { useGrouping: false });
  const day = `${NEPALI_MONTHS[date.getMonth()] ?? ''} ${plain.format(date.getDate())}`;
  return withYear ? `${plain.format(date.getFullYear())} ${day}` : day;
}

export function formatClock(time: string, language: string): string {
  return new Intl.DateTimeFormat(isNepali(language) ? NEPALI_CLOCK : language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(new Date(time));
}

export function formatDateTime(time: string, language: string): string {
  if (isNepali(language)) return `${nepaliDay(new Date(time), true)}, ${formatClock(time, language)}`;
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(
    new Date(time),
  );
}

/** Today only the clock; earlier the day too. */
export function formatShort(time: string, language: string, now: Date): string {
  const date = new Date(time);
  if (date.toDateString() === now.toDateString()) return formatClock(time, language);
  const clock = { hour: '2-digit', minute: '2-digit' } as const;
  if (isNepali(language)) {
    return `${nepaliDay(date, false)}, ${new Intl.DateTimeFormat(NEPALI_CLOCK, clock).format(date)}`;
  }
  return new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', ...clock }).format(date);
}

type AgeUnit = 'second' | 'minute' | 'hour' | 'day';
const NEPALI_UNITS: Readonly<Record<AgeUnit, string>> = {
  second: 'सेकेन्ड',
  minute: 'मिनेट',
  hour: 'घण्टा',
  day: 'दिन',
};
const STEPS: readonly (readonly [limitSeconds: number, unitSeconds: number, unit: AgeUnit])[] = [
  [90, 1, 'second'],
  [5_400, 60, 'minute'],
  [129_600, 3_600, 'hour'],
  [Number.POSITIVE_INFINITY, 86_400, 'day'],
];

/** An age such as "4 sec" or "2 hr". */
export function formatAge(seconds: number, language: string): string {
  const step = STEPS.find(([limit]) => seconds < limit) ?? STEPS[0];
  const [, size, unit] = step ?? [0, 1, 'second'];
  const count = Math.floor(seconds / size);
  if (isNepali(language)) return `${formatNumber(count, language)} ${NEPALI_UNITS[unit]}`;
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(count);
}

/** A request that sends this message, ready for a shell. */
export function curlFor(
  message: { readonly to: string; readonly text: string },
  baseUrl: string,
  token: string,
): string {
  const body = JSON.stringify({ to: message.to, text: message.text }).replaceAll("'", String.raw`'\''`);
  return [
    `curl -X POST ${baseUrl}/messages \\`,
    `  -H "Authorization: Bearer ${token}" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '${body}'`,
  ].join('\n');
}
