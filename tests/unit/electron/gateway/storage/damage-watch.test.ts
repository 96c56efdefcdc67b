import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../../../../electron/gateway/foundation/logger.ts';
import { createDamageWatch } from '../../../../../electron/gateway/storage/damage-watch.ts';
import type { Mending } from '../../../../../electron/gateway/storage/mend-database.ts';

const CORRUPT = new BetterSqlite3.SqliteError('database disk image is malformed', 'SQLITE_CORRUPT_INDEX');

/** Checks end when the test says what they found. */
function setup() {
  const events: string[] = [];
  const checks: ((found: Mending) => void)[] = [];
  const watch = createDamageWatch({
    path: '/data/relaydesk.db',
    log: silentLogger,
    mend: () => {
      const { promise, resolve } = Promise.withResolvers<Mending>();
      checks.push(resolve);
      return { found: promise, stop: () => Promise.resolve() };
    },
    record: (why) => events.push(`recorded ${why}`),
  });
  const listener = {
    changed: () => events.push(`changed to ${String(watch.isDamaged())}`),
    rebuilt: () => events.push('rebuilt'),
  };
  const find = async (found: Mending): Promise<void> => {
    checks.shift()?.(found);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { watch, listener, events, checks, find };
}

describe('the state of a damaged database', () => {
  it('begins with the first error that tells of damage, and with no other', () => {
    const { watch } = setup();
    for (const code of ['SQLITE_FULL', 'SQLITE_BUSY', 'SQLITE_IOERR_WRITE', 'SQLITE_CONSTRAINT_UNIQUE']) {
      watch.notice(new BetterSqlite3.SqliteError('other', code));
    }
    watch.notice(new Error('malformed'));
    expect(watch.isDamaged()).toBe(false);
    watch.notice(CORRUPT);
    expect(watch.isDamaged()).toBe(true);
  });

  it('ends when a check has made the indexes anew, after what was read through them is read again', async () => {
    const { watch, listener, events, checks, find } = setup();
    watch.start(listener, false);
    watch.notice(CORRUPT);
    watch.notice(CORRUPT);
    expect(checks).toHaveLength(1);
    await find({ kind: 'rebuilt', why: 'row 3 missing' });
    expect(watch.isDamaged()).toBe(false);
    expect(events).toEqual(['changed to true', 'recorded row 3 missing', 'rebuilt', 'changed to false']);
    watch.notice(CORRUPT);
    expect(checks).toHaveLength(1);
  });

  it.each([
    { kind: 'sound' },
    { kind: 'damaged', why: 'Tree 3' },
    { kind: 'unchecked', why: 'the disk is full' },
  ] as const)('stays when a check finds it $kind', async (found) => {
    const { watch, listener, find } = setup();
    watch.start(listener, false);
    watch.notice(CORRUPT);
    await find(found);
    expect(watch.isDamaged()).toBe(true);
  });

  it('begins with what a check finds by itself', async () => {
    const { watch, listener, find, events } = setup();
    watch.start(listener, true);
    await find({ kind: 'damaged', why: 'Tree 3' });
    expect([watch.isDamaged(), events]).toEqual([true, ['changed to true']]);
  });

  it('has no check before it is started, looks then, and tells nobody once it is stopped', async () => {
    const { watch, listener, checks, find, events } = setup();
    watch.notice(CORRUPT);
    expect(checks).toHaveLength(0);
    watch.start(listener, false);
    expect(checks).toHaveLength(1);
    await watch.stop();
    await find({ kind: 'rebuilt', why: 'row 3 missing' });
    expect(events).toEqual([]);
    await watch.stop();
  });
});
