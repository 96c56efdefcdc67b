/**
 * `npm run check`: format, lint, types, import table, unit and integration tests, as many at a time as there are
 * processors. Only what failed prints its output.
 */
import { availableParallelism } from 'node:os';
import { secondsSince } from './run-command.mjs';
import { staticChecks } from './static-checks.mjs';
import { runVitestSuite } from './vitest-suite.mjs';

/** @typedef {{ readonly passed: number, readonly failed: number, readonly output: string }} Outcome */
/** @typedef {{ readonly name: string, readonly run: () => Promise<Outcome> }} Task */

/** @type {(suite: string) => Task} */
const suiteTask = (suite) => ({ name: `${suite} tests`, run: () => runVitestSuite(suite) });

/** @type {readonly Task[]} */
const tasks = [
  suiteTask('unit'),
  suiteTask('integration'),
  ...staticChecks.map(({ name, run }) => ({
    name,
    run: async () => {
      const { code, output } = await run();
      return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output };
    },
  })),
];

const started = performance.now();
let passed = 0;
let failed = 0;

/** @param {Task} task */
async function runTask({ name, run }) {
  const taskStarted = performance.now();
  const outcome = await run();
  passed += outcome.passed;
  failed += outcome.failed;
  console.log(`${outcome.failed === 0 ? '✓' : '✗'} ${name} (${secondsSince(taskStarted)})`);
  if (outcome.failed > 0) console.log(outcome.output);
}

const waiting = [...tasks];
async function work() {
  for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) await runTask(task);
}

await Promise.all(Array.from({ length: Math.max(2, Math.min(4, availableParallelism())) }, work));
console.log(`check: ${passed} passed, ${failed} failed in ${secondsSince(started)}`);
process.exitCode = failed === 0 ? 0 : 1;
