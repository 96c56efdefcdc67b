/** What a line of the demo phone's journal holds: an array of records that count together or not at all. */
import { Type, type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { LedgerEntry, PhoneFrame } from '../relay/frames.ts';

const Id = Type.String({ minLength: 1, maxLength: 128 });
const Time = Type.Integer({ minimum: 0 });

/** An attempt, or the promise never to submit one. The text itself is not kept: the pretend radio needs none. */
const Row = Type.Object({
  entry: LedgerEntry,
  /** Of request_id, to, text and sim id; null for a tombstone. */
  hash: Type.Union([Id, Type.Null()]),
  not_after: Time,
  delivery_report: Type.Boolean(),
  /** The pretend radio has it: what Android's own folder of sent texts would show. */
  is_on_radio: Type.Boolean(),
  /** Gateway time of the last change. */
  changed_at: Time,
});

/** The gateway whose attempts these are; without a token it has let the phone go. */
const Identity = Type.Object({ device_id: Id, token: Type.Union([Id, Type.Null()]), gateway_id: Id });

const Record = Type.Union([
  Type.Object({
    k: Type.Literal('ledger'),
    ledger_id: Type.String({ pattern: '^[0-9a-f]{32}$' }),
    /** Ids up to this one that are not held were pruned. */
    prune_mark: Type.Union([Id, Type.Null()]),
    last_seq: Type.Integer({ minimum: 0 }),
    acked_seq: Type.Integer({ minimum: 0 }),
  }),
  Type.Object({ k: Type.Literal('identity'), identity: Type.Union([Identity, Type.Null()]) }),
  Type.Object({ k: Type.Literal('row'), row: Row }),
  Type.Object({ k: Type.Literal('report'), report: Type.Omit(PhoneFrame.report, ['session']) }),
  Type.Object({ k: Type.Literal('acked'), seq: Type.Integer({ minimum: 0 }) }),
]);

export type LedgerRow = Readonly<Static<typeof Row>>;
export type Identity = Readonly<Static<typeof Identity>>;
export type LedgerRecord = Static<typeof Record>;
/** A `report` that waits for its ack; the session is added when it is written. */
export type OpenReport = Extract<LedgerRecord, { k: 'report' }>['report'];

const records = Compile(Type.Array(Record));

/** Reads one line; null when it is damaged. */
export function parseRecords(line: string): LedgerRecord[] | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  return records.Check(value) ? value : null;
}
