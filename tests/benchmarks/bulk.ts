/** How long a list of 10,000 texts takes from its request to its answer, every row on disk by then. */
import { setTimeout as pause } from 'node:timers/promises';
import { tokenOf } from './accept.ts';
import { startWithDeepBacklog, type BundledGateway } from './bundled-gateway.ts';
import { figures, type Measurement } from './figures.ts';
import { median } from './statistics.ts';

const ROWS = 10_000;
const ASK_MS = 5;

const bodyOf = (round: number): string =>
  JSON.stringify({
    recipients: Array.from({ length: ROWS }, (_, index) => ({
      to: `+97798${String(10_000_000 + index)}`,
      variables: { name: `Guest ${index}`, due: round },
    })),
    text: 'Dear {{name}}, bill {{due}} is due.',
  });

/** Asks for health again and again, and tells the longest answer once it is stopped. */
function watchHealth(url: string): { stop(): Promise<number> } {
  let isOver = false;
  async function watch(): Promise<number> {
    let longest = 0;
    while (!isOver) {
      const askedAt = performance.now();
      await (await fetch(`${url}/v1/health`)).text();
      longest = Math.max(longest, performance.now() - askedAt);
      await pause(ASK_MS);
    }
    return longest;
  }
  const watching = watch();
  return {
    stop: () => {
      isOver = true;
      return watching;
    },
  };
}

async function sendList(gateway: BundledGateway, round: number): Promise<number> {
  const body = bodyOf(round);
  const startedAt = performance.now();
  const { status, body: answer } = await gateway.api('POST', '/v1/bulk', body, { token: tokenOf(gateway) });
  if (status !== 202 || answer['accepted'] !== ROWS) throw new Error(`a list was answered with ${status}`);
  return performance.now() - startedAt;
}

export async function measureBulk(rounds: number): Promise<Measurement[]> {
  const gateway = await startWithDeepBacklog();
  try {
    await sendList(gateway, 0);
    const health = watchHealth(gateway.ready.url);
    const times: number[] = [];
    for (let round = 1; round <= rounds; round += 1) times.push(await sendList(gateway, round));
    const longest = await health.stop();
    const note = `median of ${rounds}; health meanwhile answered in at most ${longest.toFixed(0)} ms`;
    return [{ figure: figures.bulk, value: median(times), note }];
  } finally {
    await gateway.stop();
  }
}
