/**
 * Draining: 20 linked phones without pacing take what waits, to the last delivery report stored. Texts are accepted
 * while the queue is paused, so that accepting is not part of the time.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '../support/wait-for.ts';
import { tokenOf } from './accept.ts';
import { callConsole, makePairingCode } from './console-socket.ts';
import type { LoadNews, LoadOrder } from './load-process.ts';
import { figures, type Measurement } from './figures.ts';
import { type BundledGateway, startBundled } from './bundled-gateway.ts';
import { runPacedLoad } from './paced-requests.ts';

const PHONES = 20;
const ACCEPT_PER_SECOND = 5_000;
const OPEN_STATES = ['queued', 'sending', 'sent'];

async function startLoadPhones(gateway: BundledGateway, directory: string): Promise<ChildProcess> {
  const codes = [];
  for (let index = 0; index < PHONES; index += 1) {
    codes.push(await makePairingCode(gateway.dataDir, `Load ${index + 1}`));
  }
  const order: LoadOrder = { directory, codes };
  const phones = fork(join(import.meta.dirname, 'load-process.ts'), [JSON.stringify(order)]);
  await askLoadPhones(phones);
  return phones;
}

/** The next news from the phones; rejects when their process ended instead. */
async function askLoadPhones(phones: ChildProcess, question?: string): Promise<LoadNews> {
  const ended = new AbortController();
  phones.once('exit', () => ended.abort(new Error('the phones ended before they answered')));
  const news = once(phones, 'message', { signal: ended.signal });
  if (question !== undefined) phones.send(question);
  const [answer] = (await news) as [LoadNews];
  return answer;
}

async function hasOpenMessages(gateway: BundledGateway): Promise<boolean> {
  const states = OPEN_STATES.map((state) => `status=${state}`).join('&');
  const response = await fetch(`${gateway.ready.url}/v1/messages?limit=1&${states}`, {
    headers: { authorization: `Bearer ${tokenOf(gateway)}` },
  });
  const { items } = (await response.json()) as { items: unknown[] };
  return items.length > 0;
}

async function acceptAll(gateway: BundledGateway, messages: number): Promise<void> {
  const { answered } = await runPacedLoad({
    port: Number(new URL(gateway.ready.url).port),
    token: tokenOf(gateway),
    run: 'drain',
    perSecond: ACCEPT_PER_SECOND,
    seconds: messages / ACCEPT_PER_SECOND,
  });
  if (answered !== messages) throw new Error(`only ${answered} of ${messages} messages were accepted`);
}

/** Drains that many messages once and checks with the radios that each left once. */
export async function measureDrain(messages: number): Promise<Measurement[]> {
  const gateway = await startBundled();
  const directory = await mkdtemp(join(tmpdir(), 'relaydesk-load-'));
  let phones: ChildProcess | undefined;
  try {
    phones = await startLoadPhones(gateway, directory);
    await callConsole(gateway.dataDir, 'POST', '/queue/pause');
    await acceptAll(gateway, messages);
    const startedAt = performance.now();
    await callConsole(gateway.dataDir, 'POST', '/queue/resume');
    await waitFor('the queue to be empty', async () => !(await hasOpenMessages(gateway)), {
      deadlineMs: 120_000,
      everyMs: 50,
    });
    const seconds = (performance.now() - startedAt) / 1000;
    const news = await askLoadPhones(phones, 'submits');
    const submits = 'submits' in news ? news.submits : 0;
    if (submits !== messages) throw new Error(`the radios sent ${submits} texts for ${messages} messages`);
    const { peakMb } = await gateway.memory();
    return [
      {
        figure: figures.drain,
        value: messages / seconds,
        note: `${messages} messages to the last delivery report in ${seconds.toFixed(1)} s; each radio text once; peak ${peakMb.toFixed(0)} MB`,
      },
    ];
  } finally {
    phones?.disconnect();
    await gateway.stop();
    await rm(directory, { recursive: true, force: true });
  }
}
