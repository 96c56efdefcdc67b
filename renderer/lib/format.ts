/** Numbers, times and ages in the chosen language, by `Intl`. */

export function formatNumber(value: number, language: string): string {
  return new Intl.NumberFormat(language).format(value);
}

export function formatClock(time: string, language: string): string {
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(
    new Date(time),
  );
}

export function formatDateTime(time: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(
    new Date(time),
  );
}

/** Today only the clock; earlier the day too. */
export function formatShort(time: string, language: string, now: Date): string {
  const date = new Date(time);
  if (date.toDateString() === now.toDateString()) return formatClock(time, language);
  return new Intl.DateTimeFormat(language, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(date);
}

const STEPS: readonly (readonly [
  limitSeconds: number,
  unitSeconds: number,
  unit: Intl.NumberFormatOptions['unit'],
])[] = [
  [90, 1, 'second'],
  [5_400, 60, 'minute'],
  [129_600, 3_600, 'hour'],
  [Number.POSITIVE_INFINITY, 86_400, 'day'],
];

/** An age such as "4 sec" or "2 hr". */
export function formatAge(seconds: number, language: string): string {
  const step = STEPS.find(([limit]) => seconds < limit) ?? STEPS[0];
  const [, size, unit] = step ?? [0, 1, 'second'];
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: unit ?? 'second',
    unitDisplay: 'short',
  }).format(Math.floor(seconds / size));
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
