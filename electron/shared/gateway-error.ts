import { ERROR_CODES, type ErrorCode } from './error-codes.ts';
import { inEnglish, sentence, type Sentence, type Values } from './words/words.ts';

/** A wrong field, as `details.fields` of the API lists it: the English words beside their code. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
  readonly code: string;
  readonly values: Values;
}

/** What is wrong with a field; a `field.…` code. */
export function fieldProblem(field: string, { code, values }: Sentence): FieldProblem {
  return { field, message: inEnglish({ code, values }).message, code, values };
}

/**
 * A refusal: a request that can not be done as asked. Its code is from the table of errors, which programs read; what a
 * person reads is `sentence`, and `message` its English words.
 */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  readonly sentence: Sentence;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ErrorCode,
    spoken: Sentence,
    more: {
      readonly details?: Readonly<Record<string, unknown>>;
      readonly headers?: Readonly<Record<string, string>>;
      /** Where HTTP has a closer status than the one of the table. */
      readonly status?: number;
      readonly cause?: unknown;
    } = {},
  ) {
    super(inEnglish(spoken).message, { cause: more.cause });
    this.name = 'GatewayError';
    this.code = code;
    this.sentence = spoken;
    this.status = more.status ?? ERROR_CODES[code].status;
    this.details = more.details ?? {};
    this.headers = more.headers ?? {};
  }
}

/** A refusal because of wrong fields; the first is named in `error.field`, all in `details.fields`. */
export function invalidFields(fields: readonly FieldProblem[]): GatewayError {
  const first = fields[0];
  const spoken =
    first === undefined
      ? sentence('refusal.invalid_request')
      : sentence('refusal.invalid_fields', { field: first.field, problem: first.message });
  return new GatewayError('invalid_request', spoken, { details: { fields } });
}
