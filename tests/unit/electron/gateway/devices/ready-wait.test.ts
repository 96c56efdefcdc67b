import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeviceView } from '../../../../../electron/gateway/devices/live-phone.ts';
import { unseen, viewOf } from '../../../../../electron/gateway/devices/live-phone.ts';
import { untilReady } from '../../../../../electron/gateway/devices/ready-wait.ts';
import type { DeviceState, Mode } from '../../../../../electron/shared/states.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const PHONE = viewOf(
  unseen(
    {
      id: 'dev_1',
      name: 'Demo phone',
      model: 'Demo',
      android: 35,
      mode: 'test',
      hardware_serial: null,
      token_hash: Buffer.alloc(32),
      ledger_id: 'ab'.repeat(16),
      parts_per_minute: null,
      session: 1,
      paired_at: 0,
      removed_at: null,
    },
    [],
  ),
  0,
);

function setup(state: DeviceState) {
  const phone: { view: DeviceView } = { view: { ...PHONE, state } };
  const listeners = new Set<() => void>();
  const devices = {
    list: (mode?: Mode) => (mode === 'test' ? [phone.view] : []),
    onChange: (listener: () => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
  const become = (next: DeviceState): void => {
    phone.view = { ...phone.view, state: next };
    for (const listener of listeners) listener();
  };
  const seen: string[] = [];
  const wait = (mode: Mode): void => {
    void untilReady(devices, mode, 1_000).then(() => seen.push('over'));
  };
  return { become, seen, wait, listeners };
}

describe('untilReady', () => {
  it('is over at once where a phone is ready', async () => {
    const { seen, wait, listeners } = setup('ready');
    wait('test');
    await vi.advanceTimersByTimeAsync(0);
    expect(seen).toEqual(['over']);
    expect(listeners.size).toBe(0);
  });

  it('is over when one becomes ready, and then listens no more', async () => {
    const { become, seen, wait, listeners } = setup('linking');
    wait('test');
    become('limited');
    await vi.advanceTimersByTimeAsync(0);
    expect(seen).toEqual([]);
    become('ready');
    await vi.advanceTimersByTimeAsync(0);
    expect(seen).toEqual(['over']);
    expect(listeners.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is over when the time is up, whatever phones of the other mode do', async () => {
    const { seen, wait, listeners } = setup('ready');
    wait('live');
    await vi.advanceTimersByTimeAsync(999);
    expect(seen).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(seen).toEqual(['over']);
    expect(listeners.size).toBe(0);
  });
});
