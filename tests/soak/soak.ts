/**
 * `npm run soak -- [--minutes 30]`: the bundled gateway with 20 load phones at half of the rate at which it drains.
 * Prints samples and slopes, writes test-results/soak.json; exit code 1 when a bound is passed, 2 for a wrong option.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { build } from '../../scripts/build.mjs';
import { tokenOf } from '../benchmarks/accept.ts';
import { type BundledGateway, startBundled } from '../benchmarks/bundled-gateway.ts';
import { drainOnce, PHONES, waitUntilDrained } from '../benchmarks/drain.ts';
import { type LoadPhones, startLoadPhones } from '../benchmarks/load-phones.ts';
import { forkPacedLoad, type PacedResult } from '../benchmarks/paced-requests.ts';
import { percentile } from '../benchmarks/statistics.ts';
import { takeSample } from './sampling.ts';
import { afterWarmUp, judge, type Sample } from './slopes.ts';
import { bounds, findingLine, sampleHeader, sampleLine } from './soak-table.ts';

const FIRST_DRAIN = 5_000;
const SAMPLES = 180;
const SAMPLE_EVERY_AT_LEAST_MS = 2_000;

interface Soaked {
  readonly perSecond: number;
  readonly samples: readonly Sample[];
  readonly load: PacedResult;
  /** Texts accepted in all, and how many of them the radios sent. */
  readonly accepted: number;
  readonly submits: number;
}

/** Takes and prints samples until the time is over or `stopped` is aborted. */
async function sampleFor(gateway: BundledGateway, forMs: number, stopped: AbortSignal): Promise<Sample[]> {
  const everyMs = Math.max(SAMPLE_EVERY_AT_LEAST_MS, forMs / SAMPLES);
  const startedAt = performance.now();
  const samples: Sample[] = [];
  console.log(sampleHeader);
  for (let dueAt = 0; dueAt <= forMs; dueAt += everyMs) {
    await pause(Math.max(0, startedAt + dueAt - performance.now()), undefined, { signal: stopped });
    const sample = await takeSample(gateway, (performance.now() - startedAt) / 1000);
    samples.push(sample);
    console.log(sampleLine(sample));
  }
  return samples;
}

/** Load and samples side by side; when one of them breaks, the other is ended too. */
async function loadAndSample(
  gateway: BundledGateway,
  perSecond: number,
  forMs: number,
  stop: AbortController,
) {
  const together = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      stop.abort(error);
      throw error;
    });
  const load = together(
    forkPacedLoad(
      {
        port: Number(new URL(gateway.ready.url).port),
        token: tokenOf(gateway),
        run: 'soak',
        perSecond,
        seconds: forMs / 1000,
      },
      stop.signal,
    ),
  );
  const samples = together(sampleFor(gateway, forMs, stop.signal));
  await Promise.allSettled([load, samples]);
  stop.signal.throwIfAborted();
  return { load: await load, samples: await samples };
}

async function soak(forMs: number, stop: AbortController): Promise<Soaked> {
  const gateway = await startBundled({ adbPort: null });
  let phones: LoadPhones | undefined;
  try {
    phones = await startLoadPhones(gateway, PHONES);
    stop.signal.throwIfAborted();
    const perSecond = Math.max(1, Math.floor(FIRST_DRAIN / (await drainOnce(gateway, FIRST_DRAIN)) / 2));
    console.log(`soak: ${perSecond} messages a second for ${forMs / 60_000} min, half of what it drains`);
    const { load, samples } = await loadAndSample(gateway, perSecond, forMs, stop);
    await waitUntilDrained(gateway, 250);
    const submits = await phones.submits();
    return { perSecond, samples, load, accepted: FIRST_DRAIN + load.answered, submits };
  } finally {
    await phones?.stop();
    await gateway.stop();
  }
}

/** Prints what was found and keeps it; answers whether all of it holds. */
async function report({ perSecond, samples, load, accepted, submits }: Soaked): Promise<boolean> {
  const findings = bounds.map((bound) => judge(afterWarmUp(samples), bound));
  console.log(`\n${findings.map(findingLine).join('\n')}`);
  const p99Ms = load.answered === 0 ? null : percentile(load.latenciesMs, 0.99);
  const { refused } = load;
  console.log(`accepted in p99 ${p99Ms?.toFixed(1) ?? '—'} ms; not answered 202: ${refused}`);
  console.log(`the radios sent ${submits} texts for ${accepted} accepted messages`);
  const folder = resolve(import.meta.dirname, '../../test-results');
  await mkdir(folder, { recursive: true });
  const kept = { at: new Date().toISOString(), perSecond, accepted, refused, submits, p99Ms };
  await writeFile(join(folder, 'soak.json'), `${JSON.stringify({ ...kept, findings, samples }, null, 2)}\n`);
  return findings.every(({ isWithin }) => isWithin) && refused === 0 && submits === accepted;
}

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
const minutes = Number(values.minutes);
if (!(minutes > 0 && minutes <= 24 * 60)) {
  console.error('Usage: npm run soak -- [--minutes N], N up to 1440');
  process.exit(2);
}
if (!(await build({ onlyStale: true, onlyGateway: true }))) {
  console.error('soak: the bundle that it runs could not be built.');
  process.exit(1);
}
if (minutes < 10) console.log('soak: under 10 minutes garbage collection alone can pass or hide a bound.');
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    stop.abort(new Error('it was interrupted'));
  });
}
try {
  const soaked = await soak(minutes * 60_000, stop);
  const holds = await report(soaked);
  const did = `${soaked.accepted} messages in ${minutes} min, ${soaked.samples.length} samples; test-results/soak.json`;
  console.log(`soak: ${holds ? 'all bounds hold' : 'FAILED'}; ${did}`);
  process.exitCode = holds ? 0 : 1;
} catch (error) {
  console.error(`soak: FAILED, ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
