/**
 * `npm run bench`: measures the figures built so far, prints a table and writes test-results/bench.json.
 *
 *   --short         fewer and shorter rounds, under 5 minutes
 *   --check         exit 1 when a figure is under its floor or could not be measured
 *   --only NAME     accept, bulk, handover, drain, claim, lists, start or memory; may be repeated
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../../scripts/build.mjs';
import { benchmarkPackages, ensureDebianPackages } from '../../scripts/debian-packages.mjs';
import { measureAccept } from './accept.ts';
import { measureBulk } from './bulk.ts';
import { measureClaim } from './claim.ts';
import { measureDrain } from './drain.ts';
import { allReachFloor, type Figure, figures, formatTable, judge, type Measurement } from './figures.ts';
import { measureHandover } from './handover.ts';
import { measureLists } from './lists.ts';
import { measureIdleMemory, measureStart } from './start-and-memory.ts';

interface Benchmark {
  readonly name: string;
  readonly figures: readonly Figure[];
  run(isShort: boolean): Promise<Measurement[]>;
}

const say = (line: string) => {
  console.log(line);
};

const benchmarks: readonly Benchmark[] = [
  {
    name: 'start',
    figures: [figures.firstStart, figures.emptyStart],
    run: (isShort) => measureStart(isShort ? 5 : 11),
  },
  { name: 'memory', figures: [figures.idleMemory], run: () => measureIdleMemory() },
  {
    name: 'accept',
    figures: [figures.acceptRatio, figures.acceptP99, figures.loadMemory],
    run: (isShort) =>
      measureAccept(isShort ? { rounds: 5, secondsPerRound: 3 } : { rounds: 9, secondsPerRound: 6 }, say),
  },
  { name: 'bulk', figures: [figures.bulk], run: (isShort) => measureBulk(isShort ? 5 : 15) },
  {
    name: 'handover',
    figures: [figures.handoverP50, figures.handoverP99],
    run: (isShort) => measureHandover(isShort ? 300 : 2000),
  },
  {
    name: 'claim',
    figures: [figures.claimP99, figures.claimLanesP99, figures.claimFlat],
    run: (isShort) => measureClaim(isShort ? 2_000 : 10_000, say),
  },
  {
    name: 'lists',
    figures: [figures.listsP99, figures.acceptBeside, figures.fullStart, figures.backlogStart],
    run: (isShort) =>
      measureLists(
        isShort
          ? { sizes: [1_000, 100_000], readsPerView: 100 }
          : { sizes: [1_000, 100_000, 1_000_000], readsPerView: 300 },
        say,
      ),
  },
  { name: 'drain', figures: [figures.drain], run: (isShort) => measureDrain(isShort ? 10_000 : 40_000) },
];

/** A benchmark that breaks leaves its figures unmeasured and says why; the others still run. */
async function runOne(benchmark: Benchmark, isShort: boolean): Promise<Measurement[]> {
  say(`— ${benchmark.name}`);
  try {
    return await benchmark.run(isShort);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    say(`  ${why}`);
    const [note = ''] = why.split('\n');
    return benchmark.figures.map((figure) => ({ figure, value: null, note }));
  }
}

function toJson(measurements: readonly Measurement[], isShort: boolean) {
  return {
    at: new Date().toISOString(),
    short: isShort,
    machine: { processors: cpus().length, model: cpus()[0]?.model ?? null, node: process.version },
    figures: measurements.map((measurement) => ({
      ...measurement.figure,
      value: measurement.value,
      verdict: judge(measurement),
      note: measurement.note,
    })),
  };
}

const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
  },
});
const problem = await ensureDebianPackages(benchmarkPackages);
if (problem !== null || !(await build({ onlyStale: true, onlyGateway: true }))) {
  console.error(problem ?? 'bench: the bundle that it measures could not be built.');
  process.exit(1);
}

const wanted = benchmarks.filter(({ name }) => options.only.length === 0 || options.only.includes(name));
const measurements: Measurement[] = [];
for (const benchmark of wanted) measurements.push(...(await runOne(benchmark, options.short)));

say(`\n${formatTable(measurements)}\n`);
const folder = resolve(import.meta.dirname, '../../test-results');
await mkdir(folder, { recursive: true });
await writeFile(
  join(folder, 'bench.json'),
  `${JSON.stringify(toJson(measurements, options.short), null, 2)}\n`,
);
const reached = measurements.filter((measurement) => judge(measurement) === 'goal').length;
say(`bench: ${measurements.length} figures, ${reached} at their goal; test-results/bench.json`);
if (options.check && !allReachFloor(measurements)) {
  console.error('bench --check: a figure is under its floor or was not measured.');
  process.exitCode = 1;
}
