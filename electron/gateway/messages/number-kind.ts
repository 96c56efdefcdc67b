/** Whether a number is one that receives texts, as far as its country's plan tells. */
export type NumberKind = 'mobile' | 'other' | 'unknown';

const MOBILE: ReadonlySet<string> = new Set(['MOBILE', 'FIXED_LINE_OR_MOBILE']);
/** A line that is known to be of another kind; the rest (VoIP, personal numbers) may well take texts. */
const OTHER: ReadonlySet<string> = new Set([
  'FIXED_LINE',
  'TOLL_FREE',
  'PREMIUM_RATE',
  'SHARED_COST',
  'UAN',
  'VOICEMAIL',
]);

/** The plans of all countries are large: they are loaded for the first number that somebody asks about. */
export async function numberKindOf(e164: string): Promise<NumberKind> {
  const { parsePhoneNumberFromString } = await import('libphonenumber-js/max');
  const type = parsePhoneNumberFromString(e164)?.getType();
  if (type === undefined) return 'unknown';
  if (MOBILE.has(type)) return 'mobile';
  return OTHER.has(type) ? 'other' : 'unknown';
}
