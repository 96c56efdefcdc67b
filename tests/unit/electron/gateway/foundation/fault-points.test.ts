import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect, it } from 'vitest';
import {
  FAULT_CHANNEL,
  FAULT_POINTS,
  passFaultPoint,
} from '../../../../../electron/gateway/foundation/fault-points.ts';

it('tells a listener of the place at the moment it is passed, and nobody where nobody listens', () => {
  const heard: unknown[] = [];
  const listen = (point: unknown): void => void heard.push(point);
  passFaultPoint('claim.committed');
  subscribe(FAULT_CHANNEL, listen);
  passFaultPoint('ack.written');
  expect(heard).toEqual(['ack.written']);
  unsubscribe(FAULT_CHANNEL, listen);
  passFaultPoint('claim.committed');
  expect(heard).toHaveLength(1);
});

it('says of each place whether it is before or behind the commit', () => {
  for (const [name, sentence] of Object.entries(FAULT_POINTS)) {
    if (name.endsWith('.stored')) expect(sentence).toContain('not committed');
    if (name.endsWith('.committed')) expect(sentence).toContain('on the disk');
  }
});
