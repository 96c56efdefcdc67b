/**
 * `npm test`: everything, ending with the line `N passed, N failed`. Named suites alone: `npm run test:unit` and its
 * siblings give their names here.
 */
import { build } from './build.mjs';
import { endToEndPackages, ensureDebianPackages } from './debian-packages.mjs';
import { secondsSince } from './run-command.mjs';
import { staticChecks } from './static-checks.mjs';
import { runRelaySuite } from './relay-suite.mjs';
import { runVitestSuite } from './vitest-suite.mjs';

/**
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {readonly string[]} failures
 */

/** @type {(sentence: string) => Outcome} */
const oneFailure = (sentence) => ({ passed: 0, failed: 1, failures: [sentence] });
const onePass = { passed: 1, failed: 0, failures: [] };

/** Suites that need adb, a display and Java as Linux has them; on other systems they say so and count nothing. */
const linuxSuites = ['relay', 'e2e', 'phones'];
/** @type {string[]} */
const notRun = [];

/** @returns {Promise<Outcome>} */
async function runChecks() {
  /** @type {Outcome[]} */
  const outcomes = [];
  for (const check of staticChecks) {
    const started = performance.now();
    const { code, output } = await check.run();
    console.log(`${code === 0 ? '✓' : '✗'} ${check.name} (${secondsSince(started)})`);
    if (code !== 0) console.log(output);
    outcomes.push(code === 0 ? onePass : oneFailure(`${check.name}: see its output above`));
  }
  return sum(outcomes);
}

/** @returns {Promise<Outcome>} */
async function runBuild() {
  return (await build({ onlyStale: true })) ? onePass : oneFailure('build: see its output above');
}

/**
 * Suites that start adb, Electron and Chromium: what they need is installed, and the app built, first.
 * @param {readonly string[]} [filters]
 * @returns {Promise<Outcome>}
 */
async function runEndToEnd(filters = []) {
  const problem = await ensureDebianPackages(endToEndPackages);
  if (problem !== null) {
    console.log(problem);
    return oneFailure(`end-to-end tests did not run. ${problem}`);
  }
  const built = await runBuild();
  return built.failed > 0 ? built : sum([built, await runVitestSuite('e2e', { filters, show: true })]);
}

/**
 * The relay app: Maven first, then the tests that run the classes it leaves behind; those of `e2e` need them too.
 * @returns {Promise<Outcome>}
 */
async function runRelay() {
  const built = await runRelaySuite();
  return sum([built, await runVitestSuite('relay', { show: true })]);
}

/** @type {Record<string, () => Promise<Outcome>>} */
const suites = {
  checks: runChecks,
  unit: () => runVitestSuite('unit', { show: true }),
  relay: runRelay,
  integration: () => runVitestSuite('integration', { show: true }),
  e2e: () => runEndToEnd(),
};

/** Parts of the above under a name of their own; `npm test` runs them within the whole. @type {typeof suites} */
const partialSuites = {
  phones: () => runEndToEnd(['phone', 'path', 'adb', 'play']),
};

/**
 * @param {readonly Outcome[]} outcomes
 * @returns {Outcome}
 */
function sum(outcomes) {
  return {
    passed: outcomes.reduce((total, outcome) => total + outcome.passed, 0),
    failed: outcomes.reduce((total, outcome) => total + outcome.failed, 0),
    failures: outcomes.flatMap((outcome) => outcome.failures),
  };
}

/**
 * A suite whose runner throws has failed; the others still run.
 * @param {string} name
 * @returns {Promise<Outcome>}
 */
async function runNamed(name) {
  const run = suites[name] ?? partialSuites[name];
  if (run === undefined) {
    const known = [...Object.keys(suites), ...Object.keys(partialSuites)].join(', ');
    return oneFailure(`There is no suite "${name}"; there are ${known}.`);
  }
  if (process.platform !== 'linux' && linuxSuites.includes(name)) {
    notRun.push(name);
    console.log(
      `\n— ${name}: does not run on ${process.platform}; it needs adb, a display and Java on Linux`,
    );
    return { passed: 0, failed: 0, failures: [] };
  }
  const started = performance.now();
  console.log(`\n— ${name}`);
  try {
    const outcome = await run();
    console.log(`— ${name}: ${outcome.passed} passed, ${outcome.failed} failed in ${secondsSince(started)}`);
    return outcome;
  } catch (error) {
    return oneFailure(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}

const asked = process.argv.slice(2);
/** @type {Outcome[]} */
const outcomes = [];
for (const name of asked.length > 0 ? asked : Object.keys(suites)) outcomes.push(await runNamed(name));
const total = sum(outcomes);
if (total.failures.length > 0)
  console.log(`\nFailed:\n${total.failures.map((line) => `  ${line}`).join('\n')}`);
if (notRun.length > 0) console.log(`\nNot run on ${process.platform}: ${notRun.join(', ')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
