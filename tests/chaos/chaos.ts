/**
 * `npm run chaos -- --messages N --faults M --seed S`: prints a report, and exits non-zero when a text was lost, doubled
 * or told untruly.
 *
 *   --messages N   how many texts; 10,000 by default
 *   --faults M     how many faults; 200 by default
 *   --seed S       the same seed draws the same faults; by the clock when left out
 *   --phones P     how many phones; 10 by default
 *   --longest S    the longest that something stays broken, in seconds; 60 by default
 *   --points       a kill at each named place instead of random faults
 *   --json         the report for programs
 */
import { parseArgs } from 'node:util';
import { runChaos, runEachPoint, type ChaosReport } from './chaos-run.ts';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '10000' },
    faults: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    phones: { type: 'string', default: '10' },
    longest: { type: 'string', default: '60' },
    points: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

function print({ verdict, ...report }: ChaosReport): void {
  const list = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `  ${String(count).padStart(6)}  ${name}`)
      .join('\n');
  console.log(`\nFaults\n${list(report.faults)}\n\nTexts\n${list(report.statuses)}`);
  for (const [kind, findings] of Object.entries(verdict)) {
    for (const finding of findings) console.log(`\n${kind}: ${finding}`);
  }
}

const run = values.points ? runEachPoint : runChaos;
const report = await run({
  messages: Number(values.messages),
  faults: Number(values.faults),
  seed: Number(values.seed),
  phones: Number(values.phones),
  longestMs: Number(values.longest) * 1_000,
  endMs: 900_000,
  log: (line) => process.stderr.write(`${line}\n`),
});
if (values.json) console.log(JSON.stringify(report));
else print(report);
const { doubled, untrue, lost } = report.verdict;
const struck = Object.values(report.faults).reduce((sum, count) => sum + count, 0);
console.log(
  `chaos (seed ${report.seed}): ${report.texts} texts, ${struck} faults, ${report.seconds} s: ` +
    `${lost.length} lost, ${doubled.length} doubled, ${untrue.length} false`,
);
process.exit(doubled.length + untrue.length + lost.length === 0 && report.texts > 0 ? 0 : 1);
