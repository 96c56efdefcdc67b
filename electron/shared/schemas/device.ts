/** A paired phone and its SIMs as both doors answer them. */
import { Type } from 'typebox';
import { DEVICE_STATES, MODES } from '../states.ts';
import { PROBLEM } from '../words/phones.ts';
import { keyOf, list, nullable, oneOf, type Shape } from './schema-kit.ts';

const DeviceProblem = Type.Object({ code: keyOf(PROBLEM), message: Type.String(), fix: Type.String() });

export const Sim = Type.Object({
  id: Type.String(),
  slot: Type.Integer(),
  carrier: nullable(Type.String()),
  number: nullable(Type.String()),
  in_service: Type.Boolean(),
  signal: nullable(Type.Integer()),
  takes_texts: Type.Boolean({ description: 'Whether received texts may leave the phone.' }),
});
export type Sim = Shape<typeof Sim>;

export const Device = Type.Object({
  id: Type.String(),
  name: Type.String(),
  model: Type.String(),
  state: keyOf(DEVICE_STATES),
  problems: list(DeviceProblem),
  sims: list(Sim),
  battery_percent: nullable(Type.Integer()),
  charging: nullable(Type.Boolean()),
  heartbeat_age_seconds: nullable(Type.Integer()),
  sent_today: Type.Integer(),
  parts_left_this_minute: nullable(Type.Integer()),
  mode: oneOf(MODES),
});
export type Device = Shape<typeof Device>;
