import { describe, expect, it } from 'vitest';
import { readyChecks, type ReadyFacts } from '../../../../../electron/gateway/dispatch/ready-checks.ts';

const READY: ReadyFacts = {
  mode: 'live',
  workspaceName: 'Till',
  readyPhones: 1,
  queueState: 'running',
  storageTrouble: null,
  damage: null,
};
const failing = (facts: Partial<ReadyFacts>): readonly string[] =>
  readyChecks({ ...READY, ...facts }).flatMap((check) => (check.ok ? [] : [check.name]));

describe('readyChecks', () => {
  it.each([
    [[], {}],
    [['storage'], { storageTrouble: 'storage_low' }],
    [['device'], { readyPhones: 0 }],
    [['device'], { readyPhones: 0, queueState: 'no_device' }],
    [['queue'], { queueState: 'paused' }],
    [['queue'], { queueState: 'backlog_full' }],
    [['storage', 'queue'], { storageTrouble: 'storage_low', queueState: 'storage_low' }],
  ] as const)('fails %o where %o', (names, facts) => {
    expect(failing(facts)).toEqual(names);
  });

  it('tells what to do exactly where a check fails', () => {
    for (const storageTrouble of [null, 'storage_low', 'storage_damaged', 'storage_lost'] as const) {
      for (const check of readyChecks({ ...READY, readyPhones: 0, storageTrouble })) {
        expect(check.fix === null).toBe(check.ok);
      }
    }
  });

  it('sends who tries with the test token to the demo phone, and everybody else to the Devices screen', () => {
    const fixOf = (mode: 'live' | 'test') =>
      readyChecks({ ...READY, mode, readyPhones: 0 }).find((check) => check.name === 'device')?.fix;
    expect(fixOf('test')).toContain('--demo-phone');
    expect(fixOf('live')).toContain('Devices');
  });
});
