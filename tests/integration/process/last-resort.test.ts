/** The gateway as a process, with a fault planted from outside: `node --import` sets it off on SIGUSR2. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { asRecord, startGateway } from '../../support/gateway-process.ts';
import { waitFor } from '../../support/wait-for.ts';

function plantedBy(code: string): NodeJS.ProcessEnv {
  const module = `process.on('SIGUSR2', () => { ${code} });`;
  return { ...process.env, NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(module)}` };
}

it.each([
  ['a timer that throws', `setTimeout(() => { throw new Error('planted fault') }, 1)`],
  ['a promise that nobody waits for', `Promise.reject(new Error('planted fault'))`],
])('ends with 70 for %s, says why, keeps what was accepted and starts again', async (_what, code) => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'relaydesk-crash-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const gateway = await startGateway({ dataDir, env: plantedBy(code) });
  const accepted = await gateway.api('POST', '/v1/messages', { to: '+9779812345678', text: 'Kept' });
  expect(accepted.status).toBe(202);
  process.kill(gateway.pid, 'SIGUSR2');
  const crash = await waitFor('the reason of the end', () =>
    readFile(path.join(dataDir, 'last-crash'), 'utf8'),
  );
  expect(asRecord(JSON.parse(crash))['reason']).toContain('planted fault');
  expect(await gateway.stop()).toBe(70);
  expect(gateway.errors()).toContain('planted fault');

  const token = gateway.ready.live_token ?? gateway.ready.token ?? '';
  const again = await startGateway({ dataDir, token });
  onTestFinished(() => again.kill());
  const read = await again.api('GET', `/v1/messages/${String(accepted.body['request_id'])}`);
  expect(read.body).toMatchObject({ status: 'queued' });
});
