import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { silentLogger, type Logger } from '../../../electron/gateway/foundation/logger.ts';
import { createGateway } from '../../../electron/gateway/wiring/gateway.ts';

it('leaves the gateway running when the ledger of the demo phone is damaged, and names its folder', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'relaydesk-damaged-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const directory = join(dataDir, 'demo-phone');
  await mkdir(directory);
  await writeFile(join(directory, 'ledger.db'), Buffer.alloc(8_192, 7));
  const errors: unknown[] = [];
  const logger: Logger = {
    ...silentLogger,
    error: (facts: Readonly<Record<string, unknown>>) => errors.push(facts['directory']),
  };
  const gateway = createGateway({
    dataDir,
    httpPort: 0,
    relayPort: 0,
    adbPort: null,
    demoPhone: true,
    makeTokens: true,
    logger,
  });
  onTestFinished(() => gateway.stop());
  const { url, tokens } = await gateway.start();
  expect((await fetch(`${url}/v1/health`)).status).toBe(200);
  const ready = await fetch(`${url}/v1/ready`, {
    headers: { authorization: `Bearer ${tokens?.test ?? ''}` },
  });
  expect(await ready.json()).toMatchObject({ ok: false, error: { code: 'not_ready' } });
  expect(errors).toContain(directory);
});
