import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLocalDays } from '../../../../../electron/gateway/foundation/local-day.ts';
import { createOutcomeCountStore } from '../../../../../electron/gateway/messages/outcome-count-store.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';

const NOON = Date.parse('2026-03-14T12:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const LIVE = { mode: 'live' } as const;
const OF_CLIENT = { clientId: 'cli', mode: 'live' } as const;
const PHONE = { deviceId: 'dev_a', simId: 'sim_a' };

function setup({ zone = 'UTC' } = {}) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-counts-'));
  const storage = openStorage(directory);
  onTestFinished(() => {
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const { db, writer } = storage;
  const open = () =>
    createOutcomeCountStore(
      db,
      createLocalDays(() => zone),
      writer.ifUndone,
    );
  const counts = open();
  writer.beforeCommit(counts.flush);
  const note = (...more: Parameters<typeof counts.note> extends [unknown, ...infer Rest] ? Rest : never) =>
    writer.write(() => {
      counts.note(OF_CLIENT, ...more);
    });
  return { counts, note, writer, open };
}

describe('what became of messages is counted', () => {
  it('for the mode, the client, the phone and the SIM', async () => {
    const { counts, note } = setup();
    await note('sent', PHONE, NOON);
    await note('fault', PHONE, NOON);
    await note('failed', null, NOON);
    await note('expired', null, NOON);
    const all = { sent: 1, failed: 3 };
    expect(counts.lastMinute(LIVE, NOON)).toEqual(all);
    expect(counts.lastHour(OF_CLIENT, NOON)).toEqual(all);
    expect(counts.today({ deviceId: 'dev_a' }, NOON)).toEqual({ sent: 1, failed: 1 });
    expect(counts.today({ simId: 'sim_a' }, NOON)).toEqual({ sent: 1, failed: 1 });
    expect(counts.today({ mode: 'test' }, NOON)).toEqual({ sent: 0, failed: 0 });
    expect(counts.lastHour({ clientId: 'other', mode: 'live' }, NOON)).toEqual({ sent: 0, failed: 0 });
  });

  it('by the minute and the hour that slide, and the local day that does not', async () => {
    const { counts, note } = setup({ zone: 'Asia/Kathmandu' });
    for (let n = 0; n < 10; n += 1) await note('sent', PHONE, NOON);
    expect(counts.lastMinute(LIVE, NOON + 59_000).sent).toBe(10);
    expect(counts.lastMinute(LIVE, NOON + 90_000).sent).toBe(5);
    expect(counts.lastMinute(LIVE, NOON + 120_000).sent).toBe(0);
    expect(counts.lastHour(LIVE, NOON + 59 * MINUTE_MS).sent).toBe(10);
    expect(counts.lastHour(LIVE, NOON + 60 * MINUTE_MS).sent).toBe(0);
    // Midnight in Kathmandu is 18:15 UTC.
    expect(counts.today(LIVE, NOON + 6 * HOUR_MS).sent).toBe(10);
    expect(counts.today(LIVE, NOON + 6.5 * HOUR_MS).sent).toBe(0);
  });

  it('in the transaction: not what was undone, alone or with all, and each once', async () => {
    const { counts, writer, note } = setup();
    const fail = () =>
      writer.write(() => {
        counts.note(OF_CLIENT, 'sent', PHONE, NOON);
        throw new Error('no');
      });
    await Promise.allSettled([note('sent', PHONE, NOON), fail(), note('sent', PHONE, NOON)]);
    await Promise.allSettled([fail()]);
    await note('sent', PHONE, NOON);
    expect(counts.lastHour(LIVE, NOON).sent).toBe(3);
  });

  it('and read back after a restart', async () => {
    const { note, open } = setup();
    await note('sent', PHONE, NOON);
    expect(open().today({ deviceId: 'dev_a' }, NOON).sent).toBe(1);
  });

  it('faults count in a row only while nothing was sent, and until they are forgiven', async () => {
    const { counts, note, writer } = setup();
    await note('fault', PHONE, NOON - 5 * MINUTE_MS);
    await note('fault', PHONE, NOON);
    await note('failed', PHONE, NOON);
    expect(counts.faultsInARow('live', 10, NOON)).toBe(2);
    expect(counts.faultsInARow('live', 5, NOON)).toBe(1);
    await writer.write(() => {
      counts.forgiveFaults(NOON);
    });
    expect(counts.faultsInARow('live', 10, NOON)).toBe(0);
    expect(counts.lastHour(LIVE, NOON).failed).toBe(3);
    await note('fault', PHONE, NOON);
    await note('sent', PHONE, NOON);
    expect(counts.faultsInARow('live', 10, NOON)).toBe(0);
  });
});
