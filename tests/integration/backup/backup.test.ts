/** Backups of a running gateway: by the console and the command line, while texts are accepted, and where there is no room. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { silentLogger } from '../../../electron/gateway/foundation/logger.ts';
import { copyDatabase } from '../../../electron/gateway/storage/backup-copy.ts';
import { createBackupService } from '../../../electron/gateway/storage/backup-service.ts';
import { newestBackup } from '../../../electron/gateway/storage/backups.ts';
import { openStorage } from '../../../electron/gateway/storage/storage.ts';
import { waitFor } from '../../support/wait-for.ts';
import { setUpGateway, type GatewayWorld } from '../../support/gateway-world.ts';
import { answerOf, factOf, folder, inDatabase, relaydesk, textsIn } from './backup-world.ts';

const TO = '+9779812345678';

async function send(world: GatewayWorld, text: string): Promise<void> {
  const answer = await world.post({ to: TO, text });
  expect(answer.status, answer.text).toBe(202);
}

const backUp = (world: GatewayWorld, file: string | null = null): Promise<Record<string, unknown>> =>
  world.console('POST', '/backups', { file });

const isRoot = process.getuid?.() === 0;

describe('a backup of a running gateway', () => {
  it('is one private, checked file in the folder of backups, and is listed and told of', async () => {
    const world = await setUpGateway();
    await send(world, 'one');
    const made = await backUp(world);
    const file = String(made['file']);
    expect(made).toMatchObject({ kind: 'asked', messages: 1, bytes: statSync(file).size });
    expect(path.dirname(file)).toBe(path.join(world.dataDir, 'backups'));
    expect(readdirSync(path.dirname(file))).toEqual([path.basename(file)]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
    expect(textsIn(file)).toEqual(['one']);
    expect(factOf(file, 'backed_up_at')).toBe(Date.parse(String(made['made_at'])));
    expect(await world.console('GET', '/backups')).toMatchObject({
      folder: path.dirname(file),
      items: [{ file, kind: 'asked' }],
    });
    expect(newestBackup(path.join(world.dataDir, 'relaydesk.db'))?.path).toBe(file);
    const told = world.db.prepare("SELECT data FROM events WHERE type = 'backup.made'").pluck().all();
    expect(told).toHaveLength(1);
  });

  it('has each text that was accepted before it, and none in part, while more are accepted', async () => {
    const world = await setUpGateway();
    for (let n = 0; n < 50; n += 1) await send(world, `before ${n}`);
    const done = new AbortController();
    let during = 0;
    const load = (async () => {
      while (!done.signal.aborted) {
        await send(world, `during ${during}`);
        during += 1;
      }
    })();
    const made = await backUp(world);
    done.abort();
    await load;
    const texts = textsIn(String(made['file']));
    expect(texts.slice(0, 50)).toEqual(Array.from({ length: 50 }, (_, n) => `before ${n}`));
    expect(texts.slice(50)).toEqual(Array.from({ length: texts.length - 50 }, (_, n) => `during ${n}`));
    expect(during).toBeGreaterThan(0);
    expect(made['messages']).toBe(texts.length);
  });

  it('holds neither what was deleted, nor a key, nor a token', async () => {
    const world = await setUpGateway();
    await send(world, 'This secret was erased');
    world.db.exec("UPDATE messages SET body = ''");
    world.db.exec('DELETE FROM events');
    const bytes = readFileSync(String((await backUp(world))['file'])).toString('latin1');
    expect(bytes).not.toContain('This secret was erased');
    expect(bytes).not.toContain(world.live);
    expect(bytes).not.toContain('PRIVATE KEY');
  });

  it('goes where the command line says, from where it is run', async () => {
    const world = await setUpGateway();
    await send(world, 'one');
    const file = path.join(folder(), 'mine.db');
    const end = await relaydesk([
      'backup',
      path.relative(process.cwd(), file),
      '--json',
      '--data-dir',
      world.dataDir,
    ]);
    expect(answerOf(end)).toMatchObject({ file, messages: 1 });
    expect(textsIn(file)).toEqual(['one']);
    const again = await relaydesk(['backup', file, '--data-dir', world.dataDir]);
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.errors).toMatch(/There is a file .* already/);
  });

  it('is refused with a sentence where it can not be made', async () => {
    const world = await setUpGateway();
    const place = folder();
    writeFileSync(path.join(place, 'there.db'), 'x');
    await expect(backUp(world, 'relative.db')).rejects.toThrow(/whole path/);
    await expect(backUp(world, path.join(place, 'none', 'a.db'))).rejects.toThrow(/There is no folder/);
    await expect(backUp(world, path.join(place, 'there.db'))).rejects.toThrow(/already/);
    if (!isRoot) {
      chmodSync(place, 0o500);
      await expect(backUp(world, path.join(place, 'b.db'))).rejects.toThrow(/may not write/);
    }
    const [first, second] = await Promise.allSettled([backUp(world), backUp(world)]);
    expect([first.status, second.status].toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('the daily backup', () => {
  it('is made once a day where there is anything to lose, and the oldest of them go; those asked for stay', async () => {
    const dataDir = folder();
    const storage = openStorage(dataDir);
    onTestFinished(() => {
      storage.close();
    });
    const place = path.join(dataDir, 'backups');
    const time = { wall: Date.now(), monotonic: 1_000 };
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    let made = 0;
    const service = createBackupService({
      db: storage.db,
      path: path.join(dataDir, 'relaydesk.db'),
      folder: () => place,
      isDaily: () => true,
      kept: () => 2,
      made: () => {
        made += 1;
        return Promise.resolve();
      },
      clock: { now: () => time.wall, monotonic: () => time.monotonic },
      log: silentLogger,
    });
    service.start();
    onTestFinished(() => service.stop());
    const look = (hours: number): void => {
      time.wall += hours * 3_600_000;
      time.monotonic += hours * 3_600_000;
      vi.advanceTimersByTime(600_000);
    };
    look(1);
    storage.db.exec(
      "INSERT INTO devices (id, name, model, android, mode, token_hash, ledger_id, paired_at) VALUES ('dev_1','P','P',35,'live',x'00','x',1)",
    );
    const asked = await service.backUp(null);
    /** Files get the time of this test's clock. */
    const setTimes = (): void => {
      for (const { path: file } of service.list()) {
        const [, day = '', clock = ''] = /(\d{8})T(\d{6})Z/.exec(file) ?? [];
        const at = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T${clock.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`;
        utimesSync(file, Date.parse(at) / 1_000, Date.parse(at) / 1_000);
      }
    };
    setTimes();
    look(23);
    expect(made).toBe(1);
    for (let day = 1; day <= 4; day += 1) {
      look(25);
      await waitFor(`the backup of day ${day}`, () => made === 1 + day && service.list().length <= 3);
      setTimes();
    }
    expect(service.list().map(({ kind }) => kind)).toEqual(['daily', 'daily', 'asked']);
    expect(service.list().at(-1)?.path).toBe(asked.file);
  });
});

describe.runIf(isRoot && process.platform === 'linux')('a disk without room', () => {
  function smallDisk(megabytes: number): string {
    const place = folder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', place]);
    onTestFinished(() => {
      execFileSync('umount', ['-l', place]);
    });
    return place;
  }

  it('refuses the backup before it begins, and texts are accepted on', async () => {
    const world = await setUpGateway();
    const place = smallDisk(2);
    await expect(backUp(world, path.join(place, 'a.db'))).rejects.toThrow(/too little room/);
    expect(readdirSync(place)).toEqual([]);
    await send(world, 'still accepted');
  });

  it('that fills in the middle of it leaves nothing of it', async () => {
    const world = await setUpGateway();
    const text = 'x'.repeat(1_500);
    const add = world.db.prepare(
      "INSERT INTO events (type, mode, subject_id, at, data) VALUES ('x','live','',1,?)",
    );
    world.db.transaction(() => {
      for (let n = 0; n < 3_000; n += 1) add.run(text);
    })();
    const place = smallDisk(2);
    const order = {
      source: path.join(world.dataDir, 'relaydesk.db'),
      target: path.join(place, 'a.db'),
      now: 1,
    };
    expect(() => copyDatabase(order)).toThrow(/full/);
    expect(readdirSync(place)).toEqual([]);
    const end = await relaydesk(['restore', '--data-dir', path.join(place, 'data'), bigBackup(world)]);
    expect(end.code).toBe(1);
    expect(end.errors).toMatch(/too little room in .* nothing was changed/);
    expect(readdirSync(path.join(place, 'data')).filter((name) => name.includes('relaydesk.db'))).toEqual([]);
  });
});

/** More than the small disk holds. */
function bigBackup(world: GatewayWorld): string {
  const target = path.join(folder(), 'big.db');
  mkdirSync(path.dirname(target), { recursive: true });
  copyDatabase({ source: path.join(world.dataDir, 'relaydesk.db'), target, now: 1 });
  expect(inDatabase(target, (db) => db.prepare('SELECT count(*) FROM events').pluck().get())).toBeGreaterThan(
    2_999,
  );
  return target;
}
