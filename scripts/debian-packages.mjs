/**
 * What the tests need from the system. On Debian and its kin as root it is installed, saying so; elsewhere the person
 * gets the exact command.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from './run-command.mjs';

/** A package, and how to see that what we need of it is there. @type {Record<string, () => boolean>} */
const packages = {
  adb: () => isOnPath('adb'),
  xvfb: () => isOnPath('Xvfb'),
  chromium: () => isOnPath('chromium') || isOnPath('google-chrome'),
  'fonts-noto-core': () => existsSync('/usr/share/fonts/truetype/noto'),
  wrk: () => isOnPath('wrk'),
  'openjdk-17-jdk-headless': () => isOnPath('javac'),
  maven: () => isOnPath('mvn'),
};

/** What the end-to-end tests need. `chromium` brings the libraries that Electron's window needs too. */
export const endToEndPackages = /** @type {const} */ (['adb', 'xvfb', 'chromium', 'fonts-noto-core']);
/** What the relay app is built and tested with. */
export const relayPackages = /** @type {const} */ (['openjdk-17-jdk-headless', 'maven']);
export const benchmarkPackages = /** @type {const} */ (['adb', 'wrk']);

/** @param {string} program */
function isOnPath(program) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

/**
 * Makes sure that the named packages are there.
 * @param {readonly string[]} names
 * @returns {Promise<string | null>} null when all is there, else a sentence for the person
 */
export async function ensureDebianPackages(names) {
  const missing = () => names.filter((name) => packages[name]?.() === false);
  const wanted = missing();
  if (wanted.length === 0) return null;
  if (!isOnPath('apt-get')) {
    return process.platform === 'linux'
      ? `Install ${wanted.join(', ')} with your system's package manager, then try again.`
      : `These tests run on Linux; they need ${wanted.join(', ')}.`;
  }
  if (process.getuid?.() !== 0) {
    return `Missing: ${wanted.join(', ')}. Run: sudo apt-get update && sudo apt-get install -y --no-install-recommends ${wanted.join(' ')}`;
  }
  console.log(`Installing what the tests need: apt-get install ${wanted.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand('apt-get', ['update', '-qq'], { env });
  const { code, output } = await runCommand(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', ...wanted],
    { env },
  );
  return code === 0 && missing().length === 0
    ? null
    : `apt-get install ${wanted.join(' ')} failed:\n${output}`;
}
