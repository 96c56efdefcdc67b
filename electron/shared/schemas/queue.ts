/** The queue as both doors answer it. */
import { Type } from 'typebox';
import { QUEUE_STATES } from '../states.ts';
import { nullable, oneOf, type Shape, Time } from './schema-kit.ts';

const Rate = Type.Object({ sent: Type.Integer(), failed: Type.Integer() });

export const Queue = Type.Object({
  state: oneOf(QUEUE_STATES),
  reason: nullable(Type.String()),
  depth: Type.Object({ otp: Type.Integer(), transactional: Type.Integer(), bulk: Type.Integer() }),
  oldest_age_seconds: nullable(Type.Integer()),
  in_flight: Type.Integer(),
  last_minute: Rate,
  last_hour: Rate,
  estimated_empty_at: nullable(Time),
});
export type Queue = Shape<typeof Queue>;
