/** A SIM takes over what waits for the one that was in its place, once the operator said so. */
import type { Succession } from '../devices/sim-succession.ts';
import type { EventStore } from '../events/event-store.ts';
import { logged } from '../foundation/faults.ts';
import type { Logger } from '../foundation/logger.ts';
import { every, type Timer } from '../foundation/timers.ts';
import type { Lanes } from '../messages/lanes.ts';
import type { TargetTransitions } from '../messages/target-transitions.ts';

/** A question to the operator: may this SIM take over? */
export interface TakeoverQuestion extends Succession {
  /** Messages that wait for the SIM that is gone. */
  readonly waiting: number;
}

export interface SimTakeover {
  /** SIMs that are gone, that something waits for, and whose successor nobody has answered for. */
  readonly questions: () => readonly TakeoverQuestion[];
  /** Whether the operator is asked about this SIM. */
  readonly isAsked: (simId: string) => boolean;
  /** Stores the answer; after a yes what waits moves, at once and later. Throws `not_found`. */
  readonly answer: (oldSimId: string, newSimId: string, takesOver: boolean) => Promise<void>;
  /** Moves what has come in line for SIMs whose successor took over. Resolves when all is moved. */
  readonly moveWaiting: () => Promise<void>;
  start(): void;
  /** Resolves when nothing is being moved. */
  stop(): Promise<void>;
}

export interface SimTakeoverDeps {
  readonly successions: () => readonly Succession[];
  readonly successionOf: (simId: string) => Succession | null;
  readonly answerSuccession: SimTakeover['answer'];
  readonly lanes: Pick<Lanes, 'waitingFor' | 'readyTargets'>;
  readonly moves: TargetTransitions;
  readonly events: Pick<EventStore, 'append'>;
  readonly write: <T>(unit: () => T) => Promise<T>;
  readonly now: () => number;
  readonly wake: () => void;
  readonly log: Logger;
}

/** Messages in one transaction: a turn of the loop stays short. */
const BATCH = 250;
/** A message that was scheduled, or waited for its next try, comes in line for the SIM that is gone. */
const LOOK_MS = 1_000;

export function createSimTakeover(deps: SimTakeoverDeps): SimTakeover {
  const { lanes, moves, write } = deps;
  const failed = logged(deps.log, 'messages could not be moved to the SIM that takes over');
  let timer: Timer | null = null;
  let moving: Promise<void> | null = null;
  let isStopped = false;

  /** The row is read in the transaction: a SIM that came back takes its own messages. */
  function moveSome(oldSimId: string): number {
    const found = deps.successionOf(oldSimId);
    if (found?.answer !== 'takes_over') return 0;
    const at = deps.now();
    const moved = moves.move(oldSimId, found.newSimId, BATCH, at);
    if (moved > 0) {
      deps.events.append({
        ...{ type: 'sim.took_over', mode: 'live', clientId: null, subjectId: oldSimId, at },
        data: { successor: found.newSimId, messages: moved },
      });
    }
    return moved;
  }

  async function moveAll(): Promise<void> {
    for (const target of lanes.readyTargets()) {
      if (deps.successionOf(target)?.answer !== 'takes_over') continue;
      let isMore = true;
      while (isMore && !isStopped) isMore = (await write(() => moveSome(target))) === BATCH;
      deps.wake();
    }
  }

  function moveWaiting(): Promise<void> {
    moving ??= moveAll().finally(() => {
      moving = null;
    });
    return moving;
  }

  return {
    moveWaiting,
    questions: () =>
      deps.successions().flatMap((succession) => {
        const waiting = lanes.waitingFor(succession.oldSimId);
        return succession.answer === null && waiting > 0 ? [{ ...succession, waiting }] : [];
      }),
    isAsked: (simId) => {
      const found = deps.successionOf(simId);
      return found !== null && found.answer === null;
    },
    answer: async (oldSimId, newSimId, takesOver) => {
      await deps.answerSuccession(oldSimId, newSimId, takesOver);
      if (!takesOver) return;
      // The answer is stored: what is not moved now is moved by the timer, also after a restart.
      moveWaiting().catch(failed);
    },
    start: () => {
      isStopped = false;
      timer = every(
        LOOK_MS,
        () => {
          moveWaiting().catch(failed);
        },
        failed,
      );
    },
    stop: async () => {
      isStopped = true;
      timer?.stop();
      // Whoever started it has told of a failure.
      await moving?.catch(() => undefined);
    },
  };
}
