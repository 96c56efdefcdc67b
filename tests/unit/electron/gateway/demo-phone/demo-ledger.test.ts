import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DemoLedger } from '../../../../../electron/gateway/demo-phone/demo-ledger.ts';
import type { LedgerRow } from '../../../../../electron/gateway/demo-phone/ledger-records.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const START = 1_800_000_000_000;

let directory: string;
let now: number;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'demo-ledger-'));
  now = START;
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

const open = (maxRows = 1_000) => DemoLedger.open({ directory, now: () => now, maxRows });

function row(id: string, state: LedgerRow['entry']['state']): LedgerRow {
  return {
    entry: { attempt_id: id, request_id: `req_${id}`, state, at: now },
    hash: 'hash',
    not_after: now + DAY_MS,
    delivery_report: true,
    is_on_radio: false,
    changed_at: now,
  };
}

const sent = (id: string) => [{ attempt_id: id, state: 'sent', part: 1, parts: 1, at: START } as const];

describe('DemoLedger', () => {
  it('gives back everything after it was closed', async () => {
    const ledger = await open();
    await ledger.pairWith({ device_id: 'dev_1', token: 'token', gateway_id: 'gateway' });
    await ledger.commit(row('att_1', 'sent'), sent('att_1'));
    await ledger.commit(row('att_2', 'accepted'), sent('att_2'));
    await ledger.storeAck(1);
    await ledger.close();
    const again = await open();
    expect(again.ledgerId).toBe(ledger.ledgerId);
    expect(again.identity?.token).toBe('token');
    expect(again.row('att_2')?.entry.state).toBe('accepted');
    expect(again.newestAttemptId).toBe('att_2');
    expect(again.ackedSeq).toBe(1);
    expect(again.reportsAfter(0).map((report) => report.seq)).toEqual([2]);
    expect(again.ofRequest('req_att_1')).toHaveLength(1);
    expect(again.counts()).toEqual({ rows: 2, open: 1, unacked: 1 });
    await again.close();
  });

  it('shows a report only once it is on the disk', async () => {
    const ledger = await open();
    const commit = ledger.commit(row('att_1', 'sent'), sent('att_1'));
    expect(ledger.row('att_1')).toBeDefined();
    expect(ledger.reportsAfter(0)).toEqual([]);
    await commit;
    expect(ledger.reportsAfter(0)).toHaveLength(1);
    await ledger.close();
  });

  it('never reuses a seq, also when everything was acked before a restart', async () => {
    const ledger = await open();
    await ledger.commit(row('att_1', 'sent'), sent('att_1'));
    await ledger.storeAck(1);
    await ledger.close();
    const again = await open();
    await again.commit(row('att_2', 'sent'), sent('att_2'));
    expect(again.reportsAfter(0).map((report) => report.seq)).toEqual([2]);
    await again.close();
  });

  it('prunes final, acked rows after 30 days, and says of their ids that it forgot them', async () => {
    const ledger = await open();
    await ledger.commit(row('att_1', 'sent'), sent('att_1'));
    await ledger.commit(row('att_2', 'accepted'));
    await ledger.storeAck(1);
    await ledger.commit(row('att_3', 'sent'), sent('att_3'));
    await ledger.close();
    now += 31 * DAY_MS;
    const again = await open();
    expect([...again.rows()].map((each) => each.entry.attempt_id)).toEqual(['att_2', 'att_3']);
    expect(again.isForgotten('att_1')).toBe(true);
    expect(again.isForgotten('att_0')).toBe(true);
    expect(again.isForgotten('att_2')).toBe(false);
    expect(again.isForgotten('att_4')).toBe(false);
    expect(again.ofRequest('req_att_1')).toEqual([]);
    await again.close();
  });

  it('keeps its size by pruning the oldest, and remembers the mark', async () => {
    const ledger = await open(10);
    for (let n = 10; n < 30; n += 1) {
      await ledger.commit(row(`att_${n}`, 'sent'), sent(`att_${n}`));
      await ledger.storeAck(n - 9);
    }
    expect(ledger.counts().rows).toBeLessThanOrEqual(11);
    expect(ledger.isForgotten('att_12')).toBe(true);
    await ledger.close();
    const again = await open(10);
    expect(again.row('att_12') !== undefined || again.isForgotten('att_12')).toBe(true);
    expect(again.isForgotten('att_99')).toBe(false);
    await again.close();
  });

  it('begins anew for another gateway, and keeps its rows for the same one', async () => {
    const ledger = await open();
    const first = ledger.ledgerId;
    await ledger.pairWith({ device_id: 'dev_1', token: 'token', gateway_id: 'gateway' });
    await ledger.commit(row('att_1', 'sent'), sent('att_1'));
    await ledger.dropToken();
    await ledger.pairWith({ device_id: 'dev_2', token: 'other', gateway_id: 'gateway' });
    expect(ledger.row('att_1')).toBeDefined();
    await ledger.pairWith({ device_id: 'dev_3', token: 'third', gateway_id: 'another' });
    expect(ledger.row('att_1')).toBeUndefined();
    expect(ledger.ledgerId).not.toBe(first);
    expect(ledger.reportsAfter(0)).toEqual([]);
    await ledger.close();
    const again = await open();
    expect(again.identity).toEqual({ device_id: 'dev_3', token: 'third', gateway_id: 'another' });
    expect(again.counts()).toEqual({ rows: 0, open: 0, unacked: 0 });
    await again.close();
  });
});
