/** The rows that the list of messages asks for again. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startGateway } from '../../support/gateway-process.ts';

async function setup() {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-rows-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const gateway = await startGateway({ dataDir, demoPhone: true });
  onTestFinished(async () => {
    await gateway.stop();
  });
  return gateway;
}

describe('POST /console/messages/rows', () => {
  it('answers the messages asked for, and leaves out what it does not know', async () => {
    const gateway = await setup();
    const { body } = await gateway.api('POST', '/v1/messages', { to: '+9779812345678', text: 'one' });
    const id = String(body['request_id']);
    const answer = await gateway.console('POST', '/console/messages/rows', { ids: ['req_nobody', id] });
    expect(answer).toMatchObject({ ok: true, items: [{ request_id: id, text: 'one' }] });
  });

  it('refuses more ids than a screen can show, and whoever is not signed in', async () => {
    const gateway = await setup();
    const ids = Array.from({ length: 101 }, (_none, index) => `req_${index}`);
    expect(await gateway.console('POST', '/console/messages/rows', { ids })).toMatchObject({
      error: { code: 'invalid_request' },
    });
    const answer = await gateway.api('POST', '/console/messages/rows', { ids: [] });
    expect([answer.status, answer.body]).toMatchObject([401, { error: { code: 'unauthorized' } }]);
  });
});
