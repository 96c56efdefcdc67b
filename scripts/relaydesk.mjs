#!/usr/bin/env node
/**
 * The `relaydesk` command. Checks the Node it runs on, then runs the gateway's command line: the bundle when it is as
 * new as its sources, else the sources as they are.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { join } from 'node:path';
import { constants } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { buildState, gatewayBundle, gatewaySource } from './build-state.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const OLDEST_NODE = '22.19';

function isNodeNewEnough() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE.split('.').map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/**
 * Hands over to the Node that came with the packages; signals go there, its exit code comes back.
 * @param {string} node
 */
function continueWith(node) {
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => {
    console.error(`Could not start ${node}: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exit(code ?? (signal === null ? 1 : 128 + constants.signals[signal]));
  });
}

async function runCommandLine() {
  const isBuilt = !existsSync(gatewaySource) || buildState('gateway') === 'fresh';
  const entry = isBuilt ? gatewayBundle : gatewaySource;
  // Keeps compiled code beside the build; only the bundle is worth it.
  if (isBuilt) nodeModule.enableCompileCache(join(root, 'out', 'compile-cache'));
  process.argv[1] = entry;
  // A start makes much garbage in a short time: the young heap would grow for it and stay so, 10 MB for nothing.
  setFlagsFromString('--semi-space-growth-factor=1');
  await import(pathToFileURL(entry).href);
  setFlagsFromString('--semi-space-growth-factor=2');
}

const bundledNode = join(
  root,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

if (isNodeNewEnough()) {
  await runCommandLine();
} else if (existsSync(bundledNode)) {
  continueWith(bundledNode);
} else {
  console.error(
    `RelayDesk needs Node ${OLDEST_NODE} or newer; this is ${process.versions.node}. ` +
      'Install Node 24 from nodejs.org, or run `npm start` once: it brings its own.',
  );
  process.exitCode = 1;
}
