import BetterSqlite3 from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { watchStatements } from '../../../../../electron/gateway/storage/watched-statements.ts';

function setup() {
  const db = new BetterSqlite3(':memory:');
  onTestFinished(() => {
    db.close();
  });
  db.exec('CREATE TABLE things (name TEXT NOT NULL UNIQUE)');
  const heard: unknown[] = [];
  watchStatements(db, (error) => heard.push(error));
  return { db, heard };
}

it('leaves what statements do and answer as it is', () => {
  const { db, heard } = setup();
  expect(db.prepare('INSERT INTO things VALUES (?)').run('one').changes).toBe(1);
  expect(db.prepare('SELECT name FROM things').pluck().get()).toBe('one');
  expect(db.prepare('SELECT * FROM things').all()).toEqual([{ name: 'one' }]);
  expect([...db.prepare('SELECT name FROM things WHERE name = @name').iterate({ name: 'one' })]).toHaveLength(
    1,
  );
  expect(heard).toEqual([]);
});

it.each(['run', 'get', 'all'] as const)('hears of the error that %s throws on', (method) => {
  const { db, heard } = setup();
  const insert = db.prepare('INSERT INTO things VALUES (?) RETURNING name');
  insert.get('one');
  expect(() => insert[method]('one')).toThrow('UNIQUE');
  expect(heard).toHaveLength(1);
});
