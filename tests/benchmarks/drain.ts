/**
 * Draining: 20 linked phones without pacing take what waits, to the last delivery report stored. Texts are accepted
 * while the queue is paused, so that accepting is not part of the time.
 */
import { waitFor } from '../support/wait-for.ts';
import { tokenOf } from './accept.ts';
import { callConsole } from './console-socket.ts';
import { figures, type Measurement } from './figures.ts';
import { type BundledGateway, startBundled } from './bundled-gateway.ts';
import { type LoadPhones, startLoadPhones } from './load-phones.ts';
import { runPacedLoad } from './paced-requests.ts';

export const PHONES = 20;
const ACCEPT_PER_SECOND = 5_000;
const OPEN_STATES = ['queued', 'sending', 'sent'];

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

/** Waits until no message of a gateway is short of its end. */
export function waitUntilDrained(gateway: BundledGateway, everyMs: number): Promise<unknown> {
  return waitFor('the queue to be empty', async () => !(await hasOpenMessages(gateway)), {
    deadlineMs: 120_000,
    everyMs,
  });
}

/** Lets that many messages wait, then lets them go; answers the seconds to the last delivery report stored. */
export async function drainOnce(gateway: BundledGateway, messages: number): Promise<number> {
  await callConsole(gateway.dataDir, 'POST', '/queue/pause');
  await acceptAll(gateway, messages);
  const startedAt = performance.now();
  await callConsole(gateway.dataDir, 'POST', '/queue/resume');
  await waitUntilDrained(gateway, 50);
  return (performance.now() - startedAt) / 1000;
}

/** Drains that many messages once and checks with the radios that each left once. */
export async function measureDrain(messages: number): Promise<Measurement[]> {
  const gateway = await startBundled();
  let phones: LoadPhones | undefined;
  try {
    phones = await startLoadPhones(gateway, PHONES);
    const seconds = await drainOnce(gateway, messages);
    const submits = await phones.submits();
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
    await phones?.stop();
    await gateway.stop();
  }
}
