/** The errors that a route can answer, for its schema and the OpenAPI file. */
import { Type } from 'typebox';
import { ERROR_CODES, type ErrorCode } from '../../../shared/error-codes.ts';

/** Of every route. */
export const DOOR_ERRORS = ['origin_refused', 'host_refused', 'internal_error'] as const;

/** Of a route that needs a token and reads. */
export const READ_ERRORS = [
  'unauthorized',
  'forbidden',
  'invalid_request',
  'queue_blocked',
  ...DOOR_ERRORS,
] as const;

/** Of a route that takes a body and changes something. */
export const CHANGE_ERRORS = ['malformed', 'payload_too_large', ...READ_ERRORS] as const;

const ErrorAnswer = Type.Object({
  ok: Type.Literal(false),
  error: Type.Object({
    code: Type.String(),
    message: Type.String(),
    field: Type.Optional(Type.String()),
    details: Type.Optional(Type.Object({}, { additionalProperties: true })),
    docs: Type.String(),
  }),
  trace_id: Type.String(),
});

/** Every status of a code that has several: a packed body is 415. */
const STATUSES_OF: Readonly<Partial<Record<ErrorCode, readonly number[]>>> = {
  malformed: [ERROR_CODES.malformed.status, 415],
};

/** The error answers of a route, by status, each naming the codes that it can carry. */
export function errorAnswers(codes: readonly ErrorCode[]): Record<number, unknown> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    for (const status of STATUSES_OF[code] ?? [ERROR_CODES[code].status]) {
      byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
    }
  }
  return Object.fromEntries(
    [...byStatus].map(([status, own]) => [
      status,
      { ...ErrorAnswer, description: own.map((code) => `${code}: ${ERROR_CODES[code].when}`).join(' ') },
    ]),
  );
}
