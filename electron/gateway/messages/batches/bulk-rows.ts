/** The rows of a list, one by one: which become messages, and why each of the others does not. */
import type { BulkRowProblem, RejectedRow } from '../../../shared/bulk-row-problems.ts';
import { countParts, type PartCount } from '../../../shared/parts.ts';
import { TEXT_FORMS } from '../../../shared/schemas/text-forms.ts';
import { sentence, type Sentence } from '../../../shared/words/words.ts';
import type { ParsedNumber } from '../recipient-number.ts';
import type { BulkRow } from './bulk-request.ts';
import { fillText, splitText, type TextPiece } from './fill-text.ts';

/** The longest text, filled in, in UTF-16 units: that of a single message. */
const LONGEST_TEXT = 4096;
/** A value of `to` is told back in no more than this. */
const LONGEST_TOLD = 64;
const NO_VALUES: Readonly<Record<string, unknown>> = {};

/** A row that becomes a message. */
export interface GoodRow {
  readonly index: number;
  readonly to: string;
  readonly text: string;
  readonly counted: PartCount;
}

interface Problem {
  readonly code: BulkRowProblem;
  readonly field: 'to' | 'text' | 'variables';
  readonly sentence: Sentence;
}

type CheckedText =
  | { readonly ok: true; readonly text: string; readonly counted: PartCount }
  | { readonly ok: false; readonly problem: Problem };

const problem = (code: BulkRowProblem, field: Problem['field'], spoken: Sentence): Problem => ({
  code,
  field,
  sentence: spoken,
});

interface RowCheck {
  /** Checks the next row; rows come in their order. */
  check(row: BulkRow): void;
  readonly good: readonly GoodRow[];
  readonly rejected: readonly RejectedRow[];
}

interface RowRules {
  readonly text: string;
  readonly maxParts: number;
  readonly readNumber: (input: string) => ParsedNumber;
}

/** Keeps what the rows before said, above all their numbers. */
export function createRowCheck({ text, maxParts, readNumber }: RowRules): RowCheck {
  const good: GoodRow[] = [];
  const rejected: RejectedRow[] = [];
  const firstWith = new Map<string, number>();
  const textOf = createTextCheck(splitText(text), maxParts);
  let index = -1;

  function reject(to: string, found: Problem): void {
    const told = to.length > LONGEST_TOLD ? `${to.slice(0, LONGEST_TOLD).toWellFormed()}…` : to;
    rejected.push({ index, to: told.toWellFormed(), ...found });
  }

  return {
    good,
    rejected,
    check: (row) => {
      index += 1;
      const { to, variables = null } = typeof row === 'string' ? { to: row } : row;
      const number = readNumber(to);
      if (!number.ok) {
        reject(to, problem('invalid_number', 'to', number.problem));
        return;
      }
      const first = firstWith.get(number.e164);
      if (first !== undefined) {
        reject(to, problem('duplicate', 'to', sentence('field.duplicate_of', { first })));
        return;
      }
      const filled = textOf(variables ?? NO_VALUES);
      if (!filled.ok) {
        reject(to, filled.problem);
        return;
      }
      firstWith.set(number.e164, index);
      good.push({ index, to: number.e164, text: filled.text, counted: filled.counted });
    },
  };
}

/** A text without variables is checked once for all rows. */
function createTextCheck(
  pieces: readonly TextPiece[],
  maxParts: number,
): (values: Readonly<Record<string, unknown>>) => CheckedText {
  if (pieces.some((piece) => 'name' in piece)) return (values) => checkText(pieces, values, maxParts);
  const same = checkText(pieces, NO_VALUES, maxParts);
  return () => same;
}

function checkText(
  pieces: readonly TextPiece[],
  values: Readonly<Record<string, unknown>>,
  maxParts: number,
): CheckedText {
  const filled = fillText(pieces, values, LONGEST_TEXT);
  if (!filled.ok) return { ok: false, problem: problemOfFilling(filled) };
  // Only composed the same letters are as few units as can be.
  const text = filled.text.normalize('NFC');
  if (!TEXT_FORMS.text(text)) {
    return { ok: false, problem: problem('invalid_text', 'text', sentence('field.not_a_text')) };
  }
  const counted = countParts(text);
  if (counted.parts <= maxParts) return { ok: true, text, counted };
  const tooMany = sentence('field.too_many_parts', { parts: counted.parts, allowed: maxParts });
  return { ok: false, problem: problem('text_too_long', 'text', tooMany) };
}

function problemOfFilling(filled: Exclude<ReturnType<typeof fillText>, { readonly ok: true }>): Problem {
  switch (filled.why) {
    case 'missing':
      return problem('missing_variable', 'variables', sentence('field.no_value', { name: filled.name }));
    case 'invalid':
      return problem('invalid_variable', 'variables', sentence('field.bad_value', { name: filled.name }));
    case 'too_long':
      return problem('text_too_long', 'text', sentence('field.too_long_filled'));
  }
}
