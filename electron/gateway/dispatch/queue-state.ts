import type { QueueState } from '../../shared/states.ts';

/** What decides the state of the queue. */
export interface QueueFacts {
  readonly isPaused: boolean;
  readonly hasReadyDevice: boolean;
  readonly waiting: number;
  readonly backlogLimit: number;
  readonly isStorageLow: boolean;
}

/** The first that holds, the most serious first: what refuses new work comes before what only holds it. */
export function queueStateOf(facts: QueueFacts): QueueState {
  if (facts.isStorageLow) return 'storage_low';
  if (facts.waiting >= facts.backlogLimit) return 'backlog_full';
  if (facts.isPaused) return 'paused';
  if (!facts.hasReadyDevice) return 'no_device';
  return 'running';
}
