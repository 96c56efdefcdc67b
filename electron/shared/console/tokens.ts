/** The tokens of programs. */
import { Type } from 'typebox';
import { list, name, nullable, oneOf, Time, type Shape } from '../schemas/schema-kit.ts';
import { MODES } from '../states.ts';

const Token = Type.Object({
  id: Type.String(),
  client_name: Type.String(),
  mode: oneOf(MODES),
  created_at: Time,
  last_used_at: nullable(Type.String({ format: 'date-time', description: 'Since the gateway started.' })),
  hint: Type.String({ description: 'Its first and last characters.' }),
});
export type Token = Shape<typeof Token>;

export const TOKEN_ROUTES = {
  'GET /tokens': { response: { 200: Type.Object({ ok: Type.Literal(true), items: list(Token) }) } },
  'POST /tokens': {
    body: Type.Object({ name: name(64), mode: oneOf(MODES) }, { additionalProperties: false }),
    response: {
      201: Type.Object({
        ok: Type.Literal(true),
        id: Type.String(),
        token: Type.String({ description: 'Told only here.' }),
      }),
    },
  },
} as const;
