import type { QueueState, StorageTrouble } from '../../shared/states.ts';

/** What decides whether new work is taken. */
interface BacklogFacts {
  readonly waiting: number;
  readonly backlogLimit: number;
  readonly storageTrouble: StorageTrouble | null;
  /** The operator paused it and refuses what comes meanwhile. */
  readonly isRefusing: boolean;
}

/** What decides the state of the queue. */
interface QueueFacts extends BacklogFacts {
  readonly isPaused: boolean;
  /** Message after message failed, and none was sent between them. */
  readonly isFailing: boolean;
  /** Phones are asked what they sent before a restore. */
  readonly isReconciling: boolean;
  readonly hasReadyDevice: boolean;
  /** Bulk messages wait for the end of the quiet hours. */
  readonly isQuiet: boolean;
}

/** Why new work is refused, the most serious first; null while it is taken. */
export function refusalOf(facts: BacklogFacts): QueueState | null {
  if (facts.storageTrouble !== null) return facts.storageTrouble;
  if (facts.waiting >= facts.backlogLimit) return 'backlog_full';
  return facts.isRefusing ? 'paused' : null;
}

/** The first that holds, the most serious first: what refuses new work comes before what only holds it. */
export function queueStateOf(facts: QueueFacts): QueueState {
  const refusal = refusalOf(facts);
  if (refusal !== null) return refusal;
  if (facts.isPaused) return 'paused';
  if (facts.isReconciling) return 'reconcile';
  if (facts.isFailing) return 'failure_rate';
  if (!facts.hasReadyDevice) return 'no_device';
  return facts.isQuiet ? 'quiet_hours' : 'running';
}
