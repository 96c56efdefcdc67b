import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../../../electron/gateway/foundation/logger.ts';
import { createGateway, type Gateway } from '../../../electron/gateway/wiring/gateway.ts';

async function setup() {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-first-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const gateway = (ports: { readonly httpPort?: number; readonly relayPort?: number } = {}): Gateway => {
    const own = createGateway({
      dataDir,
      httpPort: 0,
      relayPort: 0,
      adbPort: null,
      demoPhone: false,
      makeTokens: true,
      logger: silentLogger,
      ...ports,
    });
    onTestFinished(() => own.stop());
    return own;
  };
  return { gateway };
}

/** Another program that listens on a port. */
async function takenPort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the port is not known');
  return address.port;
}

it.each(['httpPort', 'relayPort'] as const)(
  'shows working tokens on the next start after a first one whose %s was taken',
  async (which) => {
    const { gateway } = await setup();
    const port = await takenPort();
    await expect(gateway({ [which]: port }).start()).rejects.toThrow(`Port ${port}`);
    const { url, tokens } = await gateway().start();
    for (const token of [tokens?.live, tokens?.test]) {
      const answer = await fetch(`${url}/v1/queue`, { headers: { authorization: `Bearer ${token ?? ''}` } });
      expect(answer.status).toBe(200);
    }
  },
);

it('makes tokens once', async () => {
  const { gateway } = await setup();
  const first = gateway();
  expect((await first.start()).tokens).not.toBeNull();
  await first.stop();
  expect((await gateway().start()).tokens).toBeNull();
});
