/** Loaded into a gateway of its own by `--import`: ends it at a named place, after so many passes. */
import { subscribe } from 'node:diagnostics_channel';
import { FAULT_CHANNEL } from '../../../electron/gateway/foundation/fault-points.ts';

const [place, after] = (process.env['RELAYDESK_TEST_KILL_AT'] ?? '').split(' ');
let left = Number(after);

subscribe(FAULT_CHANNEL, (point) => {
  if (point !== place) return;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
  left -= 1;
});
