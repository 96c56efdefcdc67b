/**
 * Hands waiting messages to SIMs. Each round claims what can go now in one transaction (message → sending,
 * attempt `offered`), and writes to the phones only after that is on disk. One round at a time.
 */
import { MODES } from '../../shared/states.ts';
import type { Clock } from '../foundation/clock.ts';
import { passFaultPoint } from '../foundation/fault-points.ts';
import { logged } from '../foundation/faults.ts';
import type { Logger } from '../foundation/logger.ts';
import { after, every, soon, type Timer } from '../foundation/timers.ts';
import type { AttemptNews, AttemptService } from '../messages/attempt-service.ts';
import type { SimUsageStore } from '../messages/sim-usage-store.ts';
import { Claimer, type Claim, type ClaimDeps } from './claim.ts';
import type { Fleet } from './fleet.ts';
import { createOutlook, type Outlook, type OutlookDeps } from './outlook.ts';
import { Rests, type RestDeps } from './rests.ts';
import { hasDue, sweepOnce, type SweepDeps } from './sweep.ts';

interface DispatcherDeps extends ClaimDeps, SweepDeps, Omit<OutlookDeps, 'claimer' | 'lanes' | 'fleet'> {
  readonly attempts: ClaimDeps['attempts'] & SweepDeps['attempts'];
  readonly messages: ClaimDeps['messages'] & SweepDeps['messages'];
  readonly transitions: ClaimDeps['transitions'] & SweepDeps['transitions'];
  readonly attemptService: Pick<AttemptService, 'giveUpSilent' | 'markNotWritten'>;
  readonly fleet: Fleet;
  readonly usage: SimUsageStore;
  readonly setTrouble: RestDeps['setTrouble'];
  /** The database can not be relied on: nothing is handed out, and nothing ended for its time. */
  readonly isStorageBroken: () => boolean;
  readonly write: <T>(unit: () => T) => Promise<T>;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface Dispatcher extends Outlook {
  /** Something changed: look again soon. Many calls make one round. */
  readonly wake: () => void;
  /** What became of attempts; after it is on the disk. */
  readonly hear: (news: readonly AttemptNews[]) => void;
  partsLeft(deviceId: string, limit: number | null): number;
  start(): void;
  /** Resolves when no round is running. */
  stop(): Promise<void>;
}

const SWEEP_MS = 1000;
/** A round is not asked for sooner than this after the last, however close the next room is. */
const SHORTEST_NAP_MS = 10;

export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const { attemptService, fleet, clock, log } = deps;
  const claimer = new Claimer(deps);
  const rests = new Rests({ fleet, setTrouble: deps.setTrouble, monotonic: () => clock.monotonic() });
  const roundFailed = logged(log, 'a dispatch round failed');
  const sweepFailed = logged(log, 'the sweep of what is due failed');
  let isAwake = false;
  let isStopped = true;
  let round: Promise<void> | null = null;
  let sweeping: Promise<void> | null = null;
  let sweeper: Timer | null = null;
  let nap: Timer | null = null;
  let booked: readonly Claim[] = [];

  /** A claim whose transaction was undone has booked room that nobody uses. */
  function unbook(): void {
    for (const { attempt } of booked) fleet.giveBack(attempt.attemptId, attempt.deviceId);
    booked = [];
  }

  function handOver(claims: readonly Claim[]): void {
    const unwritten: string[] = [];
    for (const { attempt, row, sim } of claims) {
      const result = sim.sim.handOver({
        attemptId: attempt.attemptId,
        requestId: row.request_id,
        to: row.recipient,
        text: row.body,
        maxParts: row.max_parts,
        deliveryReport: row.delivery_report === 1,
        isSensitive: false,
        notAfter: row.expires_at,
      });
      if (result === 'written') {
        passFaultPoint('hand_over.written');
        continue;
      }
      fleet.giveBack(attempt.attemptId, attempt.deviceId);
      unwritten.push(attempt.attemptId);
    }
    if (unwritten.length === 0) return;
    deps
      .write(() => {
        for (const attemptId of unwritten) attemptService.markNotWritten(attemptId, clock.now());
      })
      .then(wake, (error: unknown) => {
        log.error({ error: String(error) }, 'attempts that were not written could not be marked');
      });
  }

  async function runRound(): Promise<void> {
    if (deps.isPaused() || deps.isReconciling() || deps.isStorageBroken()) return;
    const { claims, nextAt } = await deps
      .write(() => {
        unbook();
        const now = clock.now();
        const isQuiet = deps.quietUntil(now) !== null;
        const failing = MODES.filter(deps.isFailing);
        const found = claimer.claim({ now, monotonic: clock.monotonic(), isQuiet, failing });
        booked = found.claims;
        deps.usage.flush();
        if (booked.length > 0) passFaultPoint('claim.stored');
        return found;
      })
      .catch((error: unknown) => {
        unbook();
        throw error;
      });
    booked = [];
    napUntil(nextAt);
    if (claims.length === 0) return;
    passFaultPoint('claim.committed');
    handOver(claims);
    wake();
  }

  /** Sleeps until a minute or a rest has room; the sweep looks every second anyway. */
  function napUntil(monotonic: number | null): void {
    nap?.stop();
    nap = null;
    const ms = monotonic === null ? SWEEP_MS : Math.ceil(monotonic - clock.monotonic());
    if (ms < SWEEP_MS && !isStopped) nap = after(Math.max(SHORTEST_NAP_MS, ms), wake, roundFailed);
  }

  function wake(): void {
    if (isStopped || isAwake) return;
    isAwake = true;
    if (round !== null) return;
    soon(() => {
      if (isStopped || round !== null || !isAwake) return;
      isAwake = false;
      if (!hasWork()) return;
      round = runRound()
        .catch(roundFailed)
        .finally(() => {
          round = null;
          if (isAwake) {
            isAwake = false;
            wake();
          }
        });
    }, roundFailed);
  }

  function hasWork(): boolean {
    return deps.lanes.hasReady() && fleet.hasRoom();
  }

  /** Ends what is over and lets go what is due, batch after batch with the loop free between them. */
  async function sweep(): Promise<void> {
    // What waits may have left already, and what is silent may have answered: neither ends before the phones told.
    if (deps.isReconciling() || deps.isStorageBroken()) return;
    let isMore = hasDue(deps, clock.now());
    while (isMore && !isStopped) isMore = await deps.write(() => sweepOnce(deps, clock.now()));
  }

  function tick(): void {
    wake();
    sweeping ??= sweep()
      .then(wake)
      .catch(sweepFailed)
      .finally(() => {
        sweeping = null;
      });
  }

  return {
    wake,
    hear: (news) => {
      rests.take(news);
      wake();
    },
    partsLeft: (deviceId, limit) => {
      const budget = fleet.phoneBudget(deviceId);
      budget.setLimit(limit);
      return budget.left(clock.monotonic(), false);
    },
    ...createOutlook({ ...deps, claimer }),
    start: () => {
      isStopped = false;
      sweeper = every(SWEEP_MS, tick, sweepFailed);
      tick();
    },
    stop: async () => {
      isStopped = true;
      sweeper?.stop();
      nap?.stop();
      await sweeping;
      await round;
    },
  };
}
