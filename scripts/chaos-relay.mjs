/**
 * `npm run chaos:relay`: random kills of the relay app, its link and its phone, judged from outside. A short form is
 * part of `npm test`.
 *
 *   --kills N   how many; 500 by default, which takes about half an hour on 2 cores
 *   --seed N    the same seed draws the same faults; by the clock when left out
 */
import { parseArgs } from 'node:util';
import { endToEndPackages, ensureDebianPackages } from './debian-packages.mjs';
import { runRelaySuite } from './relay-suite.mjs';
import { runVitestSuite } from './vitest-suite.mjs';

const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } });
const env = {
  ...process.env,
  RELAYDESK_KILLS: values.kills ?? '500',
  RELAYDESK_SEED: values.seed ?? String(Date.now() % 1_000_000),
};
const missing = await ensureDebianPackages(endToEndPackages);
if (missing !== null) {
  console.log(missing);
  process.exit(1);
}
const built = await runRelaySuite();
if (built.failed > 0) {
  console.log(built.failures.join('\n'));
  process.exit(1);
}
const { failed, failures } = await runVitestSuite('e2e', { filters: ['relay-app-kills'], show: true, env });
if (failures.length > 0) console.log(failures.join('\n'));
process.exitCode = failed === 0 ? 0 : 1;
