import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { prepareDataDirectory } from '../../../../../electron/gateway/storage/data-directory.ts';
import { DirectoryTakenError } from '../../../../../electron/gateway/storage/directory-lock.ts';
import { writePrivateFile } from '../../../../../electron/gateway/storage/private-file.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';

const STORAGE = fileURLToPath(new URL('../../../../../electron/gateway/storage/storage.ts', import.meta.url));
const isWindows = process.platform === 'win32';

const modeOf = (name: string): string => (statSync(name).mode & 0o7777).toString(8);

/** A folder to make others in. */
function setup(): string {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-open-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

function makeFolder(mode: number): string {
  const folder = path.join(setup(), 'data');
  mkdirSync(folder);
  chmodSync(folder, mode);
  return folder;
}

/** Another process that has opened the directory. */
async function holderOf(dataDir: string): Promise<ChildProcess> {
  const code = `import { openStorage } from ${JSON.stringify(STORAGE)};
    openStorage(${JSON.stringify(dataDir)}); console.log('open'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await once(child.stdout, 'data');
  return child;
}

describe('the durability of a commit', () => {
  it('is a sync of the disk at each one, in WAL', () => {
    const storage = openStorage(setup());
    onTestFinished(() => storage.close());
    const pragma = (name: string): unknown => storage.db.pragma(name, { simple: true });
    expect({
      journal: pragma('journal_mode'),
      sync: pragma('synchronous'),
      full: pragma('fullfsync'),
    }).toEqual({
      journal: 'wal',
      // 2 is FULL. With NORMAL the last commits are lost with the power, although they were answered.
      sync: 2,
      full: 1,
    });
  });
});

it('never waits inside SQLite for the lock of another program once it is open', () => {
  const storage = openStorage(setup());
  onTestFinished(() => storage.close());
  expect(storage.db.pragma('busy_timeout', { simple: true })).toBe(0);
});

describe('the lock of a data directory', () => {
  it('refuses a second gateway, and says which directory', () => {
    const directory = setup();
    const first = openStorage(directory);
    onTestFinished(() => first.close());
    expect(() => openStorage(directory)).toThrow(DirectoryTakenError);
    expect(() => openStorage(directory)).toThrow(directory);
  });

  it('is free again after close', () => {
    const directory = setup();
    openStorage(directory).close();
    openStorage(directory).close();
  });

  it('is held against another process, and gone when that is killed', async () => {
    const directory = setup();
    const child = await holderOf(directory);
    expect(() => openStorage(directory)).toThrow(DirectoryTakenError);
    child.kill('SIGKILL');
    await once(child, 'exit');
    openStorage(directory).close();
  });
});

describe.skipIf(isWindows)('the data directory', () => {
  it('is made for this user alone, and so is what is missing above it', () => {
    const above = path.join(setup(), 'above');
    const directory = path.join(above, 'data');
    openStorage(directory).close();
    expect([modeOf(above), modeOf(directory)]).toEqual(['700', '700']);
  });

  it('is not changed when it was there before, and what is made in it is private', () => {
    const directory = makeFolder(0o755);
    const storage = openStorage(directory);
    onTestFinished(() => storage.close());
    expect(modeOf(directory)).toBe('755');
    const modes = readdirSync(directory).map((name) => [name, modeOf(path.join(directory, name))]);
    expect(Object.fromEntries(modes)).toMatchObject({
      'gateway.lock': '600',
      'relaydesk.db': '600',
      'relaydesk.db-wal': '600',
    });
    expect(modes.filter(([, mode]) => mode !== '600')).toEqual([]);
  });

  it.each([0o1777, 0o777, 0o702])('is refused, and left as it is, when all may write to it: %o', (mode) => {
    const directory = makeFolder(mode);
    expect(() => openStorage(directory)).toThrow('Every user of this computer may write to it.');
    expect([modeOf(directory), readdirSync(directory)]).toEqual([mode.toString(8), []]);
  });

  it("is refused when it is another user's", () => {
    const directory = makeFolder(0o700);
    const other = statSync(directory).uid + 1;
    expect(() => prepareDataDirectory(directory, other)).toThrow(
      'It belongs to another user of this computer',
    );
  });

  it('is refused when it is a file', () => {
    const file = path.join(setup(), 'file');
    writeFileSync(file, '');
    expect(() => openStorage(file)).toThrow(
      'It is a file, not a folder. Choose a folder of your own with --data-dir.',
    );
  });

  it.each(['gateway.lock', 'relaydesk.db'])('is refused when its %s is a link', (name) => {
    const directory = makeFolder(0o700);
    const target = path.join(setup(), 'target');
    symlinkSync(target, path.join(directory, name));
    expect(() => openStorage(directory)).toThrow('is a link');
    expect(existsSync(target)).toBe(false);
  });
});

describe('writePrivateFile', () => {
  it.skipIf(isWindows)('follows no link that waits under its temporary name', () => {
    const directory = setup();
    const target = path.join(directory, 'target');
    const file = path.join(directory, 'key');
    writeFileSync(target, 'precious');
    symlinkSync(target, `${file}.new`);
    writePrivateFile(file, 'text');
    expect([statSync(target).size, statSync(file).size, modeOf(file)]).toEqual([8, 4, '600']);
    expect(readdirSync(directory).sort()).toEqual(['key', 'target']);
  });

  it('goes on after what a crash left', () => {
    const file = path.join(setup(), 'key');
    writeFileSync(`${file}.new`, 'half a ke');
    writePrivateFile(file, 'text');
    expect([existsSync(`${file}.new`), statSync(file).size]).toEqual([false, 4]);
  });
});
