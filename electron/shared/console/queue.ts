/** Holding the queue and letting it go. */
import { Type } from 'typebox';
import { keyOf } from '../schemas/schema-kit.ts';
import { QUEUE_STATES } from '../states.ts';

const QueueSwitched = Type.Object({ ok: Type.Literal(true), state: keyOf(QUEUE_STATES) });

export const QUEUE_ROUTES = {
  'POST /queue/pause': { response: { 200: QueueSwitched } },
  'POST /queue/resume': { response: { 200: QueueSwitched } },
} as const;
