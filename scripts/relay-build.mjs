/**
 * `npm run relay:build`: builds the relay app's APK into resources/relay/ when it is missing, older than its sources, of
 * another version, or to be signed with the release key. Maven does the work (relay-apk/pom.xml); this says what is
 * missing for it. `--force` builds in any case.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { relayState } from './build-state.mjs';
import { ensureDebianPackages, relayPackages } from './debian-packages.mjs';
import { runCommand, secondsSince } from './run-command.mjs';

const OLDEST_JDK = 17;

/**
 * Where to get a JDK and Maven, in one line.
 * @param {NodeJS.Platform} platform
 */
export function installHint(platform) {
  if (platform === 'win32')
    return 'Run: winget install EclipseAdoptium.Temurin.17.JDK, unpack Maven from maven.apache.org, put its bin folder on the Path, and open a new terminal.';
  if (platform === 'darwin') return 'Run: brew install openjdk@17 maven';
  return `On Debian or Ubuntu run: sudo apt-get install -y ${relayPackages.join(' ')}; elsewhere install both with your package manager.`;
}

/**
 * What keeps Maven from building, by what `mvn -v` says, or null. It names the Java that Maven itself will use, which
 * need not be the one on the path.
 * @param {import('./run-command.mjs').CommandResult} asked
 * @param {(path: string) => boolean} [exists]
 * @returns {string | null}
 */
export function toolsProblem({ code, output }, exists = existsSync) {
  if (!output.includes('Apache Maven'))
    return /JAVA_HOME/.test(output)
      ? 'Maven finds no Java: JAVA_HOME is wrong, or no JDK is installed.'
      : 'Maven is not installed.';
  const [, java = '', home = ''] =
    /^Java version: (\S+?),.*?(?:runtime|Java home): (.+?)\s*$/m.exec(output) ?? [];
  if (code !== 0 || java === '') return 'Maven does not say which Java it uses.';
  if (Number.parseInt(java, 10) < OLDEST_JDK)
    return `Maven uses Java ${java}; the relay app needs JDK ${OLDEST_JDK} or newer.`;
  return ['javac', 'javac.exe'].some((name) => exists(join(home, 'bin', name)))
    ? null
    : `The Java in ${home} has no compiler: a JDK is needed, not only a runtime.`;
}

/**
 * @param {readonly string[]} args
 */
function runMaven(args) {
  // On Windows Maven is a batch file, which only the command interpreter can start.
  return process.platform === 'win32'
    ? runCommand('cmd.exe', ['/d', '/c', 'mvn', ...args])
    : runCommand('mvn', args);
}

/**
 * Builds the APK. Its tests are a suite of their own (`npm run test:relay`).
 * @returns {Promise<boolean>} false when it could not be built; what to do next has been printed
 */
async function build() {
  const problem = toolsProblem(await runMaven(['-v']));
  if (problem !== null) {
    console.error(
      `The relay app was not built. ${problem}\nIt takes JDK ${OLDEST_JDK} or newer and Maven. ${installHint(process.platform)}`,
    );
    return false;
  }
  console.log('Building the relay app (the first time Maven fetches its tools, about 250 MB) …');
  const started = performance.now();
  const { code, output } = await runMaven(['-q', '-B', '-f', 'relay-apk/pom.xml', 'package']);
  console.log(stripVTControlCharacters(output).trim());
  if (code !== 0) {
    console.error('Building the relay app failed; the reason is above.');
    return false;
  }
  console.log(`Built the relay app in ${secondsSince(started)}.`);
  return true;
}

/**
 * Before `npm start`: the relay app is built if that can be done. Without it the demo phone still works, so nothing here
 * stops the start.
 */
export async function buildRelayForStart() {
  const state = relayState();
  if (state === 'fresh' || (await build())) return;
  console.log(
    state === 'missing'
      ? 'RelayDesk starts all the same: the demo phone works, real phones wait for the relay app (npm run relay:build).\n'
      : 'RelayDesk starts with the relay app that was built before (npm run relay:build makes a new one).\n',
  );
}

/** @returns {Promise<boolean>} */
async function buildAsked() {
  const mustBuild = process.argv.includes('--force') || Boolean(process.env['RELAYDESK_RELAY_KEYSTORE']);
  if (!mustBuild && relayState() === 'fresh') {
    console.log('The relay app is newer than its sources.');
    return true;
  }
  // What can't be installed here is told by the build, for this system.
  if (process.platform === 'linux' && process.getuid?.() === 0) await ensureDebianPackages(relayPackages);
  return build();
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const done = await buildAsked();
  console.log(done ? 'relay:build: done, see resources/relay/' : 'relay:build: failed');
  process.exitCode = done ? 0 : 1;
}
