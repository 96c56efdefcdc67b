import { sentence, type Sentence } from '../../shared/words/words.ts';
import { createE164Check } from './e164-check.ts';
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';

/** The outcome of reading a number that somebody typed. */
export type ParsedNumber =
  { readonly ok: true; readonly e164: string } | { readonly ok: false; readonly problem: Sentence };

const E164 = /^\+[1-9]\d{6,14}$/;
const SHORT_FORM = /^[\d+()\-./\s]{1,40}$/;
/** Shops text the same people again: parsing costs more than storing. */
const CACHE_LIMIT = 4096;

/** Reads numbers for a workspace; without a country only E.164 is understood. */
export function createNumberReader(country: () => string | null): (input: string) => ParsedNumber {
  const cache = new Map<string, ParsedNumber>();
  const isPlainE164 = createE164Check();
  let cachedCountry: string | null = null;
  return (input) => {
    if (isPlainE164(input)) return { ok: true, e164: input };
    const current = country();
    if (current !== cachedCountry) {
      cache.clear();
      cachedCountry = current;
    }
    const known = cache.get(input);
    if (known !== undefined) return known;
    const parsed = parseNumber(input, current);
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(input, parsed);
    return parsed;
  };
}

function parseNumber(input: string, country: string | null): ParsedNumber {
  if (!SHORT_FORM.test(input)) return { ok: false, problem: sentence('field.not_a_number') };
  const trimmed = input.trim();
  if (!trimmed.startsWith('+') && country === null) {
    return { ok: false, problem: sentence('field.needs_country') };
  }
  const parsed = parsePhoneNumberFromString(trimmed, {
    ...(country === null ? {} : { defaultCountry: country as CountryCode }),
    extract: false,
  });
  if (parsed === undefined || !parsed.isValid() || !E164.test(parsed.number)) {
    return { ok: false, problem: sentence('field.invalid_number') };
  }
  if (parsed.ext !== undefined) return { ok: false, problem: sentence('field.has_extension') };
  return { ok: true, e164: parsed.number };
}
