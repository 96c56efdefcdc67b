import type { ChangeTopic } from '../../electron/shared/change-topics.ts';
import type { Change } from '../../electron/shared/console/changes.ts';

/** What changed since the last look: the ids of each topic; a topic that was too busy to name them is `all`. */
export type GatheredChanges = ReadonlyMap<ChangeTopic, ReadonlySet<string> | 'all'>;

interface ChangeGatherer {
  readonly add: (changes: readonly Change[]) => void;
  readonly stop: () => void;
}

/** The ids that each topic named; an empty id stands for any. */
export function gatherChanges(changes: readonly Change[]): GatheredChanges {
  const byTopic = new Map<ChangeTopic, Set<string>>();
  for (const { topic, id } of changes) {
    const ids = byTopic.get(topic) ?? new Set();
    byTopic.set(topic, ids.add(id));
  }
  return new Map([...byTopic].map(([topic, ids]) => [topic, ids.has('') ? 'all' : ids]));
}

/**
 * Holds changes back so that a burst becomes one look: `take` is called at once for a first change, then at most
 * once in `everyMs`, and never while its last call is still at work.
 */
export function createChangeGatherer(
  everyMs: number,
  take: (changes: GatheredChanges) => Promise<void>,
): ChangeGatherer {
  let held: Change[] = [];
  let isBusy = false;
  let isStopped = false;

  const look = (): void => {
    if (isStopped || isBusy || held.length === 0) return;
    const changes = gatherChanges(held);
    held = [];
    isBusy = true;
    const rest = new Promise((resolve) => setTimeout(resolve, everyMs));
    // A look that failed leaves the rows as they were; the next change or the next connection mends them.
    void Promise.allSettled([take(changes), rest]).then(() => {
      isBusy = false;
      look();
    });
  };
  return {
    add: (changes) => {
      held.push(...changes);
      look();
    },
    stop: () => {
      isStopped = true;
      held = [];
    },
  };
}
