import { describe, expect, it } from 'vitest';
import type { DeviceRow, SimRow } from '../../../../../electron/gateway/devices/device-store.ts';
import { findSim } from '../../../../../electron/gateway/devices/sim-reference.ts';

const SIM_A = 'sim_01ARZ3NDEKTSV4RRFFQ69G5FAA';
const SIM_B = 'sim_01ARZ3NDEKTSV4RRFFQ69G5FAB';

function sim(id: string, slot: number): SimRow {
  return {
    id,
    device_id: 'dev_1',
    ledger_id: 'ab'.repeat(16),
    subscription_id: slot,
    slot,
    carrier: null,
    mcc_mnc: null,
    number: null,
    is_present: 1,
    takes_texts: 0,
    day_cap: null,
    month_cap: null,
    sends: 1,
    successor_id: null,
    successor_answer: null,
  };
}

function phone(id: string, name: string, sims: readonly SimRow[]) {
  const row: DeviceRow = {
    id,
    name,
    model: 'Test',
    android: 35,
    mode: 'live',
    hardware_serial: null,
    token_hash: Buffer.alloc(32),
    ledger_id: 'ab'.repeat(16),
    parts_per_minute: null,
    session: 1,
    paired_at: 0,
    removed_at: null,
  };
  return { row, sims };
}

const PHONES = [phone('dev_1', 'Till/left', [sim(SIM_A, 1), sim(SIM_B, 2)]), phone('dev_2', 'Bare', [])];

describe('findSim', () => {
  it.each([
    ['its id', SIM_B, SIM_B],
    ['name and slot, slash in the name', 'Till/left/2', SIM_B],
    ['device id and slot', 'dev_1/1', SIM_A],
    ['a slot the phone does not have', 'Till/left/3', undefined],
    ['a phone without SIMs', 'Bare/1', undefined],
    ['a name without slot', 'Till/left', undefined],
    ['nothing before the slash', '/1', undefined],
    ['another id', 'sim_01ARZ3NDEKTSV4RRFFQ69G5FAC', undefined],
  ])('%s', (_what, reference, found) => {
    expect(findSim(reference, PHONES)?.simId).toBe(found);
  });
});
