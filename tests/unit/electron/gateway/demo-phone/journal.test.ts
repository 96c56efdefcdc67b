import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Journal } from '../../../../../electron/gateway/demo-phone/journal.ts';

let directory: string;
let path: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'journal-'));
  path = join(directory, 'inner', 'ledger.jsonl');
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

const open = (snapshot: () => string[] = () => [], maxBytes = 1_000_000) =>
  Journal.open({ path, maxBytes, snapshot });

describe('Journal', () => {
  it('is empty before the first line', async () => {
    expect(await Journal.read(path)).toEqual([]);
  });

  it('has a line on the disk when its promise resolves, in the order of the calls', async () => {
    const journal = await open();
    const first = journal.append('one');
    const rest = [journal.append('two'), journal.append('three')];
    await first;
    expect((await Journal.read(path))[0]).toBe('one');
    await Promise.all(rest);
    expect(await Journal.read(path)).toEqual(['one', 'two', 'three']);
    await journal.close();
  });

  it('leaves out a last line that was cut', async () => {
    const journal = await open();
    await journal.append('one');
    await journal.close();
    await appendFile(path, 'tw');
    expect(await Journal.read(path)).toEqual(['one']);
  });

  it('begins with a snapshot, and becomes one again when it grows too large', async () => {
    const held = ['a'];
    const journal = await open(() => held, 20);
    expect(await Journal.read(path)).toEqual(['a']);
    for (const line of ['bbbbbbbb', 'cccccccc', 'dddddddd']) {
      held[0] = line;
      await journal.append(line);
    }
    expect(await Journal.read(path)).toEqual(['dddddddd']);
    await journal.append('e');
    expect(await Journal.read(path)).toEqual(['dddddddd', 'e']);
    await journal.close();
  });

  it('fails every line after one that failed, and after it is closed', async () => {
    let isBroken = false;
    const snapshot = (): string[] => {
      if (isBroken) throw new Error('disk full');
      return ['a'];
    };
    const journal = await open(snapshot, 10);
    isBroken = true;
    await expect(journal.append('x'.repeat(20))).rejects.toThrow("can't be written");
    isBroken = false;
    await expect(journal.append('y')).rejects.toThrow("can't be written");
    await journal.close();
    expect(await readFile(path, 'utf8')).toBe('a\n');
  });

  it('writes what was appended before it was closed', async () => {
    const journal = await open();
    const line = journal.append('one');
    await journal.close();
    await line;
    expect(await Journal.read(path)).toEqual(['one']);
    await expect(journal.append('two')).rejects.toThrow('closed');
  });
});
