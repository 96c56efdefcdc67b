/** The paired phones, those on ADB's list, and pairing codes. */
import { Type } from 'typebox';
import { PARTS_PER_MINUTE } from '../parts.ts';
import { Device, Sim } from '../schemas/device.ts';
import { keyOf, line, list, name, nullable, SPOKEN, type Shape } from '../schemas/schema-kit.ts';
import { DEVICE_STATES } from '../states.ts';

export const AdbCondition = Type.Object({
  available: Type.Boolean(),
  ...SPOKEN,
});
export type AdbCondition = Shape<typeof AdbCondition>;

/** What a phone looks like to the operator while ADB lists it. */
const ListedPhone = Type.Object({
  serial: Type.String(),
  state: Type.String({ description: "adb's own word." }),
  model: nullable(Type.String()),
  device_id: nullable(Type.String({ description: 'Set once it is paired.' })),
  device_state: keyOf(DEVICE_STATES),
  ...SPOKEN,
});
export type ListedPhone = Shape<typeof ListedPhone>;

const Cap = nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 }));

/** The SIM of the API, and what the operator lets it send. Days and months are of the workspace. */
export const ConsoleSim = Type.Object({
  ...Sim.properties,
  sends: Type.Boolean(),
  day_cap: nullable(Type.Integer({ description: 'Parts that it may send in a day.' })),
  month_cap: nullable(Type.Integer({ description: 'Parts that it may send in a calendar month.' })),
  parts_today: Type.Integer(),
  parts_this_month: Type.Integer(),
});
export type ConsoleSim = Shape<typeof ConsoleSim>;

/** The device of the API, the serial by which ADB lists it, and what the operator lets it do. */
export const ConsoleDevice = Type.Object({
  ...Device.properties,
  sims: list(ConsoleSim),
  serial: nullable(Type.String()),
  parts_per_minute: nullable(Type.Integer({ description: 'Null: it does not pace.' })),
});
export type ConsoleDevice = Shape<typeof ConsoleDevice>;

/** A SIM is gone, messages wait for it, and another one of its carrier is in its slot: does that one take over? */
const Takeover = Type.Object({
  old_sim_id: Type.String(),
  new_sim_id: Type.String(),
  device_id: Type.String(),
  device_name: Type.String(),
  sim: Type.Integer({ description: 'The slot, 1 or 2.' }),
  carrier: nullable(Type.String()),
  waiting: Type.Integer({ description: 'Messages that wait for the SIM that is gone.' }),
});
export type Takeover = Shape<typeof Takeover>;

const Devices = Type.Object({
  ok: Type.Literal(true),
  items: list(ConsoleDevice),
  takeovers: list(Takeover),
  phones: list(ListedPhone),
  adb: AdbCondition,
});
export type Devices = Shape<typeof Devices>;

/** A code without ADB, for phones that the operator's own programs bring. */
const OrderPairingCode = Type.Object(
  {
    serial: Type.Optional(line(128)),
    parts_per_minute: Type.Optional(nullable(Type.Integer(PARTS_PER_MINUTE))),
    name: Type.Optional(name(64)),
  },
  { additionalProperties: false },
);
export type OrderPairingCode = Shape<typeof OrderPairingCode>;

const PairingCode = Type.Object({
  ok: Type.Literal(true),
  code: Type.String(),
  pin: Type.String({ description: "SHA-256 of the link's key." }),
  host: Type.String(),
  port: Type.Integer(),
});
export type PairingCode = Shape<typeof PairingCode>;

/** What is left out stays as it is. */
const ChangeSim = Type.Object(
  {
    sends: Type.Optional(Type.Boolean()),
    day_cap: Type.Optional(Cap),
    month_cap: Type.Optional(Cap),
  },
  { additionalProperties: false },
);

const TakeOver = Type.Object(
  { new_sim_id: line(64), takes_over: Type.Boolean() },
  { additionalProperties: false },
);

const SimParams = Type.Object({
  sim: line(160, { description: '`sim_…`, or the name of the phone and the slot as `NAME/1`.' }),
});

export const DEVICE_ROUTES = {
  'GET /devices': { response: { 200: Devices } },
  'POST /devices/:device_id/pace': {
    params: Type.Object({ device_id: line(64) }),
    body: Type.Object(
      { parts_per_minute: Type.Integer({ minimum: 1, maximum: 10_000 }) },
      { additionalProperties: false },
    ),
    response: {
      200: Type.Object({
        ok: Type.Literal(true),
        told_phone: Type.Boolean({
          description: 'False while the phone is away; it is told when it comes back.',
        }),
      }),
    },
  },
  'POST /sims/:sim': {
    params: SimParams,
    body: ChangeSim,
    response: {
      200: Type.Object({
        ok: Type.Literal(true),
        sim_id: Type.String(),
        device_name: Type.String(),
        sim: Type.Integer({ description: 'The slot, 1 or 2.' }),
      }),
    },
  },
  'POST /sims/:sim/takeover': {
    params: SimParams,
    body: TakeOver,
    response: { 200: Type.Object({ ok: Type.Literal(true), takes_over: Type.Boolean() }) },
  },
  'POST /pairing-codes': { body: OrderPairingCode, response: { 201: PairingCode } },
} as const;
