/**
 * Installs what is missing before `npm start`, `npm test` and the like, and says what it does. It runs on the Node that
 * the machine has (20 or newer) and without node_modules. A mark file with the hash of the lock file makes the next
 * start skip all of it.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const markPath = join(modules, '.relaydesk-setup');
const bundledNode = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** @param {string} path */
function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** What an installation depends on: the lock file, the system and the processor. */
function expectedMark() {
  const lock = readIfThere(join(root, 'package-lock.json'));
  return createHash('sha256').update(`${lock}\n${process.platform}-${process.arch}`).digest('hex');
}

/** True when npm's own record of node_modules agrees with the lock file, as after `npm install` by hand. */
function alreadyInstalled() {
  const installed = readIfThere(join(modules, '.package-lock.json'));
  if (installed === '') return false;
  const have = JSON.parse(installed).packages;
  const want = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(want).every(
    ([path, entry]) =>
      path === '' ||
      (have[path] === undefined ? entry.optional === true : have[path].version === entry.version),
  );
}

/** @param {readonly string[]} args */
function npm(args) {
  const { npm_node_execpath: node, npm_execpath: cli } = process.env;
  console.log(`  npm ${args.join(' ')}`);
  const result =
    node !== undefined && cli !== undefined
      ? spawnSync(node, [cli, ...args], { cwd: root, stdio: 'inherit' })
      : spawnSync('npm', [...args], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (result.status === 0) return;
  console.error(
    `npm ${args.join(' ')} failed; see above. Check the connection to the npm registry, then try again.`,
  );
  process.exit(result.status ?? 1);
}

const mark = expectedMark();
if (readIfThere(markPath) !== mark || !existsSync(bundledNode)) {
  if (!alreadyInstalled()) {
    console.log('Installing the packages RelayDesk is built from (once, about a minute):');
    npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error']);
  }
  if (!existsSync(bundledNode)) {
    console.log('Fetching Node 24 into node_modules (your own Node stays as it is):');
    npm(['rebuild', 'node', '--loglevel', 'error']);
  }
  mkdirSync(modules, { recursive: true });
  writeFileSync(markPath, mark);
  console.log('Installed.');
}
