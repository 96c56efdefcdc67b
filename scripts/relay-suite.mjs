/**
 * The relay app's own tests: Maven builds the APK and runs JUnit and Robolectric; its reports are counted here. The
 * integration and end-to-end tests run the classes that this leaves behind.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDebianPackages, relayPackages } from './debian-packages.mjs';
import { projectRoot, runCommand } from './run-command.mjs';

const reports = join(projectRoot, 'relay-apk', 'target', 'surefire-reports');

/**
 * One report of Surefire: `<testcase …/>` passed, one that holds failure, error or skipped did not.
 * @param {string} xml
 */
export function countSurefire(xml) {
  const failures = [];
  let passed = 0;
  for (const [, attributes = '', , inside = ''] of xml.matchAll(
    /<testcase\b([^>]*?)(\/>|>([\s\S]*?)<\/testcase>)/g,
  )) {
    const problem = /<(failure|error|skipped)\b/.exec(inside)?.[1];
    if (problem === undefined) passed += 1;
    else
      failures.push(
        `relay: ${attribute(attributes, 'classname')}.${attribute(attributes, 'name')} (${problem})`,
      );
  }
  return { passed, failures };
}

/**
 * @param {string} attributes
 * @param {string} name
 */
const attribute = (attributes, name) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '?';

/**
 * Builds the APK and runs the app's tests.
 * @returns {Promise<{ passed: number, failed: number, failures: readonly string[] }>}
 */
export async function runRelaySuite() {
  const problem = await ensureDebianPackages(relayPackages);
  if (problem !== null)
    return { passed: 0, failed: 1, failures: [`relay: its tests did not run. ${problem}`] };
  rmSync(reports, { recursive: true, force: true });
  const { code, output } = await runCommand('mvn', [
    '-q',
    '-B',
    '-f',
    'relay-apk/pom.xml',
    '-Ptests',
    'package',
  ]);
  const counted = existsSync(reports)
    ? readdirSync(reports)
        .filter((name) => /^TEST-.*\.xml$/.test(name))
        .map((name) => countSurefire(readFileSync(join(reports, name), 'utf8')))
    : [];
  const passed = counted.reduce((sum, report) => sum + report.passed, 0);
  const failures = counted.flatMap((report) => report.failures);
  if (code !== 0 && failures.length === 0)
    failures.push(`relay: Maven ended with code ${code}; see its output above`);
  else if (passed === 0 && failures.length === 0) failures.push('relay: no test was found');
  if (failures.length > 0) console.log(output);
  return { passed, failed: failures.length, failures };
}
