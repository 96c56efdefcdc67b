/**
 * Running other programs from the scripts: quietly with the output kept, or straight on this terminal.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = resolve(fileURLToPath(new URL('..', import.meta.url)));

/**
 * @typedef {object} CommandResult
 * @property {number} code exit code; 128 when a signal ended it, 127 when it could not start
 * @property {string} output standard output and error together, as they came; empty when shown on the terminal
 */

/**
 * Runs a program to its end. Never rejects: what went wrong is in the code and the output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean }} [options] show: on this terminal, not kept
 * @returns {Promise<CommandResult>}
 */
export function runCommand(command, args, { cwd = projectRoot, env = process.env, show = false } = {}) {
  return new Promise((done) => {
    const child = spawn(command, [...args], {
      cwd,
      env,
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (/** @type {string} */ text) => (output += text);
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    child.on('error', (error) => done({ code: 127, output: `${output}${error.message}\n` }));
    child.on('close', (code) => done({ code: code ?? 128, output }));
  });
}

/**
 * The JavaScript file behind a tool of node_modules, to be run with this Node on every system alike.
 * @param {string} packageName
 * @param {string} [binName]
 */
function toolPath(packageName, binName = packageName) {
  const folder = join(projectRoot, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[binName]);
}

/**
 * Runs a tool of node_modules.
 * @param {string} packageName
 * @param {readonly string[]} args
 * @param {{ bin?: string, cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean }} [options]
 */
export function runTool(packageName, args, { bin, ...options } = {}) {
  return runCommand(process.execPath, [toolPath(packageName, bin), ...args], options);
}

/** @param {number} since from performance.now() */
export function secondsSince(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
