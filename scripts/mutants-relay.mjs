/**
 * The relay app's half of `npm run mutants`: how much its unit tests would notice. Mutations (a condition negated, a
 * boundary moved, a call left out, another value returned, a changed clause of SQL) are planted into the compiled rules,
 * and the tests that reach one must fail while it is in force. Not part of `npm test`; about half an hour on 2 cores.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureDebianPackages, relayPackages } from './debian-packages.mjs';
import { projectRoot, runCommand, secondsSince } from './run-command.mjs';

const app = join(projectRoot, 'relay-apk');
const target = join(app, 'target');
const folder = join(target, 'mutants');
/** The exit code of a JVM in which a mutation hung; the ids before it are told. */
const HUNG = 3;

/** What is mutated in each package: of `link` the files that decide, not those that hold a socket open. */
const RULES = {
  ledger: 'ledger/.*',
  inbox: 'inbox/.*',
  model: 'model/.*',
  link: 'link/(Backoff|Dialler|GatewayFrames|LineReader|LinkWriter|RelayLink)',
};

/** @typedef {{ id: number, package: string, text: string }} Mutation */
/** @typedef {'killed' | 'hung' | 'survived' | 'unreached'} Verdict */
/** @typedef {{ package: string, killed: number, all: number }} Score */

/**
 * What `plant` wrote: id, package and what was changed where, a line each.
 * @param {string} text
 * @returns {Mutation[]}
 */
export function readMutations(text) {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [id = '', inPackage = '', ...rest] = line.split('\t');
      return { id: Number(id), package: inPackage, text: rest.join(' ') };
    });
}

/**
 * One line of `try`; null for what a test printed.
 * @param {string} line
 * @returns {{ id: number, verdict: Verdict } | null}
 */
export function readVerdict(line) {
  const [, id, word] = /^(\d+)\t(killed|hung|survived|unreached)\t/.exec(line) ?? [];
  if (word !== 'killed' && word !== 'hung' && word !== 'survived' && word !== 'unreached') return null;
  return { id: Number(id), verdict: word };
}

/**
 * A mutation that hangs its test is noticed, as one that fails it is; one that no test reaches is not.
 * @param {readonly Mutation[]} mutations
 * @param {ReadonlyMap<number, Verdict>} verdicts
 * @returns {{ scores: Score[], survivors: string[] }}
 */
export function judgeMutations(mutations, verdicts) {
  /** @type {Map<string, Score>} */
  const scores = new Map();
  const survivors = [];
  for (const mutation of mutations) {
    const score = scores.get(mutation.package) ?? { package: mutation.package, killed: 0, all: 0 };
    scores.set(mutation.package, score);
    score.all += 1;
    const verdict = verdicts.get(mutation.id) ?? 'unreached';
    if (verdict === 'killed' || verdict === 'hung') score.killed += 1;
    else survivors.push(`${mutation.text}${verdict === 'unreached' ? ' (no test reaches it)' : ''}`);
  }
  return { scores: [...scores.values()], survivors };
}

/**
 * @param {Score} score
 */
const scoreLine = ({ package: name, killed, all }) =>
  `${name.padEnd(8)} ${String(killed).padStart(4)} of ${String(all).padStart(4)}  ${((100 * killed) / all).toFixed(1)} %`;

/** The virtual machine as the app's tests run in it (relay-apk/pom.xml), with the planted classes in front. */
function jvmArguments() {
  const archives = ['monitor', 'idling', 'tracing'].map((name) => join(target, 'aar', name, 'classes.jar'));
  const others = readFileSync(join(target, 'host-classpath.txt'), 'utf8').trim();
  const own = [join(folder, 'classes'), join(target, 'test-classes'), join(target, 'classes')];
  return [
    '-Xmx1g',
    '-XX:TieredStopAtLevel=1',
    '--add-opens=java.base/java.net=ALL-UNNAMED',
    `-Djava.security.properties=${join(app, 'src', 'test', 'resources', 'old-tls.properties')}`,
    '-Drobolectric.offline=true',
    `-Drobolectric.dependency.dir=${join(target, 'robolectric')}`,
    `-Drelay.examples=${join(projectRoot, 'tests', 'relay-link')}`,
    '-cp',
    [...own, ...archives, others].join(delimiter),
    'app.relaydesk.relay.mutants.MutantRun',
  ];
}

/**
 * @param {readonly string[]} args
 */
async function runStep(args) {
  const { code, output } = await runCommand('java', [...jvmArguments(), ...args], { cwd: app });
  if (code !== 0) throw new Error(`The mutation run failed at "${args[0]}":\n${output}`);
}

/**
 * Tries the mutations from an id on, in one JVM.
 * @param {number} first
 * @param {(told: { id: number, verdict: Verdict }) => void} hear
 * @returns {Promise<number>} the JVM's exit code
 */
function tryFrom(first, hear) {
  return new Promise((done, fail) => {
    const child = spawn('java', [...jvmArguments(), 'try', folder, String(first)], {
      cwd: app,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const told = readVerdict(line);
      if (told !== null) hear(told);
    });
    child.on('error', fail);
    child.on('close', (code) => done(code ?? 128));
  });
}

/**
 * @param {readonly Mutation[]} mutations
 */
async function tryAll(mutations) {
  /** @type {Map<number, Verdict>} */
  const verdicts = new Map();
  let code = HUNG;
  while (code === HUNG) {
    code = await tryFrom(verdicts.size, ({ id, verdict }) => {
      verdicts.set(id, verdict);
      if (verdicts.size % 100 === 0) console.log(`${verdicts.size} of ${mutations.length} tried`);
    });
  }
  if (code !== 0 || verdicts.size < mutations.length)
    throw new Error(`The mutation run ended with code ${code} after ${verdicts.size} mutations.`);
  return verdicts;
}

/**
 * Builds the app and its tests, tries every mutation, prints a score for each package and what survived.
 * @param {{ packages?: readonly string[] }} [options] packages: some of `ledger`, `inbox`, `model`, `link`; all when left out
 * @returns {Promise<{ scores: Score[], survivors: string[] }>}
 */
export async function runRelayMutants({ packages = Object.keys(RULES) } = {}) {
  const missing = await ensureDebianPackages(relayPackages);
  if (missing !== null) throw new Error(missing);
  const started = performance.now();
  const patterns = Object.entries(RULES).filter(([name]) => packages.includes(name));
  if (patterns.length < packages.length)
    throw new Error(`There are mutations for ${Object.keys(RULES).join(', ')}.`);
  const built = await runCommand('mvn', [
    '-q',
    '-B',
    '-f',
    'relay-apk/pom.xml',
    '-Ptests',
    'process-test-classes',
  ]);
  if (built.code !== 0) throw new Error(`The relay app was not built:\n${built.output}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await runStep(['plant', folder, join(target, 'classes'), patterns.map(([, pattern]) => pattern).join('|')]);
  await runStep(['reach', folder, join(target, 'test-classes'), Object.keys(RULES).join(',')]);
  const mutations = readMutations(readFileSync(join(folder, 'mutations.tsv'), 'utf8'));
  const judged = judgeMutations(mutations, await tryAll(mutations));
  console.log(`\nRelay app, ${mutations.length} mutations in ${secondsSince(started)}. Survivors:`);
  for (const survivor of judged.survivors) console.log(`  ${survivor}`);
  for (const score of judged.scores) console.log(scoreLine(score));
  return judged;
}
