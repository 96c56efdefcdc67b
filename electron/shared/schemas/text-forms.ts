/**
 * What the strings of a request may hold: the `format` words of the schemas. Each string is well-formed Unicode, as a
 * lone surrogate would be stored as another character, and free of control characters, above all NUL.
 */

const CONTROL = /[\p{Cc}\u2028\u2029]/u;
/** A text may have lines and tabs. */
const CONTROL_IN_TEXT = /[^\P{Cc}\n\r\t]/u;
/** Blanks and characters without a shape of their own: nobody can read these. */
const NOTHING_TO_READ = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}]*$/u;

const isLine = (text: string): boolean => text.isWellFormed() && !CONTROL.test(text);

export const TEXT_FORMS = {
  /** One line. */
  line: isLine,
  /** One line with something to read in it: what a person calls a thing. */
  name: (text: string): boolean => isLine(text) && !NOTHING_TO_READ.test(text),
  /** Lines with something to read in them: what a phone can send. */
  text: (text: string): boolean =>
    text.isWellFormed() && !CONTROL_IN_TEXT.test(text) && !NOTHING_TO_READ.test(text),
} as const;
export type TextForm = keyof typeof TEXT_FORMS;

export const isTextForm = (word: unknown): word is TextForm =>
  typeof word === 'string' && Object.hasOwn(TEXT_FORMS, word);
