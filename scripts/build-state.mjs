/**
 * Whether what was built is still as new as what it was built from. Compares times of files and of folders, so that a
 * removed source counts as a change. An installation without sources is never stale.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @type {Record<BuildName, { output: string, sources: readonly string[] }>} */
const builds = {
  gateway: {
    output: 'out/gateway/serve.js',
    sources: ['electron/gateway', 'electron/shared', 'vite.gateway.config.ts'],
  },
  main: {
    output: 'out/main/index.js',
    sources: ['electron/main', 'electron/preload', 'electron/shared', 'electron.vite.config.ts'],
  },
  renderer: {
    output: 'out/renderer/index.html',
    sources: ['renderer', 'electron/shared', 'electron.vite.config.ts'],
  },
  relay: {
    // Written after the APK itself: a build that was cut short has none, or an old one.
    output: 'resources/relay/manifest.json',
    sources: ['src/main', 'build-tool', 'signing', 'pom.xml', 'r8-rules.txt'].map(
      (name) => `relay-apk/${name}`,
    ),
  },
};

/** @typedef {'gateway' | 'main' | 'renderer' | 'relay'} BuildName */

/** Where the program is that a shell starts. */
export const gatewayBundle = join(root, builds.gateway.output);
export const gatewaySource = join(root, 'electron/gateway/serve.ts');

/**
 * @param {string} path
 * @returns {number} newest time in the tree, 0 when it is not there
 */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce(
    (time, name) => (name.endsWith('.md') ? time : Math.max(time, newest(join(path, name)))),
    stat.mtimeMs,
  );
}

/**
 * `missing` when it was never built, `stale` when a source is newer.
 * @param {BuildName} name
 * @returns {'fresh' | 'stale' | 'missing'}
 */
export function buildState(name) {
  const { output, sources } = builds[name];
  const built = statSync(join(root, output), { throwIfNoEntry: false });
  if (built === undefined) return 'missing';
  return sources.some((source) => newest(join(root, source)) > built.mtimeMs) ? 'stale' : 'fresh';
}

/**
 * The relay app carries the version of package.json, so that another version makes it stale too.
 * @returns {'fresh' | 'stale' | 'missing'}
 */
export function relayState() {
  const state = buildState('relay');
  if (state === 'missing' || !existsSync(join(root, 'resources/relay/relaydesk-relay.apk'))) return 'missing';
  const versionIn = (/** @type {string} */ file) =>
    JSON.parse(readFileSync(join(root, file), 'utf8')).version;
  return versionIn(builds.relay.output) === versionIn('package.json') ? state : 'stale';
}
