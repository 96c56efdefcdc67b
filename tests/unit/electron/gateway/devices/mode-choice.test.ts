import { describe, expect, it } from 'vitest';
import { createModeChoice } from '../../../../../electron/gateway/devices/mode-choice.ts';
import { unseen, viewOf, type DeviceView } from '../../../../../electron/gateway/devices/live-phone.ts';
import type { Mode } from '../../../../../electron/shared/states.ts';

function phone(name: string, mode: Mode): DeviceView {
  const row = {
    id: `dev_${name}`,
    name,
    model: 'Test phone',
    android: 35,
    mode,
    hardware_serial: null,
    token_hash: Buffer.alloc(32),
    ledger_id: 'ab'.repeat(16),
    parts_per_minute: null,
    session: 0,
    paired_at: 0,
    removed_at: null,
  };
  return viewOf(unseen(row, []), 0);
}

function setup(hasDemoPhone: boolean, phones: readonly DeviceView[]) {
  return createModeChoice(
    {
      list: (mode) => phones.filter(({ row }) => mode === undefined || row.mode === mode),
      byIdOrName: (idOrName) => phones.find(({ row }) => row.id === idOrName || row.name === idOrName),
    },
    hasDemoPhone,
  );
}

const demo = phone('Demo', 'test');
const real = phone('Till', 'live');

describe('the mode of who names none', () => {
  it.each([
    ['live while no phone is known', false, [], 'live'],
    ['live with a real phone', false, [real], 'live'],
    ['test where the demo phone is all there is', true, [demo], 'test'],
    ['test while the demo phone is still on its way', true, [], 'test'],
    ['live as soon as a real phone is paired beside the demo phone', true, [demo, real], 'live'],
    ['live where an old demo phone is known and none runs', false, [demo], 'live'],
  ] as const)('is %s', (_fact, hasDemoPhone, phones, mode) => {
    const modes = setup(hasDemoPhone, phones);
    expect([modes.unnamed(), modes.of(undefined)]).toEqual([mode, mode]);
  });
});

describe('the mode of a phone that is named', () => {
  it.each([
    ['dev_Demo', 'test'],
    ['Demo', 'test'],
    ['Till', 'live'],
    ['nobody', 'live'],
  ] as const)('by %s is %s', (named, mode) => {
    expect(setup(true, [demo, real]).of(named)).toBe(mode);
    expect(setup(true, [demo]).of('nobody')).toBe('live');
  });
});
