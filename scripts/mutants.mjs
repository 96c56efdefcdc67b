/**
 * `npm run mutants`: changes the rules of the gateway one at a time and prints, by folder, how many changes the tests
 * noticed and which they did not. Folders by name; `--file PATH`, `--thorough`, `--concurrency N`; `--relay` for the
 * relay app, its packages by name. See `tests/mutants/README.md`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runRelayMutants } from './mutants-relay.mjs';
import { percentOf, scoreAfter, scoreOf } from './mutation-report.mjs';

/** @typedef {import('./mutation-report.mjs').Score} Score */

const root = fileURLToPath(new URL('..', import.meta.url));
const toolDir = join(root, 'tests', 'mutants');
const reportDir = join(root, 'test-results', 'mutants');

/** Folders that hold rules, and the integration tests that go through them. @type {Record<string, readonly string[]>} */
const FOLDERS = {
  messages: ['messages', 'http', 'dispatch'],
  dispatch: ['dispatch', 'messages'],
  relay: ['relay', 'dispatch'],
  access: ['http'],
  devices: ['devices', 'dispatch', 'inbox'],
  storage: ['http', 'messages'],
};

/** Folders whose rules other folders' unit tests hold. @type {Record<string, readonly string[]>} */
const MORE_UNIT_TESTS = {
  messages: ['inbox'],
  storage: ['messages'],
  relay: ['../../../relay-link'],
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    file: { type: 'string', multiple: true },
    thorough: { type: 'boolean', default: false },
    relay: { type: 'boolean', default: false },
    concurrency: { type: 'string', default: String(Math.max(1, Math.floor(availableParallelism() / 2))) },
  },
});

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ readonly cwd?: string, readonly env?: NodeJS.ProcessEnv }} [options]
 */
function run(command, args, options = {}) {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options }).status === 0;
}

/** @param {string} sentence @returns {never} */
function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

function installTool() {
  if (existsSync(join(toolDir, 'node_modules', '@stryker-mutator', 'core'))) return;
  console.log('Installing the mutation tool (once, some seconds):');
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error'];
  if (!run('npm', args, { cwd: toolDir })) stop('The mutation tool could not be installed; see above.');
}

/**
 * One run of Stryker.
 * @param {string} name of the report
 * @param {readonly string[]} mutate files or ranges in them
 * @param {readonly string[]} tests globs
 * @returns {Score}
 */
function mutate(name, mutate, tests) {
  mkdirSync(reportDir, { recursive: true });
  const reportPath = join(reportDir, `${name}.json`);
  const configPath = join(reportDir, `${name}.config.json`);
  const modules = join(toolDir, 'node_modules', '@stryker-mutator');
  const config = {
    plugins: [join(modules, 'vitest-runner', 'dist', 'src', 'index.js')],
    testRunner: 'vitest',
    vitest: { configFile: 'tests/mutants/vitest.config.ts', related: false },
    mutate,
    mutator: { excludedMutations: ['StringLiteral'] },
    coverageAnalysis: 'perTest',
    concurrency: Number(values.concurrency),
    timeoutMS: 20_000,
    tempDirName: `test-results/mutants/sandbox-${name}`,
    ignorePatterns: ['/out', '/dist', '/relay-apk', '/resources', '/test-results', '/tests/*/node_modules'],
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: reportPath },
    disableTypeChecks: false,
    allowEmpty: true,
  };
  writeFileSync(configPath, JSON.stringify(config, null, 2));
  const env = { ...process.env, MUTANTS_TESTS: tests.join(',') };
  const isRun = run(process.execPath, [join(modules, 'core', 'bin', 'stryker.js'), 'run', configPath], {
    env,
  });
  if (!isRun) stop(`The changes of ${name} could not be tried; see above.`);
  return scoreOf(JSON.parse(readFileSync(reportPath, 'utf8')));
}

/** @param {string} folder */
const unitTests = (folder) =>
  [folder, ...(MORE_UNIT_TESTS[folder] ?? [])].map((name) =>
    join('tests/unit/electron/gateway', name, '**/*.test.ts'),
  );

/** @param {string} folder */
const integrationTests = (folder) =>
  (FOLDERS[folder] ?? []).map((name) => `tests/integration/${name}/**/*.test.ts`);

/** @param {string} folder @param {readonly string[]} files @returns {Score} */
function scoreFolder(folder, files) {
  const first = mutate(folder, files, unitTests(folder));
  if (!values.thorough || first.survivors.length === 0) return first;
  console.log(`${folder}: ${first.survivors.length} that the unit tests missed meet the integration tests`);
  const ranges = [...new Set(first.survivors.map(({ range }) => range))];
  return scoreAfter(first, mutate(`${folder}-thorough`, ranges, integrationTests(folder)));
}

/** @param {string} path */
function folderOf(path) {
  const folder = /^electron\/gateway\/([^/]+)\//.exec(path)?.[1];
  if (folder === undefined) stop(`${path} is not a file of the gateway.`);
  return folder;
}

if (values.relay) {
  await runRelayMutants(positionals.length === 0 ? {} : { packages: positionals });
  process.exit();
}
const unknown = positionals.find((name) => FOLDERS[name] === undefined);
if (unknown !== undefined)
  stop(`There is no folder "${unknown}" here; there are ${Object.keys(FOLDERS).join(', ')}.`);
installTool();

/** @type {[folder: string, files: readonly string[]][]} */
const wanted =
  values.file === undefined
    ? (positionals.length > 0 ? positionals : Object.keys(FOLDERS)).map((folder) => [
        folder,
        [`electron/gateway/${folder}/**/*.ts`],
      ])
    : values.file.map((path) => [folderOf(path), [path]]);

/** @type {[string, Score][]} */
const scores = wanted.map(([folder, files]) => [folder, scoreFolder(folder, files)]);
for (const [folder, { survivors }] of scores) {
  console.log(`\n${folder}: ${survivors.length} changes that no test noticed`);
  for (const { file, place, what, isCovered } of survivors)
    console.log(`  ${file}:${place}  ${what}${isCovered ? '' : '  (no test comes by)'}`);
}
console.log('');
for (const [folder, score] of scores)
  console.log(
    `${folder.padEnd(12)} ${percentOf(score).padStart(8)}   ${score.found} of ${score.total} noticed`,
  );
