/** Standard error as a pipe that nobody reads, or whose reader went away: the gateway must not notice. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { connect, type TLSSocket } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { callConsole } from '../../../electron/gateway/cli/console-client.ts';
import { asRecord, gatewayArguments } from '../../support/gateway-process.ts';
import { runDeaf, type DeafChild } from '../../support/surroundings/deaf-pipe.ts';

async function firstLine(child: DeafChild): Promise<string> {
  const [line]: readonly unknown[] = (await once(
    createInterface({ input: child.stdout }),
    'line',
  )) as readonly unknown[];
  return String(line);
}

async function deafGateway(env?: NodeJS.ProcessEnv) {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'relaydesk-deaf-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const child = runDeaf(gatewayArguments({ dataDir }), env);
  const line = await firstLine(child);
  const { url, relay_port } = asRecord(JSON.parse(line));
  const health = async (): Promise<number> => {
    const response = await fetch(`${String(url)}/v1/health`, { signal: AbortSignal.timeout(2_000) });
    return response.status;
  };
  return { dataDir, child, health, relayPort: Number(relay_port) };
}

/** The lines of a socket, one at a time. */
function linesOf(socket: TLSSocket): () => Promise<Record<string, unknown>> {
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  return async () => asRecord(JSON.parse(String((await lines.next()).value)));
}

it('answers while a phone says 5,000 wrong frames and nobody reads the log', async () => {
  const { dataDir, child, health, relayPort } = await deafGateway();
  const { code } = await callConsole(dataDir, 'POST', '/pairing-codes', { name: 'Noisy' });
  const socket = connect({ host: '127.0.0.1', port: relayPort, rejectUnauthorized: false });
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, 'secureConnect');
  const next = linesOf(socket);
  const say = (frame: object): boolean => socket.write(`${JSON.stringify(frame)}\n`);
  const facts = { v: 1, ledger_id: 'cd'.repeat(16), android: 35, model: 'Noisy' };
  say({ t: 'pair', code, ...facts });
  const paired = await next();
  const sims = [{ id: 1, slot: 1, carrier: 'T', mcc_mnc: null, number: null }];
  const { device_id, token } = paired;
  const more = { newest_attempt_id: null, acked_seq: 0, app_version: '1', boot_id: 'b', sims };
  say({ t: 'hello', device_id, token, ...facts, ...more });
  const { session } = await next();
  for (let seq = 1; seq <= 5_000; seq += 1) say({ t: 'report', session, seq, attempt_id: 7 });
  let acked = 0;
  while (acked < 5_000) {
    const frame = await next();
    if (frame['t'] === 'ack') acked = Number(frame['seq']);
  }
  expect(await health()).toBe(200);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
}, 120_000);

it('drops what does not fit into the pipe, and tells how much once it is read', async () => {
  const logger = path.resolve('electron/gateway/foundation/logger.ts');
  const child = runDeaf([
    '--input-type=module',
    '--eval',
    `import { createLogger } from ${JSON.stringify(logger)};
     const log = createLogger('warn');
     for (let n = 0; n < 5000; n += 1) log.warn({ facts: 'x'.repeat(200) }, 'sentence ' + n);
     process.stdout.write('flooded\\n');
     let beat = 0;
     setInterval(() => log.warn({}, 'beat ' + (beat += 1)), 20);`,
  ]);
  const line = await firstLine(child);
  expect(line).toBe('flooded');
  const seen: string[] = [];
  const log = createInterface({ input: child.stderr });
  log.on('line', (text) => {
    seen.push(text);
  });
  while (!seen.some((text) => text.includes('"dropped"'))) await once(log, 'line');
  const dropped = seen.find((text) => text.includes('"dropped"'));
  const sentences = seen.filter((text) => text.includes('sentence')).length;
  expect(sentences).toBeLessThan(2_500);
  expect(Number(asRecord(JSON.parse(dropped ?? '{}'))['dropped'])).toBeGreaterThanOrEqual(5_000 - sentences);
}, 60_000);

it('outlives whoever read its output', async () => {
  const noise = `process.on('SIGUSR2', () => { process.stdout.write('x'); process.stderr.write('x'); });`;
  const { child, health } = await deafGateway({
    ...process.env,
    NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(noise)}`,
  });
  child.stdout.destroy();
  child.stderr.destroy();
  for (let n = 0; n < 10; n += 1) {
    child.kill('SIGUSR2');
    expect(await health()).toBe(200);
  }
  expect(child.exitCode).toBeNull();
});
