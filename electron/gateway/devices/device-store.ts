import type { Mode } from '../../shared/states.ts';
import { newId } from '../foundation/new-id.ts';
import type { Database } from '../storage/database.ts';
import { predecessorOf } from './sim-successor.ts';

export interface DeviceRow {
  readonly id: string;
  readonly name: string;
  readonly model: string;
  readonly android: number;
  readonly mode: Mode;
  readonly hardware_serial: string | null;
  readonly token_hash: Buffer;
  readonly ledger_id: string;
  /** What the phone itself holds the parts of any 60 s to; null: it does not pace. */
  readonly parts_per_minute: number | null;
  readonly session: number;
  readonly paired_at: number;
  readonly removed_at: number | null;
}

export interface SimRow {
  readonly id: string;
  readonly device_id: string;
  readonly ledger_id: string;
  readonly subscription_id: number;
  readonly slot: number;
  readonly carrier: string | null;
  readonly mcc_mnc: string | null;
  readonly number: string | null;
  readonly is_present: number;
  /** 1 once the operator switched its inbox on. A SIM of another ledger is another row, and off. */
  readonly takes_texts: number;
  /** Parts that it may send in a day and in a calendar month; null: no cap. */
  readonly day_cap: number | null;
  readonly month_cap: number | null;
  /** 0 once the operator switched it off for sending. */
  readonly sends: number;
  /** The SIM that stands in its place, once the operator said whether that one takes over what waits for this one. */
  readonly successor_id: string | null;
  readonly successor_answer: 'takes_over' | 'stays' | null;
}

/** A SIM as a phone tells of it. */
interface SimFacts {
  readonly id: number;
  readonly slot: number;
  readonly carrier: string | null;
  readonly mcc_mnc: string | null;
  readonly number: string | null;
}

type NewDevice = Omit<DeviceRow, 'session' | 'removed_at'>;

/** Rows of the known phones, their ledgers and SIMs. */
export interface DeviceStore {
  all(): readonly DeviceRow[];
  byId(id: string): DeviceRow | undefined;
  byTokenHash(hash: Buffer): DeviceRow | undefined;
  byHardwareSerial(serial: string, mode: Mode): DeviceRow | undefined;
  countEver(mode: Mode): number;
  /** Whether a phone has this name, removed ones included: a name is never given twice. */
  readonly hasName: (name: string) => boolean;
  insert(device: NewDevice): void;
  /** The same phone, paired anew: a new token, perhaps another ledger. */
  rePair(
    id: string,
    facts: Pick<NewDevice, 'token_hash' | 'ledger_id' | 'model' | 'android' | 'paired_at'>,
  ): void;
  /** A link came up: the next session number of the device. */
  nextSession(id: string, ledgerId: string, now: number): number;
  lastSeq(deviceId: string, ledgerId: string): number;
  storeLastSeq(deviceId: string, ledgerId: string, seq: number): void;
  /** Takes in the SIMs that a phone has now; a phone that told of 64 before gets no new ones until old ones are pruned. */
  storeSims(deviceId: string, ledgerId: string, sims: readonly SimFacts[], now: number): void;
  sims(deviceId: string): readonly SimRow[];
  /** Also one that is no longer in the phone: what it received before may come late. */
  simOf(deviceId: string, ledgerId: string, subscriptionId: number): SimRow | undefined;
  setTakesTexts(simId: string, takesTexts: boolean): void;
  /** Whether it sends, and parts that it may send in a day and in a month; null: no cap. */
  readonly setSending: (
    simId: string,
    sending: { readonly sends: boolean; readonly dayCap: number | null; readonly monthCap: number | null },
  ) => void;
  readonly setPartsPerMinute: (deviceId: string, parts: number) => void;
  /** SIMs that a phone told of before and that are not in it. */
  readonly goneSims: (deviceId: string) => readonly SimRow[];
  readonly simById: (simId: string) => SimRow | undefined;
  /** What the operator said of a SIM that is gone. */
  readonly setSuccessor: (simId: string, successorId: string, answer: 'takes_over' | 'stays') => void;
}

/** Rows of one phone: one that tells of ever new SIMs fills no table. Old ones go by the hour. */
const MOST_SIMS = 64;

export function createDeviceStore(db: Database): DeviceStore {
  const all = db.prepare<[], DeviceRow>(
    'SELECT * FROM devices WHERE removed_at IS NULL ORDER BY paired_at, id',
  );
  const byId = db.prepare<[string], DeviceRow>('SELECT * FROM devices WHERE id = ?');
  const byToken = db.prepare<[Buffer], DeviceRow>('SELECT * FROM devices WHERE token_hash = ?');
  const bySerial = db.prepare<[string, string], DeviceRow>(
    'SELECT * FROM devices WHERE hardware_serial = ? AND mode = ? AND removed_at IS NULL',
  );
  const count = db.prepare<[string], { count: number }>(
    'SELECT count(*) AS count FROM devices WHERE mode = ?',
  );
  const named = db.prepare<[string], { id: string }>('SELECT id FROM devices WHERE name = ?');
  const insert =
    db.prepare(`INSERT INTO devices (id, name, model, android, mode, hardware_serial, token_hash, ledger_id,
    parts_per_minute, paired_at) VALUES (@id, @name, @model, @android, @mode, @hardware_serial, @token_hash, @ledger_id,
    @parts_per_minute, @paired_at)`);
  const rePair = db.prepare(
    `UPDATE devices SET token_hash = @token_hash, ledger_id = @ledger_id, model = @model, android = @android,
     paired_at = @paired_at WHERE id = @id`,
  );
  const nextSession = db.prepare<[string, number, string], { session: number }>(
    'UPDATE devices SET session = session + 1, ledger_id = ?, last_seen_at = ? WHERE id = ? RETURNING session',
  );
  const lastSeq = db.prepare<[string, string], { seq: number }>(
    'SELECT last_seq AS seq FROM device_ledgers WHERE device_id = ? AND ledger_id = ?',
  );
  const storeSeq = db.prepare(
    `INSERT INTO device_ledgers (device_id, ledger_id, last_seq) VALUES (?, ?, ?)
     ON CONFLICT (device_id, ledger_id) DO UPDATE SET last_seq = max(last_seq, excluded.last_seq)`,
  );
  const absent = db.prepare('UPDATE sims SET is_present = 0 WHERE device_id = ?');
  const storeSim = db.prepare(
    `INSERT INTO sims (id, device_id, ledger_id, subscription_id, slot, carrier, mcc_mnc, number, is_present, sends,
       day_cap, month_cap)
     SELECT @id, @deviceId, @ledgerId, @subscriptionId, @slot, @carrier, @mccMnc, @number, 1, @sends, @dayCap, @monthCap
     WHERE (SELECT count(*) FROM sims WHERE device_id = @deviceId) < ${MOST_SIMS}
       OR EXISTS (SELECT 1 FROM sims WHERE device_id = @deviceId AND ledger_id = @ledgerId AND subscription_id = @subscriptionId)
     ON CONFLICT (device_id, ledger_id, subscription_id) DO UPDATE SET slot = excluded.slot, carrier = excluded.carrier,
       mcc_mnc = excluded.mcc_mnc, number = excluded.number, is_present = 1, successor_id = NULL,
       successor_answer = NULL`,
  );
  const sims = db.prepare<[string], SimRow>(
    'SELECT * FROM sims WHERE device_id = ? AND is_present = 1 ORDER BY slot, subscription_id',
  );
  const simOf = db.prepare<[string, string, number], SimRow>(
    'SELECT * FROM sims WHERE device_id = ? AND ledger_id = ? AND subscription_id = ?',
  );
  const setTakesTexts = db.prepare('UPDATE sims SET takes_texts = ? WHERE id = ?');
  const setSending = db.prepare('UPDATE sims SET sends = ?, day_cap = ?, month_cap = ? WHERE id = ?');
  const gone = db.prepare<[string], SimRow>(
    'SELECT * FROM sims WHERE device_id = ? AND is_present = 0 ORDER BY id DESC',
  );
  const simById = db.prepare<[string], SimRow>('SELECT * FROM sims WHERE id = ?');
  const setSuccessor = db.prepare('UPDATE sims SET successor_id = ?, successor_answer = ? WHERE id = ?');
  const setParts = db.prepare('UPDATE devices SET parts_per_minute = ? WHERE id = ?');
  return {
    all: () => all.all(),
    byId: (id) => byId.get(id),
    byTokenHash: (tokenHash) => byToken.get(tokenHash),
    byHardwareSerial: (serial, mode) => bySerial.get(serial, mode),
    countEver: (mode) => count.get(mode)?.count ?? 0,
    hasName: (name) => named.get(name) !== undefined,
    insert: (device) => {
      insert.run(device);
    },
    rePair: (id, facts) => {
      rePair.run({ id, ...facts });
    },
    nextSession: (id, ledgerId, now) => nextSession.get(ledgerId, now, id)?.session ?? 0,
    lastSeq: (deviceId, ledgerId) => lastSeq.get(deviceId, ledgerId)?.seq ?? 0,
    storeLastSeq: (deviceId, ledgerId, seq) => {
      storeSeq.run(deviceId, ledgerId, seq);
    },
    storeSims: (deviceId, ledgerId, facts, now) => {
      absent.run(deviceId);
      const before = gone.all(deviceId);
      for (const sim of facts) {
        // What the operator forbade stays forbidden: a cleared app tells of the same SIM as of a new one.
        const own = predecessorOf(sim, before);
        storeSim.run({
          sends: own?.sends ?? 1,
          dayCap: own?.day_cap ?? null,
          monthCap: own?.month_cap ?? null,
          id: newId('sim', now),
          deviceId,
          ledgerId,
          subscriptionId: sim.id,
          slot: sim.slot,
          carrier: sim.carrier,
          mccMnc: sim.mcc_mnc,
          number: sim.number,
        });
      }
    },
    sims: (deviceId) => sims.all(deviceId),
    simOf: (deviceId, ledgerId, subscriptionId) => simOf.get(deviceId, ledgerId, subscriptionId),
    setTakesTexts: (simId, takesTexts) => {
      setTakesTexts.run(takesTexts ? 1 : 0, simId);
    },
    setSending: (simId, { sends, dayCap, monthCap }) => {
      setSending.run(sends ? 1 : 0, dayCap, monthCap, simId);
    },
    setPartsPerMinute: (deviceId, parts) => {
      setParts.run(parts, deviceId);
    },
    goneSims: (deviceId) => gone.all(deviceId),
    simById: (simId) => simById.get(simId),
    setSuccessor: (simId, successorId, answer) => {
      setSuccessor.run(successorId, answer, simId);
    },
  };
}
