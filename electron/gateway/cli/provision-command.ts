import { setTimeout as wait } from 'node:timers/promises';
import { inEnglish, sentence } from '../../shared/words/words.ts';
import { callConsole } from './console-client.ts';

const POLL_MS = 300;
/** Sending, a question on the phone, pairing and the first heartbeat, each with its own deadline in the gateway. */
const DEADLINE_MS = 8 * 60_000;

interface Step {
  readonly title: string;
  readonly state: string;
  readonly message: string;
  readonly fix: string | null;
}

function readSteps(value: unknown): readonly Step[] {
  if (!Array.isArray(value)) return [];
  return value.map((step: unknown) => {
    const field = (name: string): string => {
      const found: unknown = typeof step === 'object' && step !== null ? Reflect.get(step, name) : undefined;
      // Some of it came from the phone: an escape could command the terminal.
      return typeof found === 'string' ? found.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim() : '';
    };
    return {
      title: field('title'),
      state: field('state'),
      message: field('message'),
      fix: field('fix') || null,
    };
  });
}

interface ProvisionCommandOptions {
  readonly dataDir: string;
  readonly serial: string;
  readonly json: boolean;
  /** Remove a relay app that somebody else signed. */
  readonly replace: boolean;
}

/**
 * Installs and pairs a phone and tells each step as it ends, how far the running one is included. Resolves with
 * whether the phone is ready.
 */
export async function provision(options: ProvisionCommandOptions): Promise<boolean> {
  const { dataDir, serial, replace } = options;
  const started = await callConsole(dataDir, 'POST', '/provision', { serial, replace });
  const told = new Set<string>();
  const until = performance.now() + DEADLINE_MS;
  while (performance.now() < until) {
    const run = await callConsole(dataDir, 'GET', `/provision/${String(started.run_id)}`);
    if (!options.json) tellSteps(readSteps(run.steps), told);
    if (run.state !== 'running') {
      if (options.json) process.stdout.write(`${JSON.stringify(run)}\n`);
      return run.state === 'done';
    }
    await wait(POLL_MS);
  }
  process.stderr.write(`${inEnglish(sentence('cli.phone_not_ready')).message}\n`);
  return false;
}

/** The line of a step, or null when it has nothing to say. */
export function stepLine({ title, state, message, fix }: Step): string | null {
  if (state === 'waiting' || message === '') return null;
  if (state === 'running') return `  ${message}`;
  return `${title}: ${message}${fix === null ? '' : ` → ${fix}`}`;
}

function tellSteps(steps: readonly Step[], told: Set<string>): void {
  for (const step of steps) {
    const line = stepLine(step);
    if (line === null || told.has(line)) continue;
    told.add(line);
    process.stdout.write(`${line}\n`);
  }
}
