/**
 * `npm run mutants`: breaks the rules one at a time and says which breaks no unit test notices. Not part of `npm test`.
 *
 *   --relay         the relay app's rules (Java)
 *   --only A,B      of these packages alone
 */
import { parseArgs } from 'node:util';
import { runRelayMutants } from './mutants-relay.mjs';

const { values } = parseArgs({ options: { relay: { type: 'boolean' }, only: { type: 'string' } } });
if (values.relay !== true) {
  console.log('Say what to mutate: npm run mutants -- --relay');
  process.exit(1);
}
await runRelayMutants(values.only === undefined ? {} : { packages: values.only.split(',') });
