/**
 * Builds the desktop app, the screens and the gateway's bundle into out/.
 * `--stale` builds only what is missing or older than its sources.
 */
import { pathToFileURL } from 'node:url';
import { buildState } from './build-state.mjs';
import { runTool, secondsSince } from './run-command.mjs';

/** @typedef {{ readonly name: string, readonly run: () => Promise<import('./run-command.mjs').CommandResult> }} BuildStep */

/** @type {BuildStep} */
const desktop = {
  name: 'desktop app and screens',
  run: () => runTool('electron-vite', ['build', '--logLevel', 'warn']),
};

/** @type {BuildStep} */
const gateway = {
  name: 'gateway',
  run: () => runTool('vite', ['build', '--config', 'vite.gateway.config.ts', '--logLevel', 'warn']),
};

/** What `--stale` has to do. */
function staleSteps() {
  const isFresh = (/** @type {import('./build-state.mjs').BuildName} */ name) => buildState(name) === 'fresh';
  return [
    ...(isFresh('main') && isFresh('renderer') ? [] : [desktop]),
    ...(isFresh('gateway') ? [] : [gateway]),
  ];
}

/**
 * Builds and says so.
 * @param {{ onlyStale?: boolean, onlyGateway?: boolean }} [options]
 * @returns {Promise<boolean>} false when a step failed; its output has been printed
 */
export async function build({ onlyStale = false, onlyGateway = false } = {}) {
  // One after the other: the desktop build empties its part of out/ first.
  for (const step of onlyStale ? staleSteps() : [desktop, gateway]) {
    if (onlyGateway && step !== gateway) continue;
    const started = performance.now();
    const { code, output } = await step.run();
    if (code !== 0) {
      console.error(`${output}\nBuilding the ${step.name} failed.`);
      return false;
    }
    console.log(`Built the ${step.name} in ${secondsSince(started)}.`);
  }
  return true;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const done = await build({ onlyStale: process.argv.includes('--stale') });
  console.log(done ? 'build: done, see out/' : 'build: failed');
  process.exitCode = done ? 0 : 1;
}
