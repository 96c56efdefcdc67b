/**
 * Every error of the API: its HTTP status and when it comes. The OpenAPI file and the answers are made from this one
 * table. Programs may rely on all of it; no route answers `rate_limited`, `subscription_expired` or
 * `recipient_opted_out` yet, as there are no limits, subscriptions or opt-outs.
 */
export const ERROR_CODES = {
  unauthorized: { status: 401, when: 'No token, or one that is unknown, revoked or expired.' },
  forbidden: { status: 403, when: 'The token lacks the scope.' },
  origin_refused: { status: 403, when: 'A web page of another origin called the gateway.' },
  host_refused: { status: 421, when: 'The Host header names something that is not this gateway.' },
  malformed: { status: 400, when: 'The body is not JSON, or its content type is wrong.' },
  invalid_request: { status: 422, when: 'A field is wrong; every wrong field is listed.' },
  not_found: { status: 404, when: 'The id or route is unknown, or belongs to another client.' },
  method_not_allowed: { status: 405, when: 'The route has no such method; Allow lists what it has.' },
  conflict: { status: 409, when: 'The thing is in a state that forbids this.' },
  idempotency_in_progress: { status: 409, when: 'The same Idempotency-Key is being committed.' },
  idempotency_mismatch: { status: 422, when: 'The same Idempotency-Key came with another body.' },
  payload_too_large: { status: 413, when: 'The body is over the limit.' },
  invalid_device: { status: 422, when: 'The named device or SIM can not be used for this message.' },
  rate_limited: { status: 429, when: 'A limit of the client or a safety threshold is reached.' },
  queue_blocked: {
    status: 503,
    when: 'The queue refuses new work, or the database can not be read; details.reason says why.',
  },
  subscription_expired: { status: 402, when: 'The subscription of the client and its grace have ended.' },
  recipient_opted_out: { status: 422, when: 'The number opted out.' },
  not_ready: {
    status: 503,
    when: 'Only /v1/ready: a check fails; details.checks says which and what to do.',
  },
  internal_error: { status: 500, when: 'A bug in the gateway; trace_id finds it in the log.' },
} as const satisfies Readonly<Record<string, { status: number; when: string }>>;
export type ErrorCode = keyof typeof ERROR_CODES;
