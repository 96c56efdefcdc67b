import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../../../../../electron/gateway/storage/database.ts';
import { BIG, setUpWriter, type Told, type WriterWorld } from './writer-world.ts';

const FULL: Told = ['queue_blocked storage_low'];
const BUSY: Told = ['queue_blocked storage_busy'];
const done = (value: unknown): Told => [`done ${String(value)}`];

const fails = (message: string) => (): never => {
  throw new Error(message);
};

/** Every unit that waits is told, in as many turns as it takes. */
async function settled(...told: Told[]): Promise<void> {
  for (let turn = 0; turn < 50 && told.some((each) => each.length === 0); turn += 1) await nextTurn();
  // One turn more shows a unit that is told twice.
  await nextTurn();
}

describe('one batch', () => {
  it('commits the units of one turn together and in order', async () => {
    const { writer, insert, names } = setUpWriter();
    const commits = vi.fn();
    writer.onCommit(commits);
    const told = [insert('a'), insert('b'), insert('c')];
    await settled(...told);
    expect(told).toEqual([done('a'), done('b'), done('c')]);
    expect(names()).toEqual(['a', 'b', 'c']);
    expect(commits).toHaveBeenCalledTimes(1);
  });

  it('tells nobody before the commit is on disk', async () => {
    const { writer, names, unit, insert } = setUpWriter();
    const seen: (readonly string[])[] = [];
    insert('a');
    const seeing = writer.write(() => 1).then(() => seen.push(names()));
    await settled(unit(() => 2));
    await seeing;
    expect(seen).toEqual([['a']]);
  });

  it('undoes a unit that throws alone, with all that it wrote', async () => {
    const { db, insert, unit, names } = setUpWriter();
    const before = insert('before');
    const bad = unit(() => {
      db.prepare("INSERT INTO things (name) VALUES ('half')").run();
      throw new Error('no');
    });
    const after = insert('after');
    await settled(before, bad, after);
    expect([before, bad, after]).toEqual([done('before'), ['no'], done('after')]);
    expect(names()).toEqual(['before', 'after']);
  });

  it('tells every unit that the commit failed, when it fails, and keeps none', async () => {
    const { db, insert, unit, names } = setUpWriter();
    const before = insert('before');
    const orphan = unit(() => db.prepare("INSERT INTO owned (owner) VALUES ('nobody')").run());
    const after = insert('after');
    await settled(before, orphan, after);
    const refused = ['FOREIGN KEY constraint failed'];
    expect([before, orphan, after]).toEqual([refused, refused, refused]);
    expect(names()).toEqual([]);
    const next = insert('next');
    await settled(next);
    expect(next).toEqual(done('next'));
  });
});

describe('a disk that fills in the middle of a batch', () => {
  /** The title says what stands in the batch besides; each row is a batch whose third unit does not fit. */
  const rows: [title: string, alsoIn: (world: WriterWorld) => Told | null][] = [
    ['and every unit is sound', () => null],
    ['and an earlier unit throws', ({ unit }) => unit(fails('no'))],
  ];
  it.each(rows)('keeps none of the units that ran, when it fills %s', async (_title, alsoIn) => {
    const world = setUpWriter();
    const { insert, names, fillDisk } = world;
    fillDisk();
    const also = alsoIn(world);
    const ran = [insert('a'), insert('b')];
    const tooBig = insert('big', BIG);
    const behind = [insert('c'), insert('d')];
    await settled(...ran, tooBig, ...behind, ...(also === null ? [] : [also]));
    expect([...ran, tooBig]).toEqual([FULL, FULL, FULL]);
    expect(behind).toEqual([done('c'), done('d')]);
    expect(names()).toEqual(['c', 'd']);
    if (also !== null) expect(also).toHaveLength(1);
  });

  it('lets what is told and what is on disk agree through hundreds of units of any kind', async () => {
    const { insert, unit, names, fillDisk } = setUpWriter();
    fillDisk();
    const told = Array.from({ length: 700 }, (_, n) => {
      if (n % 97 === 13) return insert(`big ${n}`, BIG);
      return n % 41 === 7 ? unit(fails('no')) : insert(`small ${n}`);
    });
    await settled(...told);
    expect(told.every((each) => each.length === 1)).toBe(true);
    const kept = told.flat().flatMap((each) => /^done (.*)/.exec(each)?.[1] ?? []);
    expect(names()).toEqual(kept);
    expect(kept.length).toBeGreaterThan(0);
  });

  it('undoes only the statement where SQLite does so, and goes on', async () => {
    const { db, insert, unit, names, fillDisk } = setUpWriter();
    fillDisk();
    const before = insert('before');
    const many = unit(() =>
      db.exec(`INSERT INTO things (name, body) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
        WHERE i < 500) SELECT 'many ' || i, zeroblob(3000) FROM n`),
    );
    const after = insert('after');
    await settled(before, many, after);
    expect(many).toEqual(FULL);
    expect([before, after]).toEqual([done('before'), done('after')]);
    expect(names()).toEqual(['before', 'after']);
  });

  it('does not let a unit that caught the error go on', async () => {
    const { db, insert, unit, names, fillDisk } = setUpWriter();
    fillDisk();
    const before = insert('before');
    const careless = unit(() => {
      try {
        db.prepare("INSERT INTO things (name, body) VALUES ('big', zeroblob(?))").run(BIG);
      } catch {
        return 'never mind';
      }
      return 'stored';
    });
    const after = insert('after');
    await settled(before, careless, after);
    const undone = ['a unit went on after SQLite had undone its transaction'];
    expect([before, careless, after]).toEqual([undone, undone, done('after')]);
    expect(names()).toEqual(['after']);
  });

  it('stores again by itself once there is room', async () => {
    const { insert, names, fillDisk, emptyDisk } = setUpWriter();
    fillDisk();
    const refused = insert('first', BIG);
    await settled(refused);
    emptyDisk();
    const stored = insert('second', BIG);
    await settled(stored);
    expect([refused, stored]).toEqual([FULL, done('second')]);
    expect(names()).toEqual(['second']);
  });
});

describe('one who throws when told', () => {
  it('keeps nobody else from being told, whether told done, failed or of the commit', async () => {
    const { writer, insert, unit, logged } = setUpWriter();
    const commits = vi.fn();
    writer.onCommit(fails('listener'));
    writer.onCommit(commits);
    const throwing = Promise.allSettled([
      writer.write(() => 1).then(fails('done')),
      writer.write(fails('unit')).catch(fails('fail')),
    ]);
    const last = [insert('last'), unit(fails('own'))];
    await settled(...last);
    expect(last).toEqual([done('last'), ['own']]);
    expect(commits).toHaveBeenCalledTimes(1);
    expect(logged.map((text) => /Error: (\w+)/.exec(text)?.[1])).toEqual(['listener']);
    expect(await throwing).toMatchObject([{ reason: { message: 'done' } }, { reason: { message: 'fail' } }]);
  });

  it('undoes nothing: what was committed is on disk, and its unit is told so', async () => {
    const { writer, names, insert } = setUpWriter();
    writer.onCommit(fails('listener'));
    const told = insert('a');
    await settled(told);
    expect(told).toEqual(done('a'));
    expect(names()).toEqual(['a']);
  });
});

describe('memory that follows the commit', () => {
  function setUpMemory() {
    const world = setUpWriter();
    const memory: string[] = [];
    /** Writes a name to the table and to memory. */
    const both = (name: string, bytes = 1, then: () => void = () => undefined): Told =>
      world.unit(() => {
        world.db.prepare('INSERT INTO things (name, body) VALUES (?, zeroblob(?))').run(name, bytes);
        memory.push(name);
        world.writer.ifUndone(() => memory.pop());
        then();
        return name;
      });
    return { ...world, memory, both };
  }

  it('keeps what a committed unit changed', async () => {
    const { memory, both } = setUpMemory();
    await settled(both('a'), both('b'));
    await settled(both('c'));
    expect(memory).toEqual(['a', 'b', 'c']);
  });

  it('takes back what a unit that throws changed, and nothing else', async () => {
    const { memory, both, names } = setUpMemory();
    await settled(both('a'), both('b', 1, fails('no')), both('c'));
    expect(memory).toEqual(['a', 'c']);
    expect(names()).toEqual(memory);
  });

  it('takes back all of a batch that was undone by a full disk or a failed commit', async () => {
    const { memory, both, names, unit, db, fillDisk } = setUpMemory();
    await settled(
      both('a'),
      unit(() => db.prepare("INSERT INTO owned (owner) VALUES ('nobody')").run()),
    );
    fillDisk();
    await settled(both('b'), both('big', BIG), both('c'));
    expect(memory).toEqual(['c']);
    expect(names()).toEqual(memory);
  });

  it('changes nothing outside of a unit', async () => {
    const { memory, both, writer, unit } = setUpMemory();
    writer.ifUndone(() => memory.push('undone'));
    await settled(both('a'), unit(fails('no')));
    expect(memory).toEqual(['a']);
  });
});

describe('another program that holds the database', () => {
  function setUpHolder() {
    const world = setUpWriter();
    const other = openDatabase(world.file);
    const hold = (): void => {
      other.exec('BEGIN EXCLUSIVE');
    };
    const letGo = (): void => {
      if (other.inTransaction) other.exec('ROLLBACK');
      if (other.open) other.close();
    };
    return { ...world, hold, letGo };
  }

  it('is waited for, and the loop is free meanwhile', async () => {
    const { hold, letGo, insert, names } = setUpHolder();
    hold();
    const told = insert('a');
    const ticks = vi.fn();
    const beat = setInterval(ticks, 5);
    await vi.waitFor(() => expect(ticks.mock.calls.length).toBeGreaterThan(15));
    expect(told).toEqual([]);
    letGo();
    await vi.waitFor(() => expect(told).toEqual(done('a')));
    clearInterval(beat);
    expect(names()).toEqual(['a']);
  });

  it('makes a write a refusal after a second, and writes go on when it is gone', async () => {
    const { hold, letGo, insert, names } = setUpHolder();
    hold();
    const startedAt = performance.now();
    const refused = [insert('a'), insert('b')];
    await vi.waitFor(() => expect(refused).toEqual([BUSY, BUSY]), { timeout: 5_000 });
    expect(performance.now() - startedAt).toBeGreaterThan(900);
    letGo();
    const stored = insert('c');
    await settled(stored);
    expect(stored).toEqual(done('c'));
    expect(names()).toEqual(['c']);
  });

  it('does not keep stop from ending: what waits is refused', async () => {
    const { hold, letGo, insert, writer, names } = setUpHolder();
    hold();
    const refused = insert('a');
    writer.stop();
    await settled(refused);
    expect(refused).toEqual(BUSY);
    letGo();
    expect(names()).toEqual([]);
  });
});

describe('stop', () => {
  it('commits what waits, more than one batch of it, and tells each although a listener throws', async () => {
    const { writer, insert, unit, names } = setUpWriter();
    writer.onCommit(fails('listener'));
    const bad = unit(fails('no'));
    const told = Array.from({ length: 1100 }, (_, n) => insert(`row ${n}`));
    writer.stop();
    expect(names()).toHaveLength(1100);
    await settled(bad, ...told);
    expect(bad).toEqual(['no']);
    expect(told.map(String)).toEqual(Array.from({ length: 1100 }, (_, n) => `done row ${n}`));
  });

  it('refuses later writes, also those made by whoever is told last, and is safe twice', async () => {
    const { writer, insert, unit, names } = setUpWriter();
    const late: Told[] = [];
    writer.onCommit(() => late.push(insert('late')));
    const last = unit(() => 1);
    writer.stop();
    writer.stop();
    await expect(writer.write(() => 1)).rejects.toThrow('stopping');
    await settled(last, ...late);
    expect(late).toEqual([['the gateway is stopping']]);
    expect(names()).toEqual([]);
  });

  it('ends on a full disk', async () => {
    const { writer, insert, fillDisk, names } = setUpWriter();
    fillDisk();
    const told = [insert('a'), insert('big', BIG), insert('c')];
    writer.stop();
    await settled(...told);
    expect(told).toEqual([FULL, FULL, done('c')]);
    expect(names()).toEqual(['c']);
  });
});
