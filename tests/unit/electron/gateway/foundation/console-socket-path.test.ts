import { join } from 'node:path';
import { expect, it } from 'vitest';
import { consoleSocketPathOf } from '../../../../../electron/gateway/foundation/console-socket-path.ts';

it('is beside the data', () => {
  expect(consoleSocketPathOf('/data', 'linux')).toBe(join('/data', 'console.sock'));
});

it('is a pipe of its own for each directory on Windows, whatever the letters', () => {
  const pipe = consoleSocketPathOf('C:\\Data', 'win32');
  expect(pipe).toMatch(/^\\\\\.\\pipe\\relaydesk-[0-9a-f]+$/);
  expect(consoleSocketPathOf('c:\\data', 'win32')).toBe(pipe);
  expect(consoleSocketPathOf('C:\\Other', 'win32')).not.toBe(pipe);
});
