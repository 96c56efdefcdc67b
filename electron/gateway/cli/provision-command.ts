import { setTimeout as wait } from 'node:timers/promises';
import { callConsole } from './console-client.ts';

const POLL_MS = 300;
const DEADLINE_MS = 5 * 60_000;

type Step = {
  readonly title: string;
  readonly state: string;
  readonly message: string;
  readonly fix: string | null;
};

function readSteps(value: unknown): readonly Step[] {
  if (!Array.isArray(value)) return [];
  return value.map((step: unknown) => {
    const field = (name: string): string => {
      const found: unknown = typeof step === 'object' && step !== null ? Reflect.get(step, name) : undefined;
      return typeof found === 'string' ? found : '';
    };
    return {
      title: field('title'),
      state: field('state'),
      message: field('message'),
      fix: field('fix') || null,
    };
  });
}

/** Pairs a phone and tells each step as it ends. Resolves with whether the phone is ready. */
export async function provision(options: {
  readonly dataDir: string;
  readonly serial: string;
  readonly json: boolean;
}): Promise<boolean> {
  const started = await callConsole(options.dataDir, 'POST', '/provision', { serial: options.serial });
  const told = new Set<string>();
  const until = Date.now() + DEADLINE_MS;
  while (Date.now() < until) {
    const run = await callConsole(options.dataDir, 'GET', `/provision/${String(started.run_id)}`);
    if (!options.json) tellSteps(readSteps(run.steps), told);
    if (run.state !== 'running') {
      if (options.json) process.stdout.write(`${JSON.stringify(run)}\n`);
      return run.state === 'done';
    }
    await wait(POLL_MS);
  }
  process.stderr.write('The phone did not get ready in five minutes.\n');
  return false;
}

function tellSteps(steps: readonly Step[], told: Set<string>): void {
  for (const step of steps) {
    const isOver = step.state !== 'waiting' && step.state !== 'running';
    const line = `${step.title}: ${step.message}${step.fix === null ? '' : ` → ${step.fix}`}`;
    if (!isOver || told.has(line)) continue;
    told.add(line);
    process.stdout.write(`${line}\n`);
  }
}
