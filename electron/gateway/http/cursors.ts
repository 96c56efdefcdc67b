import { fieldProblem, invalidFields } from '../../shared/gateway-error.ts';
import { sentence } from '../../shared/words/words.ts';

export interface Cursor {
  readonly encode: (seq: number) => string;
  /** Throws `invalid_request` for what is no cursor of this list. */
  readonly decode: (cursor: string) => number;
}

/**
 * A cursor is the place of the last row, in a form that nobody is tempted to count on. The letter is the list's own: a
 * page of messages is no place in the inbox.
 */
export function createCursor(letter: string): Cursor {
  const form = new RegExp(`^${letter}(\\d{1,15})$`);
  return {
    encode: (seq) => Buffer.from(`${letter}${seq}`).toString('base64url'),
    decode: (cursor) => {
      const found = form.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
      if (found === null) throw invalidFields([fieldProblem('cursor', sentence('field.bad_cursor'))]);
      return Number(found[1]);
    },
  };
}
