/** Pausing all, one phone, or one client, as both doors take and answer it. */
import { Type } from 'typebox';
import { line, oneOf, type Shape } from './schema-kit.ts';

const targets = {
  all: Type.Optional(Type.Boolean({ description: 'Everybody’s messages; takes queue:manage.' })),
  device: Type.Optional(line(128, { description: 'One phone, dev_… or its name; takes queue:manage.' })),
};

export const PauseQueue = Type.Object(
  {
    ...targets,
    refuse: Type.Optional(Type.Boolean({ description: 'With all: refuse new messages meanwhile.' })),
  },
  { additionalProperties: false },
);

export const ResumeQueue = Type.Object(targets, { additionalProperties: false });

export const QueuePaused = Type.Object({
  ok: Type.Literal(true),
  target: oneOf(['own', 'device', 'all'] as const),
  paused: Type.Boolean(),
});
export type QueuePaused = Shape<typeof QueuePaused>;
