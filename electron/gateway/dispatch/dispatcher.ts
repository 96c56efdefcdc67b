/**
 * Hands waiting messages to SIMs. Each round claims what can go now in one transaction (message → sending,
 * attempt `offered`), and writes to the phones only after that is on disk. One round at a time.
 */
import type { WaitingReason } from '../../shared/states.ts';
import type { Sim } from '../devices/sim.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Logger } from '../foundation/logger.ts';
import { newId } from '../foundation/new-id.ts';
import type { AttemptService, CoolDown } from '../messages/attempt-service.ts';
import type { AttemptStore, NewAttempt } from '../messages/attempt-store.ts';
import { ANY_DEVICE, type MessageRow } from '../messages/message-row.ts';
import type { MessageStore } from '../messages/message-store.ts';
import type { MessageTransitions } from '../messages/message-transitions.ts';
import { createPacing, type Pacing } from './pacing.ts';
import { chooseSim, type Candidate, type Choice } from './sim-choice.ts';

export interface DispatcherParts {
  readonly messages: MessageStore;
  readonly attempts: AttemptStore;
  readonly transitions: MessageTransitions;
  readonly attemptService: AttemptService;
  readonly readySims: () => readonly Sim[];
  readonly isPaused: () => boolean;
  readonly write: <T>(unit: () => T) => Promise<T>;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface Dispatcher {
  /** Something changed: look again soon. Many calls make one round. */
  readonly wake: () => void;
  /** A phone asked for rest. */
  rest(coolDowns: readonly CoolDown[]): void;
  partsLeft(deviceId: string, limit: number | null): number;
  /** Why a waiting message waits now, by the same decision that hands messages out. */
  whyWaiting(row: MessageRow): { readonly reason: WaitingReason; readonly until: number | null };
  start(): void;
  /** Resolves when no round is running. */
  stop(): Promise<void>;
}

type LiveCandidate = Candidate & { slots: number; partsLeft: number; lastUsedAt: number; readonly sim: Sim };
type Claim = { readonly attempt: NewAttempt; readonly row: MessageRow; readonly sim: Sim };

const SWEEP_MS = 1000;
const MAX_CLAIM = 512;
/** How long past its own time a message may stay with a silent phone before it is `unknown`. */
const SILENCE_GRACE_MS = 15 * 60_000;
export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const { messages, attempts, transitions, attemptService, clock, log } = parts;
  const pacing = new Map<string, Pacing>();
  const lastUsed = new Map<string, number>();
  /** By SIM; by device where the whole phone must rest. */
  const restsUntil = new Map<string, number>();
  let isAwake = false;
  let isStopped = true;
  let round: Promise<void> | null = null;
  let sweeper: NodeJS.Timeout | null = null;
  let turn = 0;

  function pacingOf(deviceId: string): Pacing {
    let own = pacing.get(deviceId);
    if (own === undefined) {
      own = createPacing(attempts.partsSince(deviceId, clock.now() - 60_000));
      pacing.set(deviceId, own);
    }
    return own;
  }

  function candidates(now: number): LiveCandidate[] {
    return parts.readySims().map((sim) => ({
      sim,
      simId: sim.simId,
      deviceId: sim.deviceId,
      mode: sim.mode,
      isInService: sim.isInService,
      slots: sim.freeSlots(),
      partsPerMinute: sim.partsPerMinute ?? Number.POSITIVE_INFINITY,
      partsLeft:
        sim.partsPerMinute === null
          ? Number.POSITIVE_INFINITY
          : pacingOf(sim.deviceId).left(sim.partsPerMinute, now),
      lastUsedAt: lastUsed.get(sim.simId) ?? 0,
      restsUntil: Math.max(restsUntil.get(sim.simId) ?? 0, restsUntil.get(sim.deviceId) ?? 0),
    }));
  }

  function choose(row: MessageRow, pool: readonly LiveCandidate[], now: number): Choice<LiveCandidate> {
    const before = row.held > 0 ? attempts.ofMessage(row.seq).at(-1) : undefined;
    return chooseSim(
      {
        mode: row.mode,
        deviceId: row.lane === ANY_DEVICE ? null : row.lane,
        simId: row.sim_id,
        parts: row.parts,
        avoidSimId: before?.sim_id ?? null,
      },
      pool,
      now,
    );
  }

  function take(candidate: LiveCandidate, row: MessageRow, now: number): void {
    candidate.slots -= 1;
    candidate.partsLeft -= row.parts;
    turn += 1;
    candidate.lastUsedAt = now + turn / 1e6;
    lastUsed.set(candidate.simId, candidate.lastUsedAt);
    if (candidate.sim.partsPerMinute !== null) pacingOf(candidate.deviceId).record(row.parts, now);
  }

  /** Inside the transaction: which messages go to which SIM, marked so. */
  function claim(now: number): readonly Claim[] {
    const claims: Claim[] = [];
    const pool = candidates(now);
    for (const mode of ['live', 'test']) {
      const own = pool.filter((candidate) => candidate.mode === mode && candidate.restsUntil <= now);
      const room = own.reduce((sum, candidate) => sum + candidate.slots, 0);
      if (room <= 0) continue;
      const lanes = [ANY_DEVICE, ...new Set(own.map((candidate) => candidate.deviceId))];
      for (const row of messages.waiting(mode, lanes, Math.min(room, MAX_CLAIM))) {
        if (row.expires_at <= now) {
          transitions.markExpired(row, now);
          continue;
        }
        const choice = choose(row, own, now);
        if (choice.kind === 'none') continue;
        if (!transitions.markSending(row, choice.sim.sim.deviceName, now)) continue;
        take(choice.sim, row, now);
        claims.push({ attempt: newAttempt(row, choice.sim.sim, now), row, sim: choice.sim.sim });
      }
    }
    for (const { attempt } of claims) attempts.insert(attempt);
    return claims;
  }

  function handOver(claims: readonly Claim[]): void {
    const unwritten: string[] = [];
    for (const { attempt, row, sim } of claims) {
      const result = sim.handOver({
        attemptId: attempt.attemptId,
        requestId: row.request_id,
        to: row.recipient,
        text: row.body,
        maxParts: row.max_parts,
        deliveryReport: row.delivery_report === 1,
        isSensitive: false,
        notAfter: row.expires_at,
      });
      if (result === 'not_written') unwritten.push(attempt.attemptId);
    }
    if (unwritten.length === 0) return;
    parts
      .write(() => {
        for (const attemptId of unwritten) attemptService.markNotWritten(attemptId, clock.now());
      })
      .then(wake, (error: unknown) => {
        log.error({ error: String(error) }, 'attempts that were not written could not be marked');
      });
  }

  async function runRound(): Promise<void> {
    if (parts.isPaused()) return;
    const claims = await parts.write(() => claim(clock.now()));
    if (claims.length === 0) return;
    handOver(claims);
    wake();
  }

  function wake(): void {
    if (isStopped || isAwake) return;
    isAwake = true;
    if (round !== null) return;
    setImmediate(() => {
      if (isStopped || round !== null || !isAwake) return;
      isAwake = false;
      if (!hasRoom()) return;
      round = runRound()
        .catch((error: unknown) => {
          log.error({ error: String(error) }, 'a dispatch round failed');
        })
        .finally(() => {
          round = null;
          if (isAwake) {
            isAwake = false;
            wake();
          }
        });
    });
  }

  function hasRoom(): boolean {
    return parts.readySims().some((sim) => sim.freeSlots() > 0);
  }

  function sweep(): void {
    const now = clock.now();
    const expired = messages.expiredWaiting(now, 500);
    const silent = attempts.silentSince(now - SILENCE_GRACE_MS);
    const retryAt = messages.nextRetryAt();
    const isRetryDue = retryAt !== null && retryAt <= now;
    if (expired.length > 0 || silent.length > 0 || isRetryDue) {
      parts
        .write(() => {
          for (const row of expired) transitions.markExpired(row, now);
          for (const attempt of silent) attemptService.giveUpSilent(attempt, now);
          if (isRetryDue) messages.releaseRetries(now);
        })
        .catch((error: unknown) => {
          log.error({ error: String(error) }, 'the sweep of expired messages failed');
        });
    }
    wake();
  }

  return {
    wake,
    rest: (coolDowns) => {
      for (const { deviceId, simId, who, ms } of coolDowns) {
        const id = who === 'phone' ? deviceId : simId;
        const until = clock.now() + ms;
        restsUntil.set(id, Math.max(restsUntil.get(id) ?? 0, until));
      }
    },
    partsLeft: (deviceId, limit) => pacingOf(deviceId).left(limit, clock.now()),
    whyWaiting: (row) => {
      const now = clock.now();
      if (parts.isPaused()) return { reason: 'paused', until: null };
      if (row.retry_at !== null) return { reason: 'pacing', until: row.retry_at };
      const pool = candidates(now);
      const choice = choose(row, pool, now);
      if (choice.kind === 'none' && choice.reason !== 'busy') {
        const own = pool.filter((candidate) => candidate.mode === row.mode);
        const until = choice.reason === 'pacing' ? soonest(own, now) : null;
        return { reason: choice.reason, until };
      }
      return { reason: 'pacing', until: null };
    },
    start: () => {
      isStopped = false;
      sweeper = setInterval(sweep, SWEEP_MS);
      wake();
    },
    stop: async () => {
      isStopped = true;
      if (sweeper !== null) clearInterval(sweeper);
      if (round !== null) await round;
    },
  };

  function soonest(pool: readonly LiveCandidate[], now: number): number | null {
    const times = pool.flatMap((candidate) => {
      if (candidate.restsUntil > now) return [candidate.restsUntil];
      const at = pacingOf(candidate.deviceId).freeAt(candidate.sim.partsPerMinute, now);
      return at === null ? [] : [at];
    });
    return times.length === 0 ? null : Math.min(...times);
  }
}

function newAttempt(row: MessageRow, sim: Sim, now: number): NewAttempt {
  return {
    attemptId: newId('att', now),
    messageSeq: row.seq,
    n: row.held + 1,
    deviceId: sim.deviceId,
    deviceName: sim.deviceName,
    ledgerId: sim.ledgerId,
    simId: sim.simId,
    simSlot: sim.slot,
    notAfter: row.expires_at,
    offeredAt: now,
  };
}
