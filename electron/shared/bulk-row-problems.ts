import { inEnglish, type Sentence } from './words/words.ts';

/** Why a row of a bulk request is left out; what else is wrong with it stands in its sentence. */
export const BULK_ROW_PROBLEMS = {
  invalid_number: 'The number can not be texted.',
  duplicate: 'The number stands in an earlier row of the list.',
  missing_variable: 'The text has a variable for which the row has no value.',
  invalid_variable: 'The value of a variable is neither a text nor a number.',
  invalid_text: 'Filled in, the text has nothing to read or holds control characters.',
  text_too_long: 'Filled in, the text is longer than max_parts allows.',
} as const;
export type BulkRowProblem = keyof typeof BULK_ROW_PROBLEMS;

/** A row that is left out. `to` is as it came, shortened. */
export interface RejectedRow {
  /** Its place in the list, from 0. */
  readonly index: number;
  readonly to: string;
  readonly code: BulkRowProblem;
  readonly field: 'to' | 'text' | 'variables';
  readonly sentence: Sentence;
}

/** A row that is left out, in the words of the API. */
export function tellRow({ index, to, code, field, sentence: spoken }: RejectedRow) {
  return { index, to, code, message: `${field}: ${inEnglish(spoken).message}` };
}
