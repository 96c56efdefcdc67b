/** The state of the queue as it is now: told to people, and asked for every new message. */
import type { Mode, QueueState, StorageTrouble } from '../../shared/states.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Lanes } from '../messages/lanes.ts';
import { queueStateOf, refusalOf } from './queue-state.ts';
import type { DamagedFile } from '../../shared/damage-sentence.ts';
import { queueView, type QueueFigures } from './queue-view.ts';

interface QueueStatusDeps extends QueueFigures {
  readonly lanes: QueueFigures['lanes'] & Pick<Lanes, 'total'>;
  /** The phones of a mode, or of both. */
  readonly phones: (mode: Mode | null) => readonly { readonly isReady: boolean }[];
  readonly isPaused: () => boolean;
  readonly isReconciling: () => boolean;
  readonly isRefusing: () => boolean;
  readonly isQuiet: () => boolean;
  /** Message after message of a mode failed; null: of one of them. */
  readonly isFailing: (mode: Mode | null) => boolean;
  /** Parts that the phones of these modes may send in a minute; infinite where one is not paced. */
  readonly partsPerMinute: (modes: readonly Mode[]) => number;
  readonly backlogLimit: () => number;
  readonly storageTrouble: () => StorageTrouble | null;
  readonly damage: () => DamagedFile | null;
  readonly clock: Clock;
}

interface QueueStatus {
  /** Null: both modes together. */
  readonly state: (mode: Mode | null) => QueueState;
  /** Why so many new messages are refused now, or null. Asked for every message, so it looks at no phone. */
  readonly refusal: (messages?: number) => QueueState | null;
  /** The figures of the API and the dashboard. */
  readonly view: (mode: Mode | null) => ReturnType<typeof queueView>;
}

export function createQueueStatus(deps: QueueStatusDeps): QueueStatus {
  const { lanes, phones, clock } = deps;

  const backlog = (more = 0) => ({
    waiting: lanes.total() + more,
    backlogLimit: deps.backlogLimit(),
    storageTrouble: deps.storageTrouble(),
    isRefusing: deps.isRefusing(),
  });
  const state = (mode: Mode | null): QueueState =>
    queueStateOf({
      ...backlog(),
      isPaused: deps.isPaused(),
      isReconciling: deps.isReconciling(),
      isQuiet: deps.isQuiet(),
      isFailing: deps.isFailing(mode),
      hasReadyDevice: phones(mode).some((phone) => phone.isReady),
    });

  return {
    state,
    refusal: (messages = 1) => refusalOf(backlog(messages - 1)),
    view: (mode) =>
      queueView(deps, {
        mode,
        state: state(mode),
        damage: deps.damage(),
        partsPerMinute: deps.partsPerMinute,
        now: clock.now(),
      }),
  };
}
