/** Who looks, and what gateway it is. */
import { Type } from 'typebox';
import { line, nullable, oneOf, type Shape } from '../schemas/schema-kit.ts';
import { AdbCondition } from './devices.ts';

/** `desktop`: over the private socket; `browser`: over the loopback port. */
const DOORS = ['desktop', 'browser'] as const;

const SignedOutSession = Type.Object({
  ok: Type.Literal(true),
  door: oneOf(DOORS),
  signed_in: Type.Literal(false),
  version: Type.String(),
  sign_in_link_file: nullable(
    Type.String({ description: 'Absolute; null where a desktop signs in by itself.' }),
  ),
});

const SignedInSession = Type.Object({
  ok: Type.Literal(true),
  door: oneOf(DOORS),
  signed_in: Type.Literal(true),
  version: Type.String(),
  workspace: Type.Object({
    name: Type.String(),
    country: nullable(Type.String({ description: 'ISO 3166-1 alpha-2.' })),
    language: Type.String(),
  }),
  base_url: Type.String({ description: 'Where programs find the API.' }),
  demo_phone: Type.Boolean(),
  adb: AdbCondition,
});
export type SignedInSession = Shape<typeof SignedInSession>;

/** Who is not signed in learns only that there is a gateway, its version, and where the way in is. */
export const Session = Type.Union([SignedOutSession, SignedInSession]);
export type Session = Shape<typeof Session>;

export const SESSION_ROUTES = {
  'GET /session': { response: { 200: Session } },
  'POST /sign-in': {
    body: Type.Object({ secret: line(128) }, { additionalProperties: false }),
    response: { 200: Type.Object({ ok: Type.Literal(true), header_token: Type.String() }) },
  },
} as const;
