import type { Mode } from '../../shared/states.ts';
import type { LocalDay } from '../foundation/local-day.ts';
import type { Database } from '../storage/database.ts';
import { NEVER_UNDONE, type IfUndone } from '../storage/transactions.ts';

/** What became of one message. A fault is a failure that speaks of phone, SIM or network, not of the text. */
export type CountedOutcome = 'sent' | 'failed' | 'fault' | 'expired';

/** The phone and the SIM that an outcome came through. */
export interface OutcomeSource {
  readonly deviceId: string;
  readonly simId: string;
}

/** Whose outcomes are counted together. */
type OutcomeScope =
  | { readonly mode: Mode }
  | { readonly clientId: string; readonly mode: Mode }
  | { readonly deviceId: string }
  | { readonly simId: string };

/** `failed` counts those whose time ran out too. */
export interface Outcomes {
  readonly sent: number;
  readonly failed: number;
}

/**
 * How many messages were sent and failed in each minute, hour and local day, by mode, client, phone and SIM. What a
 * transaction notes is written once, at its end.
 */
export interface OutcomeCountStore {
  /** Inside a transaction. `source` is null where no phone had it. */
  note(
    message: { readonly clientId: string; readonly mode: Mode },
    outcome: CountedOutcome,
    source: OutcomeSource | null,
    now: number,
  ): void;
  /** Writes what was noted; inside the transaction. */
  readonly flush: () => void;
  /** The last 60 seconds; of the minute before this one the part that they reach into. */
  lastMinute(scope: OutcomeScope, now: number): Outcomes;
  /** The last 60 minutes, whole ones and this one. */
  lastHour(scope: OutcomeScope, now: number): Outcomes;
  /** The local day that `now` is in. */
  today(scope: OutcomeScope, now: number): Outcomes;
  /** Faults of the last minutes if nothing was sent in them, else 0. */
  faultsInARow(mode: Mode, minutes: number, now: number): number;
  /** The operator looked at them: they count no more. Inside a transaction. */
  forgiveFaults(now: number): void;
  /** Deletes at most `limit` counts that nobody asks for any more, and tells how many. Inside a transaction. */
  readonly prune: (now: number, limit: number) => number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const HOUR_MINUTES = 60;
/** How long each unit is kept. */
const KEPT_MS = { minute: 2 * HOUR_MS, hour: 35 * DAY_MS, day: 400 * DAY_MS } as const;
type Unit = keyof typeof KEPT_MS;

interface Count {
  readonly unit: Unit;
  readonly scope: string;
  readonly at: number;
  sent: number;
  failed: number;
  expired: number;
  faults: number;
}

function nameOf(scope: OutcomeScope): string {
  if ('clientId' in scope) return `client/${scope.clientId}/${scope.mode}`;
  if ('mode' in scope) return `mode/${scope.mode}`;
  return 'deviceId' in scope ? `device/${scope.deviceId}` : `sim/${scope.simId}`;
}

function add(count: Count, outcome: CountedOutcome, by: 1 | -1): void {
  if (outcome === 'sent') count.sent += by;
  else if (outcome === 'expired') count.expired += by;
  else count.failed += by;
  if (outcome === 'fault') count.faults += by;
}

export function createOutcomeCountStore(
  db: Database,
  localDay: (now: number) => LocalDay,
  ifUndone: IfUndone = NEVER_UNDONE,
): OutcomeCountStore {
  const upsert = db.prepare<[string, string, number, number, number, number, number]>(
    `INSERT INTO outcome_counts (unit, scope, at, sent, failed, expired, faults) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (unit, scope, at) DO UPDATE SET sent = sent + excluded.sent, failed = failed + excluded.failed,
       expired = expired + excluded.expired, faults = faults + excluded.faults`,
  );
  const sum = db.prepare<[string, string, number, number], Outcomes & { readonly faults: number }>(
    `SELECT coalesce(sum(sent), 0) AS sent, coalesce(sum(failed + expired), 0) AS failed,
       coalesce(sum(faults), 0) AS faults
     FROM outcome_counts WHERE unit = ? AND scope = ? AND at BETWEEN ? AND ?`,
  );
  const forgive = db.prepare<[string, number]>(
    "UPDATE outcome_counts SET faults = 0 WHERE unit = 'minute' AND scope = ? AND at >= ?",
  );
  const prune = db.prepare<[string, number, number]>(
    `DELETE FROM outcome_counts WHERE (unit, scope, at) IN
       (SELECT unit, scope, at FROM outcome_counts INDEXED BY outcome_counts_age WHERE unit = ? AND at < ? LIMIT ?)`,
  );
  let pending = new Map<string, Count>();

  const dayAt = (now: number): number => Number(localDay(now).name.replaceAll('-', ''));
  const atOf = (unit: Unit, now: number): number =>
    unit === 'day' ? dayAt(now) : Math.floor(now / (unit === 'hour' ? HOUR_MS : MINUTE_MS));

  function countOf(unit: Unit, scope: string, at: number): Count {
    const key = `${unit}/${at}/${scope}`;
    let count = pending.get(key);
    if (count === undefined) {
      count = { unit, scope, at, sent: 0, failed: 0, expired: 0, faults: 0 };
      pending.set(key, count);
    }
    return count;
  }

  /** What this transaction has noted so far is in it. */
  function between(unit: Unit, scope: OutcomeScope, from: number, to: number) {
    const name = nameOf(scope);
    const { sent, failed, faults } = sum.get(unit, name, from, to) ?? { sent: 0, failed: 0, faults: 0 };
    const total = { sent, failed, faults };
    for (const count of pending.values()) {
      if (count.unit !== unit || count.scope !== name || count.at < from || count.at > to) continue;
      total.sent += count.sent;
      total.failed += count.failed + count.expired;
      total.faults += count.faults;
    }
    return total;
  }

  return {
    note: ({ clientId, mode }, outcome, source, now) => {
      const scopes: OutcomeScope[] = [{ mode }, { clientId, mode }];
      if (source !== null) scopes.push({ deviceId: source.deviceId }, { simId: source.simId });
      const counts = scopes
        .map(nameOf)
        .flatMap((scope) =>
          (['minute', 'hour', 'day'] as const).map((unit) => countOf(unit, scope, atOf(unit, now))),
        );
      for (const count of counts) add(count, outcome, 1);
      ifUndone(() => {
        for (const count of counts) add(count, outcome, -1);
      });
    },
    flush: () => {
      if (pending.size === 0) return;
      const written = pending;
      for (const count of written.values()) {
        const { unit, scope, at, sent, failed, expired, faults } = count;
        if (sent + failed + expired > 0) upsert.run(unit, scope, at, sent, failed, expired, faults);
      }
      pending = new Map();
      // What was undone is taken out of it by those who noted it.
      ifUndone(() => {
        pending = written;
      });
    },
    lastMinute: (scope, now) => {
      const minute = atOf('minute', now);
      const own = between('minute', scope, minute, minute);
      const before = between('minute', scope, minute - 1, minute - 1);
      const share = 1 - (now % MINUTE_MS) / MINUTE_MS;
      return {
        sent: own.sent + Math.round(before.sent * share),
        failed: own.failed + Math.round(before.failed * share),
      };
    },
    lastHour: (scope, now) => {
      const minute = atOf('minute', now);
      const { sent, failed } = between('minute', scope, minute - HOUR_MINUTES + 1, minute);
      return { sent, failed };
    },
    today: (scope, now) => {
      const day = dayAt(now);
      const { sent, failed } = between('day', scope, day, day);
      return { sent, failed };
    },
    faultsInARow: (mode, minutes, now) => {
      const minute = atOf('minute', now);
      const { sent, faults } = between('minute', { mode }, minute - minutes + 1, minute);
      return sent > 0 ? 0 : faults;
    },
    forgiveFaults: (now) => {
      for (const mode of ['live', 'test'] as const) {
        forgive.run(nameOf({ mode }), atOf('minute', now) - HOUR_MINUTES);
      }
    },
    prune: (now, limit) => {
      let deleted = 0;
      for (const unit of ['minute', 'hour', 'day'] as const) {
        if (deleted < limit)
          deleted += prune.run(unit, atOf(unit, now - KEPT_MS[unit]), limit - deleted).changes;
      }
      return deleted;
    },
  };
}
