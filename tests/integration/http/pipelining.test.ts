/** A connection that asks for much at once, or reads nothing, costs itself alone. */
import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { callConsole } from '../../../electron/gateway/cli/console-client.ts';
import { setUpHttp, type HttpWorld } from './http-world.ts';

/** Seeds rows by copying one message in SQL: what is tested is how they are read. */
async function seedMessages(world: HttpWorld, count: number): Promise<void> {
  const sent = await world.post({ to: '+9779812345678', text: 'Your order is ready. '.repeat(10) });
  expect(sent.status).toBe(202);
  const columns = world.db
    .prepare<[], string>("SELECT name FROM pragma_table_info('messages')")
    .pluck()
    .all();
  const others = columns.filter((name) => name !== 'request_id' && name !== 'seq');
  world.db
    .prepare(
      `INSERT INTO messages (request_id, ${others.join(', ')})
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       SELECT 'req_' || printf('%026d', i), ${others.join(', ')} FROM n, messages LIMIT ?`,
    )
    .run(count, count);
}

function open(world: HttpWorld): Promise<Socket> {
  const { hostname, port } = new URL(world.info.url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) }, () => {
      resolve(socket);
    });
    socket.on('error', () => socket.destroy());
    onTestFinished(() => {
      socket.destroy();
    });
  });
}

const listRequest = (world: HttpWorld): string =>
  `GET /v1/messages?limit=200 HTTP/1.1\r\nHost: ${new URL(world.info.url).host}\r\nAuthorization: Bearer ${world.live}\r\n\r\n`;

async function healthTimes(world: HttpWorld, calls: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    const startedAt = performance.now();
    expect((await world.call({ path: '/v1/health', token: null })).status).toBe(200);
    times.push(performance.now() - startedAt);
  }
  return times.toSorted((one, other) => one - other);
}

describe('hundreds of lists asked for at once on one connection', () => {
  it('are answered in order, one at a time, while others are served between them', async () => {
    const world = await setUpHttp();
    await seedMessages(world, 250);
    const socket = await open(world);
    let answered = 0;
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      answered += chunk.split('HTTP/1.1 200').length - 1;
    });
    socket.write(listRequest(world).repeat(400));
    await new Promise((resolve) => setImmediate(resolve));
    const startedAt = performance.now();
    await healthTimes(world, 1);
    const health = performance.now() - startedAt;
    const beforeAll = answered;
    await expect.poll(() => answered, { timeout: 25_000 }).toBe(400);
    const all = performance.now() - startedAt;
    // It did not wait for the four hundred.
    expect(beforeAll).toBeLessThan(200);
    expect(health).toBeLessThan(all / 4);
  });

  it('make no answers while nobody reads them', async () => {
    const world = await setUpHttp();
    await seedMessages(world, 250);
    const before = process.memoryUsage().rss;
    for (let index = 0; index < 10; index += 1) {
      const socket = await open(world);
      socket.pause();
      socket.write(listRequest(world).repeat(400));
    }
    const times = await healthTimes(world, 100);
    expect(times.at(-1)).toBeLessThan(1_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
  });
});

describe('the private socket', () => {
  it('is served while the port is flooded', async () => {
    const world = await setUpHttp();
    await seedMessages(world, 250);
    const socket = await open(world);
    socket.resume().write(listRequest(world).repeat(400));
    const startedAt = performance.now();
    await callConsole(world.dataDir, 'GET', '/overview');
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
