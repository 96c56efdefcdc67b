import type { Queue } from '../../shared/schemas/queue.ts';
import { MODES, PRIORITIES, type Mode, type Priority, type QueueState } from '../../shared/states.ts';
import { QUEUE } from '../../shared/words/queue.ts';
import { formatTimeOrNull } from '../foundation/clock.ts';
import type { MessageStore } from '../messages/message-store.ts';
import type { Lanes } from '../messages/lanes.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

export interface QueueQuestion {
  /** Null: both modes together. */
  readonly mode: Mode | null;
  readonly state: QueueState;
  readonly now: number;
}

/** The queue as the API and the dashboard show it. */
export function queueView(messages: MessageStore, lanes: Lanes, question: QueueQuestion): Queue {
  const { mode, state, now } = question;
  const modes: readonly Mode[] = mode === null ? MODES : [mode];
  const countOf = (priority: Priority): number =>
    modes.reduce((sum, own) => sum + lanes.of(own, PRIORITIES.indexOf(priority)), 0);
  const depth = { otp: countOf('otp'), transactional: countOf('transactional'), bulk: countOf('bulk') };
  const waiting = depth.otp + depth.transactional + depth.bulk;
  const oldest = waiting === 0 ? null : messages.oldestWaitingAt(modes);
  const lastMinute = messages.countSince(now - MINUTE_MS, mode);
  const emptyAt =
    waiting === 0 || lastMinute.sent === 0 ? null : Math.round(now + (waiting / lastMinute.sent) * MINUTE_MS);
  return {
    state,
    reason: state === 'running' ? null : QUEUE[state].message.en,
    depth,
    oldest_age_seconds: oldest === null ? null : Math.max(0, Math.floor((now - oldest) / 1000)),
    in_flight: messages.countOpen(modes),
    last_minute: lastMinute,
    last_hour: messages.countSince(now - HOUR_MS, mode),
    estimated_empty_at: formatTimeOrNull(emptyAt),
  };
}
