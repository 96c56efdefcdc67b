import { QUEUE_STATES, type Mode, type QueueState } from '../../shared/states.ts';
import { formatTimeOrNull } from '../foundation/clock.ts';
import { PRIORITIES } from '../messages/message-row.ts';
import type { MessageStore } from '../messages/message-store.ts';

/** Depth and rates are read at most this often: a full backlog is counted, not guessed. */
const COUNT_FOR_MS = 500;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

interface Depth {
  readonly mode: string;
  readonly priority: number;
  readonly count: number;
  readonly oldest: number | null;
}

/** Counts of what waits, cached for half a second. */
export interface QueueCounts {
  waiting(mode: Mode | null): number;
  /** One more was accepted: the limit of the backlog must hold between two counts. */
  added(): void;
  view(mode: Mode | null, state: QueueState): ReturnType<typeof queueAnswer>;
}

export function createQueueCounts(messages: MessageStore, now: () => number): QueueCounts {
  let countedAt = Number.NEGATIVE_INFINITY;
  let depth: readonly Depth[] = [];
  let addedSince = 0;
  const fresh = (): readonly Depth[] => {
    if (now() - countedAt > COUNT_FOR_MS) {
      depth = messages.depth();
      countedAt = now();
      addedSince = 0;
    }
    return depth;
  };
  const own = (mode: Mode | null): readonly Depth[] =>
    fresh().filter((row) => mode === null || row.mode === mode);
  return {
    waiting: (mode) => own(mode).reduce((sum, row) => sum + row.count, 0) + addedSince,
    added: () => {
      addedSince += 1;
    },
    view: (mode, state) => {
      countedAt = Number.NEGATIVE_INFINITY;
      return queueAnswer(own(mode), state, mode, messages, now());
    },
  };
}

function queueAnswer(
  depth: readonly Depth[],
  state: QueueState,
  mode: Mode | null,
  messages: MessageStore,
  now: number,
) {
  const countOf = (priority: (typeof PRIORITIES)[number]): number =>
    depth.filter((row) => PRIORITIES[row.priority] === priority).reduce((sum, row) => sum + row.count, 0);
  const oldest = depth.reduce<number | null>(
    (found, row) => (row.oldest !== null && (found === null || row.oldest < found) ? row.oldest : found),
    null,
  );
  const waiting = depth.reduce((sum, row) => sum + row.count, 0);
  const lastMinute = messages.countSince(now - MINUTE_MS, mode);
  const emptyAt =
    waiting === 0 || lastMinute.sent === 0 ? null : now + (waiting / lastMinute.sent) * MINUTE_MS;
  return {
    state,
    reason: state === 'running' ? null : QUEUE_STATES[state],
    depth: { otp: countOf('otp'), transactional: countOf('transactional'), bulk: countOf('bulk') },
    oldest_age_seconds: oldest === null ? null : Math.max(0, Math.floor((now - oldest) / 1000)),
    in_flight: messages.countOpen(mode),
    last_minute: lastMinute,
    last_hour: messages.countSince(now - HOUR_MS, mode),
    estimated_empty_at: formatTimeOrNull(emptyAt === null ? null : Math.round(emptyAt)),
  };
}
