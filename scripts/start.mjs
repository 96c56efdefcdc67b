/**
 * `npm start`: builds what is missing, then opens the desktop window; where there is no display (or no Electron to be
 * had) it runs the headless gateway and prints where its screens are. What follows `--` goes to `relaydesk serve`.
 * Ctrl-C stops either cleanly.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { buildRelayForStart } from './relay-build.mjs';
import { projectRoot, runTool } from './run-command.mjs';

/** Why no window can open, or null. */
function windowProblem() {
  if (process.argv.includes('--headless')) return 'Asked for no window.';
  if (process.platform !== 'linux') return null;
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return 'There is no display here.';
  return process.getuid?.() === 0 ? 'The window does not open as root: Chromium keeps its sandbox.' : null;
}

/** The Electron program, fetched by Electron's own installer when it is missing; null when that failed. */
async function findElectron() {
  const given = process.env['ELECTRON_EXEC_PATH'];
  if (given) return given;
  const folder = join(projectRoot, 'node_modules', 'electron');
  const nameFile = join(folder, 'path.txt');
  const installed = () => {
    const program = existsSync(nameFile) ? join(folder, 'dist', readFileSync(nameFile, 'utf8').trim()) : '';
    return program !== '' && existsSync(program) ? program : null;
  };
  if (installed() === null) {
    console.log('Fetching Electron (once, about 100 MB) …');
    const { code } = await runTool('electron', [], { bin: 'install-electron' });
    if (code !== 0) return null;
  }
  return installed();
}

/**
 * Waits for a program that shares this terminal; Ctrl-C and SIGTERM reach it, its end is ours.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function untilExit(child) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    // The terminal sends Ctrl-C to the whole group; a second SIGINT would cut a clean stop short.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)));
  }
  return new Promise((done) => {
    child.on('error', (error) => {
      console.error(`Could not start: ${error.message}`);
      done(1);
    });
    child.on('exit', (code, signal) => done(code ?? (signal === null ? 1 : 128 + constants.signals[signal])));
  });
}

/** @param {readonly string[]} args */
function serve(args) {
  const wantsDefaults = (/** @type {string} */ name) =>
    !args.some((arg) => arg === name || arg.startsWith(`${name}=`));
  const defaults = [
    ...(wantsDefaults('--demo-phone') && wantsDefaults('--no-demo-phone') ? ['--demo-phone'] : []),
    ...(wantsDefaults('--json') ? ['--json'] : []),
  ];
  const child = spawn(
    process.execPath,
    [join(projectRoot, 'scripts', 'relaydesk.mjs'), 'serve', ...defaults, ...args],
    { cwd: projectRoot, stdio: ['inherit', 'pipe', 'inherit'] },
  );
  const asked = !wantsDefaults('--json');
  let pending = '';
  child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    const lines = (pending + text).split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) console.log(asked ? line : describeReady(line));
  });
  return untilExit(child);
}

/**
 * The gateway's one JSON line, told to a person. Any other line stays as it is.
 * @param {string} line
 */
function describeReady(line) {
  if (!line.startsWith('{')) return line;
  const ready = JSON.parse(line);
  const token = ready.test_token;
  return [
    '',
    `RelayDesk is running. Screens:      ${ready.console_url}`,
    `One-time sign-in link, in the file: ${ready.sign_in_link_file}`,
    `API:                                ${ready.url}/v1`,
    ...(token
      ? [
          `Test token (goes to the demo phone): ${token}`,
          '',
          'First request:',
          `  curl ${ready.url}/v1/messages -H 'Authorization: Bearer ${token}' \\`,
          `    -H 'Content-Type: application/json' -d '{"to":"+9779812345678","text":"Hello"}'`,
        ]
      : ['Tokens were shown when this data directory was new; make another on the Dashboard.']),
    '',
    'Ctrl-C stops it.',
  ].join('\n');
}

async function start() {
  if (!(await build({ onlyStale: true }))) return 1;
  await buildRelayForStart();
  const args = process.argv.slice(2).filter((arg) => arg !== '--headless');
  const problem = windowProblem();
  const electron = problem === null ? await findElectron() : null;
  if (electron !== null) {
    console.log('Opening the window …');
    return untilExit(spawn(electron, ['.', ...args], { cwd: projectRoot, stdio: 'inherit' }));
  }
  console.log(`${problem ?? 'Electron could not be fetched.'} Starting the gateway without a window.`);
  return serve(args);
}

process.exitCode = await start();
