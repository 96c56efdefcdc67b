import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../../../../electron/gateway/foundation/logger.ts';
import { installLastResort, LAST_CRASH_FILE } from '../../../../../electron/gateway/wiring/last-resort.ts';

const directories: string[] = [];
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

class FakeProcess extends EventEmitter {
  readonly codes: number[] = [];
  exit(code: number): void {
    this.codes.push(code);
  }
}

function setup(dataDir = mkdtempSync(join(tmpdir(), 'last-resort-'))) {
  directories.push(dataDir);
  const told: string[] = [];
  const faulty = new FakeProcess();
  const log = { ...silentLogger, error: (_facts: unknown, sentence: string) => told.push(sentence) };
  installLastResort({ dataDir, abandon: () => told.push('closed'), log }, faulty);
  return { dataDir, told, faulty, crashFile: join(dataDir, LAST_CRASH_FILE) };
}

describe('an error that nobody caught', () => {
  it('is logged and written to a file of its own, closes the storage and ends the process with 70', () => {
    const { told, faulty, crashFile } = setup();
    faulty.emit('uncaughtException', new Error('planted'));
    expect(told).toEqual(['the gateway ends: an error that nobody caught', 'closed']);
    expect(faulty.codes).toEqual([70]);
    expect(readFileSync(crashFile, 'utf8')).toMatch(/"origin":"uncaughtException","reason":"Error: planted/);
    expect(statSync(crashFile).mode & 0o777).toBe(0o600);
  });

  it('counts the same when it is a rejection', () => {
    const { faulty, crashFile } = setup();
    faulty.emit('unhandledRejection', 'no reason');
    expect(faulty.codes).toEqual([70]);
    expect(readFileSync(crashFile, 'utf8')).toContain('unhandledRejection');
  });

  it('ends the process also when the reason can not be written', () => {
    const { told, faulty } = setup('/nonexistent/last-resort');
    faulty.emit('uncaughtException', new Error('planted'));
    expect(told).toContain('closed');
    expect(faulty.codes).toEqual([70]);
  });

  it('is dealt with once: what goes wrong on the way out changes nothing', () => {
    const { told, faulty } = setup();
    faulty.emit('uncaughtException', new Error('first'));
    faulty.emit('unhandledRejection', new Error('second'));
    expect(told).toHaveLength(2);
    expect(faulty.codes).toEqual([70]);
  });
});
