/**
 * Claiming: what handing out one message costs inside its transaction, with few and with a million waiting, in one lane
 * and in five thousand. The stores and the claim are the product's, in this process; the commit that makes it durable
 * is not in the time, because it costs the same however many wait.
 */
import { rm } from 'node:fs/promises';
import type { Sim } from '../../electron/gateway/devices/sim.ts';
import { Claimer } from '../../electron/gateway/dispatch/claim.ts';
import { Fleet } from '../../electron/gateway/dispatch/fleet.ts';
import { createEventStore } from '../../electron/gateway/events/event-store.ts';
import { createFeed } from '../../electron/gateway/events/feed.ts';
import { systemClock } from '../../electron/gateway/foundation/clock.ts';
import { createLocalDays } from '../../electron/gateway/foundation/local-day.ts';
import { createOutcomeCountStore } from '../../electron/gateway/messages/outcome-count-store.ts';
import { createAttemptStore } from '../../electron/gateway/messages/attempt-store.ts';
import { createLaneStore } from '../../electron/gateway/messages/lane-store.ts';
import { createLanes } from '../../electron/gateway/messages/lanes.ts';
import { createMessageStore } from '../../electron/gateway/messages/message-store.ts';
import { createMessageTransitions } from '../../electron/gateway/messages/message-transitions.ts';
import { createSimUsageStore } from '../../electron/gateway/messages/sim-usage-store.ts';
import type { Database } from '../../electron/gateway/storage/database.ts';
import { openStorage } from '../../electron/gateway/storage/storage.ts';
import { figures, type Measurement } from './figures.ts';
import { makeDataDir } from './bundled-gateway.ts';
import { percentile } from './statistics.ts';

const FEW = 1_000;
const MANY = 1_000_000;
const MANY_LANES = 5_000;
const WARM_UP = 300;

interface Backlog {
  readonly waiting: number;
  readonly lanes: number;
  /** Claims one message; the milliseconds of the claim alone. */
  claim(): number;
  close(): Promise<void>;
}

/** Rows as accepting them would leave them; every fifth recipient is texted twice. */
function fill(db: Database, waiting: number, lanes: number): void {
  const now = Date.now();
  db.exec('BEGIN');
  db.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
     INSERT INTO lanes (id, mode, priority, target, client_id, batch_id) SELECT i, 'live', 1, '', 'cli_' || i, '' FROM n`,
  ).run(lanes);
  db.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < @waiting - 1)
     INSERT INTO messages (request_id, client_id, mode, state, priority, recipient, body, parts, encoding, device_id,
       max_parts, delivery_report, created_at, expires_at, updated_at, lane_id)
     SELECT 'req_' || i, 'cli_' || (i % @lanes + 1), 'live', 'queued', 1, '+97798' || printf('%08d', i * 4 / 5),
       'text ' || i, 1, 'GSM-7', '', 6, 1, @now + i / 100, @now + 86400000 + i / 100, @now, i % @lanes + 1 FROM n`,
  ).run({ waiting, lanes, now });
  db.exec('COMMIT');
}

async function openBacklog(waiting: number, lanes: number): Promise<Backlog> {
  const directory = await makeDataDir();
  const storage = openStorage(directory);
  const { db } = storage;
  fill(db, waiting, lanes);
  const attempts = createAttemptStore(db);
  const memory = createLanes(createLaneStore(db), () => false);
  const sims = ['a', 'b', 'c'].map(simOf);
  const localDay = createLocalDays(() => 'UTC');
  const fleet = new Fleet({
    readySims: () => sims,
    isDeviceHeld: () => false,
    attempts,
    usage: createSimUsageStore(db),
    localDay,
    clock: systemClock,
  });
  const counts = createOutcomeCountStore(db, localDay);
  const claimer = new Claimer({
    lanes: memory,
    messages: createMessageStore(db, memory),
    attempts,
    transitions: createMessageTransitions(db, createEventStore(db), createFeed(), memory, counts),
    fleet,
  });
  return {
    waiting,
    lanes,
    claim: () => {
      db.exec('BEGIN IMMEDIATE');
      const startedAt = performance.now();
      const { claims } = claimer.claim({
        now: Date.now(),
        monotonic: performance.now(),
        isQuiet: false,
        failing: [],
      });
      const ms = performance.now() - startedAt;
      db.exec('COMMIT');
      if (claims.length !== 1) throw new Error(`${claims.length} messages were claimed instead of one`);
      const [claim] = claims;
      if (claim !== undefined) fleet.keepUsed(claim.attempt.attemptId);
      return ms;
    },
    close: async () => {
      storage.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** One of three phones; together their links take one message at a time, so that a round claims one. */
function simOf(name: string, index: number): Sim {
  return {
    simId: `sim_${name}`,
    slot: 1,
    deviceId: `dev_${name}`,
    deviceName: name,
    ledgerId: 'ab'.repeat(16),
    mode: 'live',
    partsPerMinute: null,
    isInService: true,
    isOn: true,
    signal: 4,
    batteryPercent: 80,
    isCharging: true,
    dayCap: null,
    monthCap: null,
    freeSlots: () => (index === 0 ? 1 : 0),
    handOver: () => 'written',
  };
}

/** Times so many claims from each backlog, in turns, so that a busy moment of the machine is shared by all. */
export async function measureClaim(claims: number, say: (line: string) => void): Promise<Measurement[]> {
  const backlogs: Backlog[] = [];
  try {
    for (const [waiting, lanes] of [
      [FEW + WARM_UP + claims, 1],
      [MANY, 1],
      [MANY, MANY_LANES],
    ] as const) {
      backlogs.push(await openBacklog(waiting, lanes));
    }
    const times = backlogs.map((): number[] => []);
    for (let n = 0; n < WARM_UP + claims; n += 1) {
      backlogs.forEach((backlog, index) => {
        const ms = backlog.claim();
        if (n >= WARM_UP) times[index]?.push(ms);
      });
    }
    const [few, many, lanes] = times.map((own) => ({
      p50: percentile(own, 0.5),
      p99: percentile(own, 0.99),
    }));
    backlogs.forEach((backlog, index) => {
      const own = times[index] ?? [];
      say(
        `  ${backlog.waiting} waiting in ${backlog.lanes} lanes: p50 ${percentile(own, 0.5).toFixed(3)} ms, p99 ${percentile(own, 0.99).toFixed(3)} ms`,
      );
    });
    if (few === undefined || many === undefined || lanes === undefined)
      throw new Error('nothing was measured');
    const worst = Math.max(many.p50, lanes.p50);
    return [
      { figure: figures.claimP99, value: many.p99, note: '1,000,000 waiting in 1 lane' },
      { figure: figures.claimLanesP99, value: lanes.p99, note: '1,000,000 waiting in 5,000 lanes' },
      {
        figure: figures.claimFlat,
        value: worst / few.p50,
        note: `median, the slower of both against ${FEW} waiting in 1 lane`,
      },
    ];
  } finally {
    for (const backlog of backlogs) await backlog.close();
  }
}
