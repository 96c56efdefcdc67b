import { describe, expect, it } from 'vitest';
import { successorOf } from '../../../../../electron/gateway/devices/sim-successor.ts';

const sim = (id: string, slot: number, carrier: string | null, mcc_mnc: string | null) => ({
  id,
  slot,
  carrier,
  mcc_mnc,
});

describe('the successor of a SIM that is gone', () => {
  it.each([
    ['is in its slot, of its carrier', ['NTC', '42901'], 1, ['NTC', '42901'], true],
    ['may have its carrier written in another way', ['NTC', '42901'], 1, ['Namaste', '42901'], true],
    ['is not in another slot', ['NTC', '42901'], 2, ['NTC', '42901'], false],
    ['is not of another carrier', ['NTC', '42901'], 1, ['Ncell', '42902'], false],
    ['has the same name where a network code is not told', ['NTC', null], 1, ['NTC', '42901'], true],
    ['is unsure where nothing is told', [null, null], 1, [null, null], false],
  ] as const)('%s', (_title, [carrier, code], slot, [itsCarrier, itsCode], isOne) => {
    const gone = sim('old', 1, carrier, code);
    const present = [sim('other', 2 - slot + 1, 'X', '1'), sim('new', slot, itsCarrier, itsCode)];
    expect(successorOf(gone, present)?.id ?? null).toBe(isOne ? 'new' : null);
  });
});
