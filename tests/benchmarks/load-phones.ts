/** Load phones at a gateway: their process, started and asked from here. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BundledGateway } from './bundled-gateway.ts';
import { makePairingCode } from './console-socket.ts';
import type { LoadNews, LoadOrder } from './load-process.ts';

export interface LoadPhones {
  /** How many texts the radios have sent since the phones were started. */
  submits(): Promise<number>;
  /** Ends their process, waits for it and removes their ledgers. */
  stop(): Promise<void>;
}

/** Pairs that many phones without pacing, and answers when all are linked. */
export async function startLoadPhones(gateway: BundledGateway, count: number): Promise<LoadPhones> {
  const codes = [];
  for (let index = 0; index < count; index += 1) {
    codes.push(await makePairingCode(gateway.dataDir, `Load ${index + 1}`));
  }
  const directory = await mkdtemp(join(tmpdir(), 'relaydesk-load-'));
  const order: LoadOrder = { directory, codes };
  const child = fork(join(import.meta.dirname, 'load-process.ts'), [JSON.stringify(order)]);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      if (child.connected) child.disconnect();
      await ended;
    }
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await askLoadPhones(child);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    submits: async () => {
      const news = await askLoadPhones(child, 'submits');
      return 'submits' in news ? news.submits : 0;
    },
    stop,
  };
}

/** The next news from the phones; rejects when their process ended instead. */
async function askLoadPhones(phones: ChildProcess, question?: string): Promise<LoadNews> {
  const ended = new AbortController();
  const onExit = () => {
    ended.abort(new Error('the phones ended before they answered'));
  };
  phones.once('exit', onExit);
  try {
    const news = once(phones, 'message', { signal: ended.signal });
    if (question !== undefined) phones.send(question);
    const [answer] = (await news) as [LoadNews];
    return answer;
  } finally {
    phones.off('exit', onExit);
  }
}
