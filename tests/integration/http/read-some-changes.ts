import { request } from 'node:http';
import path from 'node:path';

const DEADLINE_MS = 5_000;

/** Opens the stream of live changes, does something, and resolves with the first changes that are told. */
export function readSomeChanges(dataDir: string, cause: () => Promise<unknown>): Promise<readonly unknown[]> {
  return new Promise((resolve, reject) => {
    const call = request(
      { socketPath: path.join(dataDir, 'console.sock'), path: '/console/events', timeout: DEADLINE_MS },
      (response) => {
        cause().catch(reject);
        response.setEncoding('utf8').on('data', (text: string) => {
          const told = text.split('\n').filter((line) => line.startsWith('data: '));
          if (told.length === 0) return;
          resolve(told.map((line): unknown => JSON.parse(line.slice('data: '.length))));
          call.destroy();
        });
      },
    );
    call.on('timeout', () => call.destroy(new Error('no change was told')));
    call.on('error', reject);
    call.end();
  });
}
