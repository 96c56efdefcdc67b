/** Holding the queue and letting it go. */
import { Type } from 'typebox';
import { line, oneOf } from '../schemas/schema-kit.ts';
import { QUEUE_STATES } from '../states.ts';

const QueueSwitched = Type.Object({ ok: Type.Literal(true), state: oneOf(QUEUE_STATES) });

/** Pausing less than all: one phone or one client, by its id. */
const HoldQueue = Type.Object(
  {
    kind: oneOf(['device', 'client'] as const),
    id: line(128),
    is_held: Type.Boolean(),
  },
  { additionalProperties: false },
);

export const QUEUE_ROUTES = {
  'POST /queue/pause': { response: { 200: QueueSwitched } },
  'POST /queue/resume': { response: { 200: QueueSwitched } },
  'POST /queue/holds': { body: HoldQueue, response: { 200: QueueSwitched } },
} as const;
