/**
 * Runs one suite of tests and counts what came out, from Vitest's own JSON report. A file that does not load, a crash
 * and a skipped test count as failures: nothing is lost in silence.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectRoot, runTool } from './run-command.mjs';

/**
 * @typedef {object} SuiteResult
 * @property {number} passed
 * @property {number} failed
 * @property {readonly string[]} failures one line each
 * @property {string} output what Vitest printed; empty when it was shown
 */

/**
 * @typedef {object} FileReport
 * @property {string} name
 * @property {string} status
 * @property {string} message
 * @property {readonly { status: string, fullName: string }[]} assertionResults
 */

/**
 * @param {FileReport} file
 * @returns {{ passed: number, failures: string[] }}
 */
function countFile(file) {
  const name = relative(projectRoot, file.name);
  const failures = file.assertionResults
    .filter((test) => test.status !== 'passed')
    .map((test) => `${name}: ${test.fullName} (${test.status})`);
  if (file.status !== 'passed' && failures.length === 0) {
    failures.push(`${name}: ${file.message.split('\n')[0] || 'did not run'}`);
  }
  return { passed: file.assertionResults.length - failures.length, failures };
}

/**
 * What a report and the exit code together say.
 * @param {readonly FileReport[]} files
 * @param {{ suite: string, code: number }} run
 * @returns {Omit<SuiteResult, 'output'>}
 */
export function countReport(files, { suite, code }) {
  const counted = files.map(countFile);
  const failures = counted.flatMap((file) => file.failures);
  if (files.length === 0) failures.push(`${suite}: no test was found`);
  else if (code !== 0 && failures.length === 0)
    failures.push(`${suite}: ended with code ${code}; see its output`);
  const passed = counted.reduce((sum, file) => sum + file.passed, 0);
  return { passed, failed: failures.length, failures };
}

/**
 * @param {string} suite unit, integration or e2e
 * @param {{ filters?: readonly string[], show?: boolean, env?: NodeJS.ProcessEnv }} [options]
 *   filters: parts of file names; show: print while it runs
 * @returns {Promise<SuiteResult>}
 */
export async function runVitestSuite(suite, { filters = [], show = false, env = process.env } = {}) {
  const folder = join(projectRoot, 'test-results');
  const report = join(folder, `${[suite, ...filters].join('-')}.json`);
  mkdirSync(folder, { recursive: true });
  rmSync(report, { force: true });
  const { code, output } = await runTool(
    'vitest',
    [
      'run',
      '--project',
      suite,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...filters,
    ],
    { show, env: { ...env, NODE_ENV: 'test' } },
  );
  if (!existsSync(report)) {
    return {
      passed: 0,
      failed: 1,
      failures: [`${suite}: ended with code ${code} before it could report`],
      output,
    };
  }
  return { ...countReport(JSON.parse(readFileSync(report, 'utf8')).testResults, { suite, code }), output };
}
