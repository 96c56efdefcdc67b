/** What a refusal tells: English to programs, and to the screens the code besides, whatever language is asked for. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startGateway } from '../../support/gateway-process.ts';

async function setup() {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-words-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const gateway = await startGateway({ dataDir, demoPhone: true });
  onTestFinished(async () => {
    await gateway.stop();
  });
  return gateway;
}
const TOO_LONG = { to: '+9779812345678', text: 'x'.repeat(1000), max_parts: 2 };
const WRONG_TEXT = {
  field: 'text',
  message: 'needs 7 parts; max_parts allows 2',
  code: 'field.too_many_parts',
  values: { parts: 7, allowed: 2 },
};

describe('POST /v1/messages', () => {
  it('says in English what is wrong with a field, and its code', async () => {
    const { body } = await (await setup()).api('POST', '/v1/messages', TOO_LONG);
    expect(body).toMatchObject({
      error: {
        code: 'invalid_request',
        message: 'text: needs 7 parts; max_parts allows 2',
        field: 'text',
        details: { fields: [WRONG_TEXT] },
      },
    });
    expect(body['error']).not.toHaveProperty('sentence');
  });

  it('names every word that a field takes, and every field that is wrong', async () => {
    const wrong = { to: 7, text: 'hi', priority: 'someday', colour: 'red' };
    const { body } = await (await setup()).api('POST', '/v1/messages', wrong);
    const answer: unknown = Reflect.get(Object(body['error']), 'details');
    expect(answer).toMatchObject({
      fields: expect.arrayContaining([
        { field: 'colour', message: 'is not a known field', code: 'field.unknown_field', values: {} },
        { field: 'to', message: 'must be string', code: 'field.wrong_type', values: { type: 'string' } },
        expect.objectContaining({ field: 'priority', message: 'must be one of: transactional, bulk' }),
      ]) as unknown,
    });
  });
});

describe('POST /console/messages', () => {
  it('tells the screens the code of the refusal and of each wrong field', async () => {
    const gateway = await setup();
    expect(await gateway.console('POST', '/console/messages', TOO_LONG)).toMatchObject({
      error: { sentence: { code: 'refusal.invalid_fields' }, details: { fields: [WRONG_TEXT] } },
    });
    expect(await gateway.console('GET', '/console/provision/run_nobody')).toMatchObject({
      error: { code: 'not_found', sentence: { code: 'refusal.no_run', values: {} } },
    });
  });
});
