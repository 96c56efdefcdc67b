/** Reads what an error answer tells a person. An answer of another version may lack any of it. */
import { isCode, type Sentence } from '../../electron/shared/words/words.ts';

/** A wrong field of a request, and what is wrong with it. */
export interface WrongField extends Sentence {
  readonly field: string;
}

export function readProperty(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** A code that the table knows, with its values; null when it is something else. */
export function readSentence(value: unknown): Sentence | null {
  const code = readProperty(value, 'code');
  const values = readProperty(value, 'values');
  if (typeof code !== 'string' || !isCode(code)) return null;
  const read = typeof values === 'object' && values !== null ? Object.entries(values) : [];
  return { code, values: Object.fromEntries(read.map(([name, text]) => [name, String(text)])) };
}

/** The wrong fields of an `error`. */
export function readFields(error: unknown): readonly WrongField[] {
  const fields = readProperty(readProperty(error, 'details'), 'fields');
  if (!Array.isArray(fields)) return [];
  return fields.flatMap((wrong: unknown) => {
    const field = readProperty(wrong, 'field');
    const spoken = readSentence(wrong);
    return typeof field === 'string' && spoken !== null ? [{ field, ...spoken }] : [];
  });
}
