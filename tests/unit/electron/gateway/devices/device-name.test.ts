import { describe, expect, it } from 'vitest';
import { countedName, distinctName } from '../../../../../electron/gateway/devices/device-name.ts';

describe('countedName', () => {
  it.each([
    ['live', 0, [], 'Relay Device 1'],
    ['live', 1, ['Till'], 'Relay Device 2'],
    ['live', 1, ['Relay Device 2'], 'Relay Device 3'],
    ['live', 3, ['Relay Device 4', 'Relay Device 5'], 'Relay Device 6'],
    ['test', 0, [], 'Demo phone'],
    ['test', 1, ['Demo phone'], 'Demo phone 2'],
    ['test', 0, ['Demo phone'], 'Demo phone 2'],
  ] as const)('%s after %i others, %j taken: %s', (mode, earlier, taken, name) => {
    expect(countedName(mode, earlier, (tried) => taken.some((own) => own === tried))).toBe(name);
  });
});

describe('distinctName', () => {
  it.each([
    [[], 'Till'],
    [['Till'], 'Till 2'],
    [['Till', 'Till 2', 'Till 4'], 'Till 3'],
  ] as const)('with %j taken, Till becomes %s', (taken, name) => {
    expect(distinctName('Till', (tried) => taken.some((own) => own === tried))).toBe(name);
  });
});
