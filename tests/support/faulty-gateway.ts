/**
 * A gateway that its test can end or slow down at a named place, and whose computer shows another time. `startGateway`
 * runs it in the place of `serve.ts`; orders come over the IPC channel that Node gives a child.
 */
import { subscribe } from 'node:diagnostics_channel';
import { FAULT_CHANNEL, type FaultPoint } from '../../electron/gateway/foundation/fault-points.ts';
import { CLOCK_VARIABLE, type FaultOrder } from './fault-orders.ts';

const faults = {
  kill: null as FaultPoint | null,
  left: 0,
  slowDiskMs: 0,
  clockAheadMs: Number(process.env[CLOCK_VARIABLE] ?? 0),
};

const rightTime = Date.now.bind(Date);
Date.now = () => rightTime() + faults.clockAheadMs;

const sleep = new Int32Array(new SharedArrayBuffer(4));

subscribe(FAULT_CHANNEL, (point) => {
  if (faults.slowDiskMs > 0 && String(point).endsWith('.stored'))
    Atomics.wait(sleep, 0, 0, faults.slowDiskMs);
  if (point !== faults.kill) return;
  if (faults.left === 0) process.kill(process.pid, 'SIGKILL');
  faults.left -= 1;
});

process.on('message', (order: FaultOrder) => {
  if ('kill' in order) {
    faults.kill = order.kill;
    faults.left = order.after ?? 0;
  } else if ('slowDiskMs' in order) faults.slowDiskMs = order.slowDiskMs;
  else faults.clockAheadMs = order.clockAheadMs;
});
process.channel?.unref();

await import('../../electron/gateway/serve.ts');
