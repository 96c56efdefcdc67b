import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { chooseConsoleSocketPath } from '../../../../electron/main/console-socket.ts';
import { prepareDataDirectory } from '../../../../electron/main/data-directory.ts';

const modeOf = (name: string): string => (statSync(name).mode & 0o777).toString(8);

function setup(): string {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-places-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

describe('prepareDataDirectory', () => {
  it('makes the directory for its owner alone, and changes none that was there', () => {
    const fresh = path.join(setup(), 'a', 'b');
    expect(modeOf(prepareDataDirectory(fresh))).toBe('700');
    const open = path.join(setup(), 'open');
    mkdirSync(open);
    chmodSync(open, 0o755);
    expect(modeOf(prepareDataDirectory(open))).toBe('755');
  });
});

describe('chooseConsoleSocketPath', () => {
  it('puts the socket into the data directory', () => {
    expect(chooseConsoleSocketPath('/data', 'linux')).toBe(path.join('/data', 'console.sock'));
  });

  it('takes a private directory where the path is too long for a socket', () => {
    const socketPath = chooseConsoleSocketPath(`/${'x'.repeat(120)}`, 'linux');
    onTestFinished(() => rmSync(path.dirname(socketPath), { recursive: true, force: true }));
    expect(Buffer.byteLength(socketPath)).toBeLessThan(104);
    expect(modeOf(path.dirname(socketPath))).toBe('700');
  });

  it('names a pipe on Windows that nobody can guess', () => {
    const first = chooseConsoleSocketPath('C:\\data', 'win32');
    expect(first).toMatch(/^\\\\\.\\pipe\\relaydesk-[0-9a-f]{32}$/);
    expect(chooseConsoleSocketPath('C:\\data', 'win32')).not.toBe(first);
  });
});
