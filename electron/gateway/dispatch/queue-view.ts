import type { Queue } from '../../shared/schemas/queue.ts';
import { MODES, PRIORITIES, type Mode, type Priority, type QueueState } from '../../shared/states.ts';
import { QUEUE } from '../../shared/words/queue.ts';
import { inEnglish } from '../../shared/words/words.ts';
import { formatTimeOrNull } from '../foundation/clock.ts';
import type { MessageStore } from '../messages/message-store.ts';
import type { Lanes } from '../messages/lanes.ts';
import { damageSentence, type DamagedFile } from '../../shared/damage-sentence.ts';
import type { OutcomeCountStore, Outcomes } from '../messages/outcome-count-store.ts';

const MINUTE_MS = 60_000;

interface QueueQuestion {
  /** Null: both modes together. */
  readonly mode: Mode | null;
  readonly state: QueueState;
  readonly damage: DamagedFile | null;
  readonly partsPerMinute: (modes: readonly Mode[]) => number;
  readonly now: number;
}

export interface QueueFigures {
  readonly messages: Pick<MessageStore, 'oldestWaitingAt' | 'countOpen'>;
  readonly lanes: Pick<Lanes, 'of' | 'partsWaiting'>;
  readonly counts: Pick<OutcomeCountStore, 'lastMinute' | 'lastHour'>;
}

/** The queue as the API and the dashboard show it. */
export function queueView({ messages, lanes, counts }: QueueFigures, question: QueueQuestion): Queue {
  const { mode, state, now } = question;
  const modes: readonly Mode[] = mode === null ? MODES : [mode];
  const countOf = (priority: Priority): number =>
    modes.reduce((sum, own) => sum + lanes.of(own, PRIORITIES.indexOf(priority)), 0);
  const depth = { otp: countOf('otp'), transactional: countOf('transactional'), bulk: countOf('bulk') };
  const waiting = depth.otp + depth.transactional + depth.bulk;
  const oldest = waiting === 0 ? null : messages.oldestWaitingAt(modes);
  const lastMinute = sumOf(modes.map((own) => counts.lastMinute({ mode: own }, now)));
  const minutes = minutesLeft({
    isMoving: MOVING.has(state) && waiting > 0,
    partsWaiting: modes.reduce((sum, own) => sum + lanes.partsWaiting(own), 0),
    partsPerMinute: question.partsPerMinute(modes),
    waiting,
    sentLastMinute: lastMinute.sent,
  });
  return {
    state,
    reason: reasonOf(question),
    depth,
    oldest_age_seconds: oldest === null ? null : Math.max(0, Math.floor((now - oldest) / 1000)),
    in_flight: messages.countOpen(modes),
    last_minute: lastMinute,
    last_hour: sumOf(modes.map((own) => counts.lastHour({ mode: own }, now))),
    estimated_empty_at: formatTimeOrNull(minutes === null ? null : Math.round(now + minutes * MINUTE_MS)),
  };
}

function reasonOf({ state, damage }: QueueQuestion): string | null {
  if (state === 'running') return null;
  if (state !== 'storage_damaged' || damage === null) return QUEUE[state].message.en;
  const { message, fix } = inEnglish(damageSentence(damage));
  return [message, ...(fix === null ? [] : [fix])].join(' ');
}

function sumOf(outcomes: readonly Outcomes[]): Outcomes {
  return {
    sent: outcomes.reduce((sum, { sent }) => sum + sent, 0),
    failed: outcomes.reduce((sum, { failed }) => sum + failed, 0),
  };
}

/** The states in which messages go out. */
const MOVING: ReadonlySet<QueueState> = new Set([
  'running',
  'quiet_hours',
  'backlog_full',
  'backlog_too_old',
]);

interface Pace {
  readonly isMoving: boolean;
  readonly partsWaiting: number;
  /** 0 without a phone that may send, infinite where one is not paced. */
  readonly partsPerMinute: number;
  readonly waiting: number;
  readonly sentLastMinute: number;
}

/** Minutes until nothing waits any more; null where nothing says so. Where phones are not paced, the last minute does. */
export function minutesLeft(pace: Pace): number | null {
  if (!pace.isMoving || pace.partsPerMinute === 0) return null;
  if (Number.isFinite(pace.partsPerMinute)) return pace.partsWaiting / pace.partsPerMinute;
  return pace.sentLastMinute === 0 ? null : pace.waiting / pace.sentLastMinute;
}
