/**
 * Lists, filters, searches and the views of phones and queue over 1,000, 100,000 and 1,000,000 messages, through HTTP,
 * each asked again and again; then accepting beside lists that are read without a pause; and the start on so much.
 */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { figures, type Measurement } from './figures.ts';
import { type BundledGateway, makeDataDir, startBundled } from './bundled-gateway.ts';
import { fillDatabase, RARE_WORD, SOME_NUMBER } from './many-messages.ts';
import { forkPacedLoad } from './paced-requests.ts';
import { percentile } from './statistics.ts';
import { tokenOf } from './accept.ts';

const DAY_MS = 86_400_000;
const FEW_READS = 5;
const ACCEPTS_PER_SECOND = 500;
const ACCEPT_SECONDS = 10;
const BACKLOG = 100_000;

export interface ListsPlan {
  readonly sizes: readonly number[];
  readonly readsPerView: number;
}

interface View {
  readonly name: string;
  readonly path: string;
  readonly isConsole?: boolean;
}

function viewsAt(now: number): readonly View[] {
  const at = (daysAgo: number): string => encodeURIComponent(new Date(now - daysAgo * DAY_MS).toISOString());
  const list = (name: string, query: string): View => ({ name, path: `/v1/messages${query}` });
  const screen = (name: string, path: string): View => ({ name, path: `/console${path}`, isConsole: true });
  return [
    { name: 'health, which reads nothing', path: '/v1/health' },
    list('newest', ''),
    list('oldest', '?order=asc'),
    list('200 a page', '?limit=200'),
    list('status=failed', '?status=failed'),
    list('status=unknown, rare', '?status=unknown'),
    list('three states', '?status=undelivered&status=cancelled&status=queued'),
    list('device', '?device=dev_4'),
    list('device of another client', '?device=dev_3'),
    list('device by name, rare', '?device=Phone%209'),
    list('device and rare status', '?device=dev_4&status=undelivered'),
    list('to', `?to=${encodeURIComponent(SOME_NUMBER)}`),
    list('reference', '?reference=order-230'),
    list('updated_since, last hour', `?updated_since=${at(1 / 24)}`),
    list('updated_since, 30 days', `?updated_since=${at(30)}`),
    list('one day of the past', `?since=${at(31)}&until=${at(30)}`),
    list('until, and failed', `?until=${at(40)}&status=failed`),
    list('q, a common word', '?q=order'),
    list('q, a rare word', `?q=${RARE_WORD}`),
    list('q, nothing found', '?q=nowhere+to+be+found'),
    list('q, digits of a number', '?q=12300077'),
    list('q in Nepali', `?q=${encodeURIComponent('तपाईंको अर्डर')}`),
    list('q of two letters', '?q=ru'),
    list('q, rare, and failed', '?q=rupees&status=undelivered'),
    { name: 'phones', path: '/v1/devices' },
    { name: 'queue', path: '/v1/queue' },
    screen('console: newest', '/messages?limit=50'),
    screen('console: failed and unknown', '/messages?status=failed&status=undelivered&status=unknown'),
    screen('console: mode=test', '/messages?mode=test'),
    screen('console: updated_since', `/messages?updated_since=${at(1 / 24)}`),
    screen('console: q', `/messages?q=${RARE_WORD}`),
    screen('console: overview', '/overview'),
  ];
}

/** Asks for a view over one kept connection and answers the milliseconds; throws unless it is 200. */
function ask(gateway: BundledGateway, token: string, view: View, agent: Agent): Promise<number> {
  const startedAt = performance.now();
  const where =
    view.isConsole === true
      ? { socketPath: join(gateway.dataDir, 'console.sock') }
      : {
          host: '127.0.0.1',
          port: Number(new URL(gateway.ready.url).port),
          headers: { authorization: `Bearer ${token}` },
        };
  return new Promise((resolve, reject) => {
    const call = request({ ...where, agent, path: view.path }, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 200) resolve(performance.now() - startedAt);
        else reject(new Error(`${view.path} answered ${response.statusCode ?? 0}`));
      });
    });
    call.on('error', reject);
    call.end();
  });
}

/** A gateway with so many messages of its live client, and that client's token. */
async function startFilled(messages: number, waiting?: number) {
  const dataDir = await makeDataDir();
  const first = await startBundled({ dataDir });
  const token = first.ready.live_token ?? tokenOf(first);
  await first.stop({ keepData: true });
  const db = new Database(join(dataDir, 'relaydesk.db'), { readonly: true });
  const owner = db
    .prepare<[], string>("SELECT client_id FROM tokens WHERE mode = 'live' LIMIT 1")
    .pluck()
    .get();
  db.close();
  if (owner === undefined) throw new Error('the first start made no token');
  const filledAt = performance.now();
  fillDatabase(dataDir, {
    messages,
    clientId: owner,
    now: Date.now(),
    ...(waiting === undefined ? {} : { waiting }),
  });
  const fillSeconds = (performance.now() - filledAt) / 1000;
  return { gateway: await startBundled({ dataDir }), token, dataDir, fillSeconds };
}

/** Waits until the search has taken in every message; answers the seconds. */
async function waitForSearch(gateway: BundledGateway, token: string, messages: number): Promise<number> {
  const startedAt = performance.now();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await ask(gateway, token, { name: 'newest', path: '/v1/messages' }, agent);
  agent.destroy();
  while (fedTo(gateway.dataDir) < messages) await pause(1_000);
  return (performance.now() - startedAt) / 1000;
}

/** The last message that the search knows; its file appears when it is first needed. */
function fedTo(dataDir: string): number {
  const file = join(dataDir, 'search.db');
  if (!existsSync(file)) return 0;
  const db = new Database(file, { readonly: true, timeout: 5_000 });
  try {
    return db.prepare<[], number>('SELECT seq FROM fed').pluck().get() ?? 0;
  } finally {
    db.close();
  }
}

/** The slowest p99 of all views; each of them is said. */
async function measureViews(
  gateway: BundledGateway,
  token: string,
  reads: number,
  say: (line: string) => void,
): Promise<{ readonly worst: number; readonly name: string }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let slowest = { worst: 0, name: '' };
  for (const view of viewsAt(Date.now())) {
    for (let n = 0; n < FEW_READS; n += 1) await ask(gateway, token, view, agent);
    const times: number[] = [];
    for (let n = 0; n < reads; n += 1) times.push(await ask(gateway, token, view, agent));
    const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
    say(
      `    ${view.name.padEnd(30)} p50 ${p50.toFixed(1).padStart(6)} ms  p99 ${p99.toFixed(1).padStart(6)} ms`,
    );
    if (p99 > slowest.worst) slowest = { worst: p99, name: view.name };
  }
  agent.destroy();
  return slowest;
}

/** The p99 of accepting while every view is read again and again. */
async function measureAcceptBeside(
  gateway: BundledGateway,
  token: string,
): Promise<{ alone: number; beside: number }> {
  const accept = async (run: string): Promise<number> => {
    const load = {
      port: Number(new URL(gateway.ready.url).port),
      token,
      run,
      perSecond: ACCEPTS_PER_SECOND,
      seconds: ACCEPT_SECONDS,
    };
    const { latenciesMs, refused } = await forkPacedLoad(load);
    if (refused > 0) throw new Error(`${refused} messages were refused beside the lists`);
    return percentile(latenciesMs, 0.99);
  };
  await accept('warm');
  const alone = await accept('alone');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const over = new AbortController();
  const isOver = (): boolean => over.signal.aborted;
  const reading = (async () => {
    while (!isOver()) {
      for (const view of viewsAt(Date.now())) if (!isOver()) await ask(gateway, token, view, agent);
    }
  })();
  const beside = await accept('beside');
  over.abort();
  await reading;
  agent.destroy();
  return { alone, beside };
}

/** Measures the views at each size, accepting beside them at the largest, and the starts. */
export async function measureLists(plan: ListsPlan, say: (line: string) => void): Promise<Measurement[]> {
  const measured: Measurement[] = [];
  const worst: number[] = [];
  const largest = Math.max(...plan.sizes);
  for (const size of plan.sizes) {
    const { gateway, token, fillSeconds } = await startFilled(size);
    try {
      say(
        `  ${size} messages, filled in ${fillSeconds.toFixed(0)} s, started in ${gateway.readyAfterMs.toFixed(0)} ms`,
      );
      const searchSeconds = await waitForSearch(gateway, token, size);
      say(`  the search took them in within ${searchSeconds.toFixed(0)} s`);
      const slowest = await measureViews(gateway, token, plan.readsPerView, say);
      worst.push(slowest.worst);
      if (size < largest) continue;
      const { alone, beside } = await measureAcceptBeside(gateway, token);
      measured.push(
        { figure: figures.listsP99, value: slowest.worst, note: `${size} messages: ${slowest.name}` },
        {
          figure: figures.acceptBeside,
          value: beside,
          note: `${ACCEPTS_PER_SECOND} req/s beside lists of ${size}; ${alone.toFixed(1)} ms without`,
        },
        { figure: figures.fullStart, value: gateway.readyAfterMs, note: `${size} messages` },
      );
    } finally {
      await gateway.stop();
    }
  }
  say(
    `  worst p99 by size: ${plan.sizes.map((size, n) => `${size}: ${(worst[n] ?? 0).toFixed(1)} ms`).join(', ')}`,
  );
  measured.push(await measureRestart());
  return measured;
}

/** The start with a backlog: from the start of the process until it takes messages and hands out. */
async function measureRestart(): Promise<Measurement> {
  const { gateway, dataDir } = await startFilled(BACKLOG + 1_000, BACKLOG);
  await gateway.stop({ keepData: true });
  const again = await startBundled({ dataDir });
  await again.stop({ keepData: true });
  await rm(dataDir, { recursive: true, force: true });
  return {
    figure: figures.backlogStart,
    value: again.readyAfterMs,
    note: `${BACKLOG} waiting, process start to ready line`,
  };
}
