/** `npm run fuzz -- [--minutes N] [--seed N] [--target NAME]`: feeds each target for so long; exit code 1 on a finding. */
import { parseArgs } from 'node:util';
import { FUZZ_TARGETS } from './fuzz-targets.ts';
import { keepFinding, readKept } from './kept-findings.ts';
import { runFuzz } from './run-fuzz.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string' },
    target: { type: 'string' },
  },
});
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
const forMs = Number(values.minutes) * 60_000;
const targets = FUZZ_TARGETS.filter(({ name }) => values.target === undefined || values.target === name);
if (targets.length === 0 || !(forMs > 0) || !Number.isInteger(seed)) {
  const names = FUZZ_TARGETS.map(({ name }) => name).join(', ');
  console.error(`Usage: npm run fuzz -- [--minutes N] [--seed N] [--target NAME]; targets: ${names}`);
  process.exit(2);
}

for (const target of targets) {
  const { cases, finding } = await runFuzz(target, { seed, forMs, kept: readKept(target.name) });
  console.log(`${target.name}: ${cases} cases, seed ${seed}, ${finding === null ? 'no finding' : 'FINDING'}`);
  if (finding === null) continue;
  console.log(finding.error);
  console.log(`kept in ${keepFinding(target.name, finding.inputs)}`);
  process.exitCode = 1;
}
