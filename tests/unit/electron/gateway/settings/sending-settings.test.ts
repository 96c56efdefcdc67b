import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEventStore } from '../../../../../electron/gateway/events/event-store.ts';
import { parseQuietHours } from '../../../../../electron/gateway/dispatch/quiet-hours.ts';
import { createSendingSettings } from '../../../../../electron/gateway/settings/sending-settings.ts';
import { createSettingsStore } from '../../../../../electron/gateway/settings/settings-store.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';

function setup() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-sending-'));
  const storage = openStorage(directory);
  const { db, writer } = storage;
  onTestFinished(() => {
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const world = { wakes: 0 };
  const settings = createSettingsStore(db, writer);
  const sending = createSendingSettings({
    settings,
    events: createEventStore(db),
    feed: { note: () => undefined },
    now: () => 7,
    wake: () => {
      world.wakes += 1;
    },
  });
  const events = () =>
    db
      .prepare<[], { subject_id: string; data: string }>('SELECT subject_id, data FROM events')
      .all()
      .map(({ subject_id, data }) => [subject_id, JSON.parse(data) as unknown]);
  return { world, settings, sending, events };
}

describe('the settings of sending', () => {
  it('hold bulk messages at night, pace and stop at failures unless told otherwise', () => {
    const { sending, settings } = setup();
    expect(sending.read()).toEqual({
      quietHours: { isOn: true, from: '20:00', to: '07:00' },
      failureLimit: 20,
      partsPerMinute: 25,
    });
    expect(parseQuietHours(settings.get('quiet_hours'))).toEqual({ from: 20 * 60, to: 7 * 60 });
  });

  it('keep the hours that are switched off', async () => {
    const { sending, settings } = setup();
    await sending.change({ quietHours: { isOn: false, from: '22:15', to: '06:00' } });
    expect(sending.read().quietHours).toEqual({ isOn: false, from: '22:15', to: '06:00' });
    expect(parseQuietHours(settings.get('quiet_hours'))).toBeNull();
    await sending.change({ quietHours: { isOn: true, from: '22:15', to: '06:00' } });
    expect(parseQuietHours(settings.get('quiet_hours'))).toEqual({ from: 22 * 60 + 15, to: 6 * 60 });
  });

  it('change only what is told, with a record of before and after, and wake the queue', async () => {
    const { world, sending, events } = setup();
    await sending.change({ failureLimit: 0, partsPerMinute: 25 });
    expect(sending.read()).toMatchObject({ failureLimit: 0, partsPerMinute: 25 });
    expect(events()).toEqual([['failure_limit', { by: 'operator', before: '20', after: '0' }]]);
    expect(world.wakes).toBe(1);
  });
});
