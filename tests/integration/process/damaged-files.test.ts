import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { callConsole } from '../../../electron/gateway/cli/console-client.ts';
import { silentLogger } from '../../../electron/gateway/foundation/logger.ts';
import { openDatabase } from '../../../electron/gateway/storage/database.ts';
import { createGateway, type Gateway } from '../../../electron/gateway/wiring/gateway.ts';
import { GatewayStartError } from '../../../electron/shared/start-error.ts';

function gatewayOn(dataDir: string): Gateway {
  const gateway = createGateway({
    dataDir,
    httpPort: 0,
    relayPort: 0,
    adbPort: null,
    demoPhone: false,
    makeTokens: true,
    logger: silentLogger,
  });
  onTestFinished(() => gateway.stop());
  return gateway;
}

/** A data directory that a gateway has used and left. */
async function used() {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-files-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const gateway = gatewayOn(dataDir);
  await gateway.start();
  await gateway.stop();
  return { dataDir, file: (name: string) => path.join(dataDir, name) };
}

/** The sentence that the start fails with. */
async function whyNot(dataDir: string): Promise<string> {
  try {
    await gatewayOn(dataDir).start();
  } catch (error) {
    if (error instanceof GatewayStartError) return error.message;
    throw error;
  }
  throw new Error('it started');
}

const NO_KEY = JSON.stringify({ privateKeyPem: 'x', certificatePem: 'y' });

describe('a start on a damaged file names it and the way out', () => {
  it.each([
    ['is cut short', (file: string) => truncateSync(file, 100)],
    ['is empty', (file: string) => truncateSync(file)],
    ['holds something else', (file: string) => writeFileSync(file, NO_KEY)],
  ])('where the key of the phones %s', async (_how, harm) => {
    const { dataDir, file } = await used();
    harm(file('relay-key.json'));
    expect(await whyNot(dataDir)).toBe(
      `The key file ${file('relay-key.json')} is damaged. Restore it from a backup.`,
    );
  });

  it('where the lock file holds something else, and goes on once that is deleted', async () => {
    const { dataDir, file } = await used();
    writeFileSync(file('gateway.lock'), Buffer.alloc(4_096, 7));
    expect(await whyNot(dataDir)).toContain(`The lock file ${file('gateway.lock')} is damaged.`);
    rmSync(file('gateway.lock'));
    await gatewayOn(dataDir).start();
  });

  it.each([
    ['is empty', (file: string) => truncateSync(file)],
    ['is missing', (file: string) => rmSync(file)],
  ])('where the database %s, and does not take the directory for a new one', async (_how, harm) => {
    const { dataDir, file } = await used();
    const key = readFileSync(file('relay-key.json'), 'utf8');
    harm(file('relaydesk.db'));
    const sentence = await whyNot(dataDir);
    expect(sentence).toContain(`The database ${file('relaydesk.db')} is empty or missing`);
    expect(sentence).toContain(`move ${file('relay-key.json')} away`);
    expect(readFileSync(file('relay-key.json'), 'utf8')).toBe(key);
    expect(statSync(file('relaydesk.db'), { throwIfNoEntry: false })?.size ?? 0).toBe(0);
  });

  it.each([
    ['has no header', 0],
    ['has a damaged first table', 100],
  ])('where the database %s, with the backup that an update made', async (_how, from) => {
    const { dataDir, file } = await used();
    const bytes = readFileSync(file('relaydesk.db'));
    writeFileSync(file('relaydesk.db'), bytes.fill(7, from, 4_096));
    expect(await whyNot(dataDir)).toContain(`The database ${file('relaydesk.db')} is damaged.`);
    writeFileSync(file('relaydesk.db.before-2'), '');
    expect(await whyNot(dataDir)).toContain(file('relaydesk.db.before-2'));
  });
});

it.skipIf(process.platform === 'win32')(
  'refuses a data directory too long for the socket, and makes none',
  async () => {
    const above = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-long-'));
    onTestFinished(() => rm(above, { recursive: true, force: true }));
    const dataDir = path.join(above, 'x'.repeat(200));
    expect(await whyNot(dataDir)).toContain('Choose a shorter folder with --data-dir.');
    expect(statSync(dataDir, { throwIfNoEntry: false })).toBeUndefined();
  },
);

it.each(['events', 'messages'])(
  'refuses new texts and stays up where a page of %s is damaged',
  async (table) => {
    const { dataDir, file } = await used();
    const db = openDatabase(file('relaydesk.db'));
    const page = db
      .prepare<[string], number>('SELECT rootpage FROM sqlite_schema WHERE name = ?')
      .pluck()
      .get(table);
    db.close();
    const bytes = readFileSync(file('relaydesk.db'));
    const at = ((page ?? 0) - 1) * 4_096;
    writeFileSync(file('relaydesk.db'), bytes.fill(7, at, at + 4_096));
    const gateway = gatewayOn(dataDir);
    const info = await gateway.start();
    const { token } = await callConsole(dataDir, 'POST', '/tokens', { name: 'Till', mode: 'live' });
    const post = () =>
      fetch(`${info.url}/v1/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${String(token)}`, 'content-type': 'application/json' },
        body: JSON.stringify({ to: '+9779812345678', text: 'Hi' }),
      });
    for (let n = 0; n < 2; n += 1) {
      const answer = await post();
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({
        error: { code: 'queue_blocked', details: { reason: 'storage_damaged' } },
      });
    }
    expect((await fetch(`${info.url}/v1/health`)).status).toBe(200);
  },
);
