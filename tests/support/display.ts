/** A screen for windows on machines without one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

interface TestDisplay {
  /** Value for DISPLAY. */
  readonly name: string;
  /** Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * The display there is, or a virtual one (Debian: package xvfb) on a number that Xvfb picks itself, so that runs beside
 * each other do not meet.
 */
export async function startDisplay(): Promise<TestDisplay> {
  const present = process.env['DISPLAY'];
  if (present !== undefined && present !== '') return { name: present, stop: () => Promise.resolve() };
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const ended = once(server, 'exit');
  const numbers = server.stdio[3];
  if (numbers === null || numbers === undefined || !('read' in numbers)) throw new Error('no pipe to Xvfb');
  const name = `:${await firstLine(numbers, ended)}`;
  return {
    name,
    async stop() {
      server.kill();
      await ended;
    },
  };
}

async function firstLine(stream: Readable, ended: Promise<unknown>): Promise<string> {
  let text = '';
  const line = (async () => {
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
      text += String(chunk);
      if (text.includes('\n')) return text.trim();
    }
    return undefined;
  })();
  const found = await Promise.race([line, ended.then(() => undefined)]);
  if (found === undefined) throw new Error('Xvfb ended before it had a display');
  return found;
}
