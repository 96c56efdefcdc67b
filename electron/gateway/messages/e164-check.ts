import { getCountries, getCountryCallingCode, Metadata, type CountryCode } from 'libphonenumber-js/min';

const E164 = /^\+[1-9]\d{6,14}$/;
const LONGEST_CALLING_CODE = 3;

/** Calling codes of one country each; where countries share a code, the library has to decide which is meant. */
function soleCallingCodes(): ReadonlyMap<string, CountryCode> {
  const countries = new Map<string, CountryCode | null>();
  for (const country of getCountries()) {
    const code = getCountryCallingCode(country);
    countries.set(code, countries.has(code) ? null : country);
  }
  return new Map(
    [...countries].flatMap(([code, country]) => (country === null ? [] : [[code, country] as const])),
  );
}

/** The library's own pattern of a country's numbers; its types leave the method out. */
function patternOf(country: CountryCode): RegExp | null {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country);
  const plan = metadata.numberingPlan;
  if (plan === undefined) return null;
  const read: unknown = Reflect.get(plan, 'nationalNumberPattern');
  const pattern: unknown = typeof read === 'function' ? Reflect.apply(read, plan, []) : undefined;
  return typeof pattern === 'string' ? new RegExp(`^(?:${pattern})$`) : null;
}

/**
 * Answers at once for the plain case: a number in E.164 form that fits its country's plan, by the library's own
 * patterns. `false` says nothing: then the library has to read it. Reading every number in full cost a tenth of
 * accepting a message.
 */
export function createE164Check(): (text: string) => boolean {
  const countries = soleCallingCodes();
  const patterns = new Map<string, RegExp | null>();
  return (text) => {
    if (!E164.test(text)) return false;
    for (let length = 1; length <= LONGEST_CALLING_CODE; length += 1) {
      const code = text.slice(1, 1 + length);
      const country = countries.get(code);
      if (country === undefined) continue;
      const known = patterns.get(code);
      const pattern = known === undefined ? patternOf(country) : known;
      if (known === undefined) patterns.set(code, pattern);
      return pattern?.test(text.slice(1 + length)) ?? false;
    }
    return false;
  };
}
