import { randomBytes } from 'node:crypto';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError, invalidFields, type FieldProblem } from '../../shared/gateway-error.ts';
import type { Logger } from '../foundation/logger.ts';

export interface ErrorBody {
  readonly ok: false;
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly field?: string;
    readonly details?: Readonly<Record<string, unknown>>;
    readonly docs: string;
  };
  readonly trace_id: string;
}

export function errorBody(error: GatewayError, traceId: string): ErrorBody {
  const fields = error.details.fields;
  const first: unknown = Array.isArray(fields) ? fields[0] : undefined;
  const field: unknown =
    typeof first === 'object' && first !== null ? Reflect.get(first, 'field') : undefined;
  return {
    ok: false,
    error: {
      code: error.code,
      message: error.message,
      ...(typeof field === 'string' ? { field } : {}),
      ...(Object.keys(error.details).length > 0 ? { details: error.details } : {}),
      docs: `/docs#${error.code}`,
    },
    trace_id: traceId,
  };
}

type ValidationProblem = NonNullable<FastifyError['validation']>[number];

function fieldProblem(problem: ValidationProblem): FieldProblem {
  const path = problem.instancePath.replace(/^\//, '').replaceAll('/', '.');
  const within = (name: unknown): string => (path === '' ? String(name) : `${path}.${String(name)}`);
  if (problem.keyword === 'required') {
    return { field: within(problem.params.missingProperty), message: 'is required' };
  }
  if (problem.keyword === 'additionalProperties') {
    return { field: within(problem.params.additionalProperty), message: 'is not a known field' };
  }
  return { field: path === '' ? 'body' : path, message: problem.message ?? 'is wrong' };
}

/** One problem a field: a union says several things of the same one. */
function distinctFields(problems: readonly FieldProblem[]): readonly FieldProblem[] {
  const byField = new Map<string, FieldProblem>();
  for (const problem of problems) if (!byField.has(problem.field)) byField.set(problem.field, problem);
  return [...byField.values()];
}

const FRAMEWORK_REFUSALS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'The body must be JSON, sent with Content-Type: application/json.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty; it must be JSON.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not valid JSON.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The Content-Length does not match the body.',
};

/** Translates what the framework and the storage throw; null for a bug. */
function refusalOf(error: FastifyError, request: FastifyRequest, bodyLimit: number): GatewayError | null {
  if (error instanceof GatewayError) return error;
  if (error.validation !== undefined) {
    if (error.validationContext === 'body' && (request.body === undefined || request.body === null)) {
      return new GatewayError('malformed', 'The body is missing; it must be a JSON object.');
    }
    return invalidFields(distinctFields(error.validation.map(fieldProblem)));
  }
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new GatewayError('payload_too_large', `The body is over ${bodyLimit} bytes.`, {
      details: { limit_bytes: bodyLimit },
    });
  }
  const framework = FRAMEWORK_REFUSALS[error.code];
  if (framework !== undefined || error instanceof SyntaxError) {
    return new GatewayError('malformed', framework ?? 'The body is not valid JSON.', { cause: error });
  }
  if (typeof error.statusCode === 'number' && error.statusCode >= 400 && error.statusCode < 500) {
    return new GatewayError('malformed', 'The request could not be read.', { cause: error });
  }
  return null;
}

/** The one place where an error becomes an answer. A bug is logged once, and answered without detail. */
export function createErrorHandler(log: Logger, bodyLimit: number) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const traceId = randomBytes(8).toString('hex');
    const refusal = refusalOf(error, request, bodyLimit);
    if (refusal === null) {
      log.error(
        { traceId, route: request.routeOptions.url, error: error.stack ?? String(error) },
        'a request failed',
      );
    }
    const answer = refusal ?? new GatewayError('internal_error', 'Something went wrong inside the gateway.');
    void reply.code(answer.status).headers(answer.headers).send(errorBody(answer, traceId));
  };
}
