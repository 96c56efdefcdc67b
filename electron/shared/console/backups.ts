/** Backups of the database, and asking the phones after one was restored. */
import { Type } from 'typebox';
import { line, list, nullable, oneOf, type Shape, Time } from '../schemas/schema-kit.ts';
import { QUEUE_STATES } from '../states.ts';

/** By the operator, by itself once a day, before an update. */
const BACKUP_KINDS = ['asked', 'daily', 'update'] as const;
export type BackupKind = (typeof BACKUP_KINDS)[number];

const Backup = Type.Object({
  file: Type.String(),
  kind: oneOf(BACKUP_KINDS),
  made_at: Time,
  bytes: Type.Integer(),
});

const Backups = Type.Object({
  ok: Type.Literal(true),
  folder: Type.String({ description: 'Where a backup goes that names no file.' }),
  items: list(Backup),
});
export type Backups = Shape<typeof Backups>;

const OrderBackup = Type.Object(
  { file: Type.Optional(nullable(line(1024, { description: 'A new file, with its whole path.' }))) },
  { additionalProperties: false },
);

const BackupMade = Type.Object({
  ok: Type.Literal(true),
  ...Backup.properties,
  messages: Type.Integer(),
});

const ReconcilePhone = Type.Object({
  device_id: Type.String(),
  name: Type.String(),
  is_linked: Type.Boolean(),
  has_answered: Type.Boolean(),
});

const Reconcile = Type.Object({
  ok: Type.Literal(true),
  is_held: Type.Boolean({ description: 'Nothing goes out until each phone has answered.' }),
  since: nullable(Time),
  phones: list(ReconcilePhone),
  unknown_attempts: Type.Integer({
    description: 'What phones sent that belongs to no message here: it was accepted after the backup.',
  }),
});
export type Reconcile = Shape<typeof Reconcile>;

/** What a phone sent that did not answer may be sent a second time; who says so takes that on. */
const Release = Type.Object({ accept_duplicate_risk: Type.Literal(true) }, { additionalProperties: false });

const Released = Type.Object({ ok: Type.Literal(true), state: oneOf(QUEUE_STATES) });

export const BACKUP_ROUTES = {
  'GET /backups': { response: { 200: Backups } },
  'POST /backups': { body: OrderBackup, response: { 201: BackupMade } },
  'GET /queue/reconcile': { response: { 200: Reconcile } },
  'POST /queue/reconcile/release': { body: Release, response: { 200: Released } },
} as const;
