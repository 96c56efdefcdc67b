/** Installing the relay app on a phone and pairing it, step by step. */
import { Type } from 'typebox';
import { line, list, nullable, oneOf, SPOKEN, type Shape } from '../schemas/schema-kit.ts';
import { PROVISION_RUN_STATES, PROVISION_STEPS, STEP_STATES } from '../states.ts';

/** A step as a person follows it. */
const StepView = Type.Object({
  name: oneOf(PROVISION_STEPS),
  title: Type.String(),
  state: oneOf(STEP_STATES),
  ...SPOKEN,
  code: nullable(SPOKEN.code),
  message: Type.String({ description: 'While it runs: how far it is; empty while there is nothing to say.' }),
  offers: nullable(
    Type.Literal('replace', {
      description: 'Removes the app of another signer and installs ours, after a yes.',
    }),
  ),
});
export type StepView = Shape<typeof StepView>;

const ProvisionRun = Type.Object({
  run_id: Type.String(),
  serial: Type.String(),
  state: oneOf(PROVISION_RUN_STATES),
  steps: list(StepView),
});
export type ProvisionRun = Shape<typeof ProvisionRun>;

export const PROVISIONING_ROUTES = {
  'POST /provision': {
    body: Type.Object(
      {
        serial: line(128),
        replace: Type.Optional(Type.Boolean()),
      },
      { additionalProperties: false },
    ),
    response: { 202: Type.Object({ ok: Type.Literal(true), run_id: Type.String() }) },
  },
  'GET /provision/:run_id': {
    params: Type.Object({ run_id: line(64) }),
    response: { 200: Type.Object({ ok: Type.Literal(true), ...ProvisionRun.properties }) },
  },
} as const;
