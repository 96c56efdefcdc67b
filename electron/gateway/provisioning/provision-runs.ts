/** The runs that install and pair phones: one for each phone at a time, and what each has come to. */
import type { ProvisionRun } from '../../shared/console/provisioning.ts';
import type { Feed } from '../events/feed.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Logger } from '../foundation/logger.ts';
import { newId } from '../foundation/new-id.ts';
import type { ProvisionOrder, ProvisionOutcome } from './provisioning.ts';
import { stepView, waitingSteps, type ProvisionStep } from './provision-steps.ts';

export interface ProvisionRuns {
  /** Starts a run and answers its id. A phone that is being paired keeps its run. */
  readonly start: (order: ProvisionOrder) => string;
  /** A run that goes on or is one of the last fifty. */
  readonly run: (runId: string) => ProvisionRun | undefined;
  /** Resolves when every run is over; whoever stops takes ADB away first, so that they end. */
  readonly ended: () => Promise<void>;
}

export interface ProvisionRunsDeps {
  /** Runs the steps; `tell` gets the whole list after every change. */
  readonly provision: (
    order: ProvisionOrder,
    tell: (steps: readonly ProvisionStep[]) => void,
  ) => Promise<ProvisionOutcome>;
  /** Told whenever a run starts or ends: the phones, by ADB's names, that have one. */
  readonly running: (serials: ReadonlySet<string>) => void;
  readonly feed: Feed;
  readonly clock: Clock;
  readonly log: Logger;
}

const RUNS_KEPT = 50;

export function createProvisionRuns(deps: ProvisionRunsDeps): ProvisionRuns {
  const runs = new Map<string, ProvisionRun>();
  const work = new Set<Promise<void>>();

  function store(run: ProvisionRun): void {
    runs.set(run.run_id, run);
    deps.feed.tell('provision', run.run_id);
  }

  function tellRunning(): void {
    const running = [...runs.values()].filter((run) => run.state === 'running');
    deps.running(new Set(running.map((run) => run.serial)));
  }

  function forgetOldest(): void {
    const over = [...runs.values()].filter((run) => run.state !== 'running');
    for (const run of over.slice(0, Math.max(0, over.length - RUNS_KEPT))) runs.delete(run.run_id);
  }

  async function follow(run: ProvisionRun, order: ProvisionOrder): Promise<void> {
    let last = run;
    try {
      const { state } = await deps.provision(order, (steps) => {
        last = { ...last, steps: steps.map(stepView) };
        store(last);
      });
      store({ ...last, state });
    } catch (error) {
      deps.log.error({ error: String(error) }, 'a provisioning run failed');
      store({ ...last, state: 'failed' });
    }
    tellRunning();
  }

  return {
    start: (order) => {
      const { serial } = order;
      const standing = [...runs.values()].find((run) => run.serial === serial && run.state === 'running');
      if (standing !== undefined) return standing.run_id;
      forgetOldest();
      const run_id = newId('run', deps.clock.now());
      const run: ProvisionRun = { run_id, serial, state: 'running', steps: waitingSteps().map(stepView) };
      store(run);
      tellRunning();
      const following = follow(run, order).finally(() => work.delete(following));
      work.add(following);
      return run_id;
    },
    run: (runId) => runs.get(runId),
    ended: async () => {
      await Promise.all(work);
    },
  };
}
