import { ERROR_CODES, type ErrorCode } from './error-codes.ts';

export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** A refusal: a request that can not be done as asked. The code is from the one table; the message is for people. */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ErrorCode,
    message: string,
    more: {
      readonly details?: Readonly<Record<string, unknown>>;
      readonly headers?: Readonly<Record<string, string>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = 'GatewayError';
    this.code = code;
    this.status = ERROR_CODES[code].status;
    this.details = more.details ?? {};
    this.headers = more.headers ?? {};
  }
}

/** A refusal because of wrong fields; the first is named in `error.field`, all in `details.fields`. */
export function invalidFields(fields: readonly FieldProblem[]): GatewayError {
  const first = fields[0];
  const message = first === undefined ? 'The request is not valid.' : `${first.field}: ${first.message}`;
  return new GatewayError('invalid_request', message, { details: { fields } });
}
