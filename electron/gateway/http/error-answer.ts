import { randomBytes } from 'node:crypto';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError, invalidFields } from '../../shared/gateway-error.ts';
import { sentence, type Sentence } from '../../shared/words/words.ts';
import type { Logger } from '../foundation/logger.ts';
import { fieldProblems } from './field-problems.ts';

interface ErrorBody {
  readonly ok: false;
  readonly error: {
    readonly code: string;
    readonly message: string;
    /** For the screens alone: the same in the language of whoever looks. */
    readonly sentence?: Sentence;
    readonly field?: string;
    readonly details?: Readonly<Record<string, unknown>>;
    readonly docs: string;
  };
  readonly trace_id: string;
}

export function errorBody(error: GatewayError, traceId: string, isForScreens: boolean): ErrorBody {
  const fields = error.details.fields;
  const first: unknown = Array.isArray(fields) ? fields[0] : undefined;
  const field: unknown =
    typeof first === 'object' && first !== null ? Reflect.get(first, 'field') : undefined;
  return {
    ok: false,
    error: {
      code: error.code,
      message: error.message,
      ...(isForScreens ? { sentence: error.sentence } : {}),
      ...(typeof field === 'string' ? { field } : {}),
      ...(Object.keys(error.details).length > 0 ? { details: error.details } : {}),
      docs: `/docs#${error.code}`,
    },
    trace_id: traceId,
  };
}

/** By it a bug that was answered is found in the log. */
export const newTraceId = (): string => randomBytes(8).toString('hex');

const FRAMEWORK_REFUSALS: Readonly<Record<string, Sentence>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: sentence('refusal.wrong_content_type'),
  FST_ERR_CTP_INVALID_JSON_BODY: sentence('refusal.body_not_json'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: sentence('refusal.wrong_length'),
};

/** Translates what the framework and the storage throw; null for a bug. */
function refusalOf(error: FastifyError, request: FastifyRequest): GatewayError | null {
  if (error instanceof GatewayError) return error;
  if (error.validation !== undefined) {
    if (error.validationContext === 'body' && (request.body === undefined || request.body === null)) {
      return new GatewayError('malformed', sentence('refusal.body_missing'));
    }
    return invalidFields(fieldProblems(error.validation));
  }
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    const { bodyLimit: limit } = request.routeOptions;
    return new GatewayError('payload_too_large', sentence('refusal.body_too_large', { limit }), {
      details: { limit_bytes: limit },
    });
  }
  // An id longer than any that we give names nothing.
  if (error.code === 'FST_ERR_MAX_PARAM_LENGTH') {
    return new GatewayError('not_found', sentence('refusal.no_such_address'));
  }
  const framework = FRAMEWORK_REFUSALS[error.code];
  if (framework !== undefined || error instanceof SyntaxError) {
    return new GatewayError('malformed', framework ?? sentence('refusal.body_not_json'), { cause: error });
  }
  if (typeof error.statusCode === 'number' && error.statusCode >= 400 && error.statusCode < 500) {
    return new GatewayError('malformed', sentence('refusal.not_readable'), { cause: error });
  }
  return null;
}

interface ErrorHandlerDeps {
  readonly log: Logger;
  /** Makes a refusal of an error of the storage; every other error stays as it is. */
  readonly translateStorageError: (error: unknown) => unknown;
}

/** The one place where an error becomes an answer. A bug is logged once, and answered without detail. */
export function createErrorHandler({ log, translateStorageError }: ErrorHandlerDeps) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const traceId = newTraceId();
    const translated = translateStorageError(error);
    const refusal = translated instanceof GatewayError ? translated : refusalOf(error, request);
    if (refusal === null) {
      log.error(
        { traceId, route: request.routeOptions.url, error: error.stack ?? String(error) },
        'a request failed',
      );
    }
    const answer = refusal ?? new GatewayError('internal_error', sentence('refusal.internal'));
    void reply
      .code(answer.status)
      .headers(answer.headers)
      .send(errorBody(answer, traceId, request.url.startsWith('/console/')));
  };
}
