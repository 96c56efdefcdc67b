/** What the gateway says, in the language of the screens: its codes, from the one table of both. */
import { damageSentence, type DamagedFile } from '../../electron/shared/damage-sentence.ts';
import { isFailureCode } from '../../electron/shared/failure-codes.ts';
import type { Language } from '../../electron/shared/words/text.ts';
import { say, sentence, type Code, type Values, type Wording } from '../../electron/shared/words/words.ts';
import { ConsoleError } from './console-client.ts';

/** A language of the screens as the table names it. */
export function languageOf(chosen: string): Language {
  return chosen === 'ne' ? 'ne' : 'en';
}

/** A code with its values; where there is nothing to say the code is null. */
export function sayIn(
  chosen: string,
  spoken: { readonly code: Code | null; readonly values: Values },
): Wording {
  const { code, values } = spoken;
  return code === null ? { message: '', fix: null } : say(languageOf(chosen), { code, values });
}

/** Which database file is damaged and what to do, in one. */
export function damageIn(chosen: string, damage: DamagedFile): string {
  const { message, fix } = say(languageOf(chosen), damageSentence(damage));
  return fix === null ? message : `${message} ${fix}`;
}

/** Why a message failed or an attempt did, by its code; null for a code that is none of a failure. */
export function failureIn(chosen: string, code: string | null): Wording | null {
  return isFailureCode(code) ? say(languageOf(chosen), sentence(`failure.${code}`)) : null;
}

/** Why a call failed: each wrong field where there are any, else the refusal. */
export function errorIn(chosen: string, error: Error): string {
  if (!(error instanceof ConsoleError)) return error.message;
  if (error.fields.length > 0) {
    return error.fields.map((wrong) => `${wrong.field}: ${sayIn(chosen, wrong).message}`).join(' · ');
  }
  return error.sentence === null ? error.message : sayIn(chosen, error.sentence).message;
}

/** What is wrong with one field of a form; undefined when it is not this field. */
export function fieldErrorIn(chosen: string, error: Error | null, field: string): string | undefined {
  if (!(error instanceof ConsoleError)) return undefined;
  const wrong = error.fields.find((own) => own.field === field);
  return wrong === undefined ? undefined : sayIn(chosen, wrong).message;
}
