/** The paired phones, those on ADB's list, and pairing codes. */
import { Type } from 'typebox';
import { Device } from '../schemas/device.ts';
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

/** The device of the API, and the serial by which ADB lists it. */
export const ConsoleDevice = Type.Object({
  ...Device.properties,
  serial: nullable(Type.String()),
});
export type ConsoleDevice = Shape<typeof ConsoleDevice>;

const Devices = Type.Object({
  ok: Type.Literal(true),
  items: list(ConsoleDevice),
  phones: list(ListedPhone),
  adb: AdbCondition,
});
export type Devices = Shape<typeof Devices>;

/** A code without ADB, for phones that the operator's own programs bring. */
const OrderPairingCode = Type.Object(
  {
    serial: Type.Optional(line(128)),
    parts_per_minute: Type.Optional(nullable(Type.Integer({ minimum: 1, maximum: 10_000 }))),
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

export const DEVICE_ROUTES = {
  'GET /devices': { response: { 200: Devices } },
  'POST /pairing-codes': { body: OrderPairingCode, response: { 201: PairingCode } },
} as const;
