const LONGEST = 200;

/** Text from adb or a phone, which may hold anything, as it may be shown or logged: one short line. */
export function printable(text: string, longest = LONGEST): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}
