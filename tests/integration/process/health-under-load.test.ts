/**
 * Health answers in time whatever else is asked for: ten connections that ask for lists without end, a thousand bad
 * tokens a second, two hundred change streams that nobody reads, and a database that another program holds. A bare Node
 * server is asked in turn with it, so that the noise of the computer is known and taken off.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../electron/gateway/storage/database.ts';
import { startGateway, type GatewayProcess } from '../../support/gateway-process.ts';
import { waitFor } from '../../support/wait-for.ts';
import { lockedByAnother } from '../../support/surroundings/locked-database.ts';

const ROWS = 250;
const SAMPLES = 300;
/**
 * What health may take at most where nothing else runs, and how much of the computer's noise comes on top: a process that
 * has much to do is put off by it more often than the bare one, which only waits.
 */
const OWN_MS = 50;
const NOISE = 10;
const BODY = { to: '+9779812345678', text: 'Your order is ready. '.repeat(10) };
const BARE = `const server = require('node:http').createServer((_q, a) => a.end('{"ok":true}'));
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;

/** Asks in a process of its own, which nothing else keeps busy, and prints the times in milliseconds. */
const METER = `const http = require('node:http');
  const [health, bare, samples] = process.argv.slice(1);
  const agents = new Map([health, bare].map((url) => [url, new http.Agent({ keepAlive: true, maxSockets: 1 })]));
  const ask = (url) => new Promise((resolve, reject) => {
    const startedAt = performance.now();
    http.get(url, { agent: agents.get(url) }, (answer) => answer.resume().on('end', () => resolve(performance.now() - startedAt)))
      .on('error', reject);
  });
  (async () => {
    const times = { health: [], bare: [] };
    for (let n = 0; n < Number(samples); n += 1) {
      times.health.push(await ask(health));
      times.bare.push(await ask(bare));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    console.log(JSON.stringify(times));
    process.exit(0);
  })();`;

function runNode(program: string, ...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['-e', program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return once(createInterface({ input: child.stdout }), 'line').then(([line]: readonly unknown[]) =>
    String(line),
  );
}

function open(to: { readonly port: number } | { readonly path: string }): Promise<Socket> {
  return new Promise((resolve) => {
    const socket: Socket = connect('port' in to ? { ...to, host: '127.0.0.1' } : to, () => {
      resolve(socket);
    });
    socket.on('error', () => socket.destroy());
    onTestFinished(() => {
      socket.destroy();
    });
  });
}

const times = (line: string): { health: number[]; bare: number[] } => {
  const { health, bare } = JSON.parse(line) as { health: number[]; bare: number[] };
  return { health: health.sort((a, b) => a - b), bare: bare.sort((a, b) => a - b) };
};
const p99 = (sorted: readonly number[]): number => sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Infinity;

/** Copies one message in SQL: what is tested is how they are read. */
function seed(dataDir: string): void {
  const db = openDatabase(path.join(dataDir, 'relaydesk.db'));
  const names = db.prepare<[], string>("SELECT name FROM pragma_table_info('messages')").pluck().all();
  const others = names.filter((name) => name !== 'seq' && name !== 'request_id').join(', ');
  db.prepare(
    `INSERT INTO messages (request_id, ${others}) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
     SELECT 'req_' || printf('%026d', i), ${others} FROM n, (SELECT * FROM messages LIMIT 1)`,
  ).run(ROWS);
  db.close();
}

/** Everything at once, until the test ends. Resolves when it is under way. */
async function burden(gateway: GatewayProcess) {
  const { host, port } = new URL(gateway.ready.url);
  const get = (token: string): string =>
    `GET /v1/messages?limit=200 HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n\r\n`;
  const askers: Socket[] = [];
  for (let n = 0; n < 10; n += 1) {
    const socket = await open({ port: Number(port) });
    const requests = get(gateway.ready.token ?? '').repeat(100);
    socket.on('drain', () => socket.write(requests)).resume();
    socket.write(requests.repeat(4));
    askers.push(socket);
  }
  const bad = await open({ port: Number(port) });
  const guesses = get(`rd_live_${'x'.repeat(43)}`).repeat(50);
  const guessing = setInterval(() => bad.write(guesses), 50);
  const stop = (): void => {
    clearInterval(guessing);
    for (const socket of [...askers, bad]) socket.destroy();
  };
  onTestFinished(stop);
  bad.resume();
  const streams: Socket[] = [];
  for (let n = 0; n < 200; n += 1) {
    const socket = await open({ path: path.join(gateway.dataDir, 'console.sock') });
    socket.write(`GET /console/events HTTP/1.1\r\nHost: relaydesk\r\n\r\n`);
    await once(socket, 'data');
    streams.push(socket.pause());
  }
  return { streams, stop };
}

it('answers health in time at the 99th percentile, and bounds the change streams', async () => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-health-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const gateway = await startGateway({ dataDir });
  onTestFinished(() => gateway.kill());
  expect((await gateway.api('POST', '/v1/messages', BODY)).status).toBe(202);
  seed(dataDir);
  const health = `${gateway.ready.url}/v1/health`;
  const bare = `http://127.0.0.1:${await runNode(BARE)}/`;
  const idle = times(await runNode(METER, health, bare, '100'));
  const { streams, stop } = await burden(gateway);
  lockedByAnother(dataDir);
  const refused = gateway.api('POST', '/v1/messages', BODY);
  const busy = times(await runNode(METER, health, bare, String(SAMPLES)));
  const figures = { idle: p99(idle.health), busy: p99(busy.health), bareBusy: p99(busy.bare) };
  console.log(
    `health p99 in ms: ${JSON.stringify(figures, (_name, value: unknown) => (typeof value === 'number' ? Math.round(value * 10) / 10 : value))}`,
  );
  expect((await refused).status).toBe(503);
  expect(figures.busy).toBeLessThan(OWN_MS + NOISE * figures.bareBusy);
  expect(figures.busy).toBeLessThan(1_000);
  stop();
  for (const socket of streams) socket.resume();
  await waitFor(
    'the oldest streams to be cut',
    () => streams.filter((socket) => socket.closed).length >= 200 - 32,
  );
  expect(streams.map((socket) => socket.closed)).toEqual(streams.map((_socket, place) => place < 200 - 32));
}, 60_000);
