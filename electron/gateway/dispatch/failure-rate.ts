/** Holds the queue when phone after phone refuses: what waits is not burnt in an outage that Android does not show. */
import { MODES, type Mode } from '../../shared/states.ts';
import type { OutcomeCountStore } from '../messages/outcome-count-store.ts';

interface FailureRateDeps {
  readonly counts: Pick<OutcomeCountStore, 'faultsInARow' | 'forgiveFaults'>;
  /** Messages that may fail in a row; 0: any number. */
  readonly limit: () => number;
  readonly now: () => number;
}

export interface FailureRate {
  /** Null: one of the modes. */
  readonly isFailing: (mode: Mode | null) => boolean;
  /** The operator looked and resumes: what failed so far counts no more. Inside a transaction. */
  readonly forgive: () => void;
}

/** They failed within so many minutes, and nothing was sent between them; after that a few are tried again. */
const WITHIN_MINUTES = 10;

export function createFailureRate({ counts, limit, now }: FailureRateDeps): FailureRate {
  return {
    isFailing: (mode) => {
      const most = limit();
      const modes = mode === null ? MODES : [mode];
      return most > 0 && modes.some((own) => counts.faultsInARow(own, WITHIN_MINUTES, now()) >= most);
    },
    forgive: () => {
      counts.forgiveFaults(now());
    },
  };
}
