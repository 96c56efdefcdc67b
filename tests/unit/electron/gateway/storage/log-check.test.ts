import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../../../electron/gateway/storage/database.ts';
import { isLogSound } from '../../../../../electron/gateway/storage/log-check.ts';
import { damageMiddle, overwrite } from '../../../../support/surroundings/database-pages.ts';

const HEADER = 32;
const FRAME = 24 + 4_096;

/** A database with a log of so many commits of one frame each, left as a crash leaves it: a copy of both files. */
function crashed(commits: number) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-log-'));
  const live = path.join(directory, 'live.db');
  const db = openDatabase(live);
  onTestFinished(() => {
    db.close();
    rmSync(directory, { recursive: true, force: true });
  });
  db.exec('CREATE TABLE things (seq INTEGER PRIMARY KEY, name TEXT) STRICT');
  db.pragma('wal_checkpoint(TRUNCATE)');
  for (let n = 0; n < commits; n += 1) db.exec("INSERT INTO things (name) VALUES ('x')");
  const file = path.join(directory, 'crashed.db');
  const leave = (): string => {
    copyFileSync(live, file);
    copyFileSync(`${live}-wal`, `${file}-wal`);
    return `${file}-wal`;
  };
  return { db, file, leave, log: leave() };
}

const rowsIn = (file: string): unknown => {
  const db = openDatabase(file);
  try {
    return db.prepare('SELECT count(*) FROM things').pluck().get();
  } finally {
    db.close();
  }
};

describe('isLogSound', () => {
  it('is true where there is no log, an empty one, or one that was made and never written', () => {
    const { log } = crashed(1);
    expect(isLogSound(`${log}.gone`)).toBe(true);
    truncateSync(log);
    expect(isLogSound(log)).toBe(true);
    writeFileSync(log, Buffer.alloc(HEADER + FRAME));
    expect(isLogSound(log)).toBe(true);
  });

  it('is true for the log of a crash, of which SQLite then reads every commit', () => {
    const { log, file } = crashed(20);
    expect(statSync(log).size).toBe(HEADER + 20 * FRAME);
    expect(isLogSound(log)).toBe(true);
    expect(rowsIn(file)).toBe(20);
  });

  it.each([
    ['in a page', HEADER + 9 * FRAME + 24 + 100],
    ['in the sums of a frame', HEADER + 9 * FRAME + 16],
    ['in the salts of a frame', HEADER + 9 * FRAME + 8],
    ['in the very first frame', HEADER + 40],
    ['in its own header', 8],
  ])(
    'is false for one that is damaged %s, whose later commits SQLite would drop without a word',
    (_where, at) => {
      const { log, file } = crashed(20);
      overwrite(log, at, 8);
      expect(isLogSound(log)).toBe(false);
      expect(rowsIn(file)).toBeLessThan(20);
    },
  );

  it('is false for one that is damaged in the middle, over two frames', () => {
    const { log } = crashed(20);
    damageMiddle(log);
    expect(isLogSound(log)).toBe(false);
    overwrite(log, HEADER + 5 * FRAME + 2_000, 4_096);
    expect(isLogSound(log)).toBe(false);
  });

  it('is true where the power cut the last commit short', () => {
    const { log, file } = crashed(20);
    truncateSync(log, HEADER + 20 * FRAME - 100);
    expect(isLogSound(log)).toBe(true);
    expect(rowsIn(file)).toBe(19);
  });

  it('is true behind what a new round of the log overwrites', () => {
    const { db, leave } = crashed(20);
    db.pragma('wal_checkpoint(RESTART)');
    db.exec("INSERT INTO things (name) VALUES ('y')");
    expect(isLogSound(leave())).toBe(true);
  });

  it('is true behind commits that failed and left their frames, one after the other', () => {
    const { file, log } = crashed(5);
    /** The log after one more commit, of about so many frames, from the same five commits on. */
    const after = (frames: number): Buffer => {
      const branch = `${file}.${frames}`;
      copyFileSync(file, branch);
      copyFileSync(log, `${branch}-wal`);
      const db = openDatabase(branch);
      db.prepare('INSERT INTO things (name) VALUES (?)').run('x'.repeat(4_000 * frames));
      const bytes = readFileSync(`${branch}-wal`);
      db.close();
      return bytes;
    };
    const [short, middle, long] = [after(1), after(4), after(9)];
    expect([short.length < middle.length, middle.length < long.length]).toEqual([true, true]);
    writeFileSync(log, Buffer.concat([short, middle.subarray(short.length), long.subarray(middle.length)]));
    expect(isLogSound(log)).toBe(true);
    expect(rowsIn(file)).toBe(6);
  });
});
