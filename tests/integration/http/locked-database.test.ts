import { expect, it } from 'vitest';
import { lockedByAnother } from '../../support/surroundings/locked-database.ts';
import { setUpHttp } from './http-world.ts';

const BODY = { to: '+9779812345678', text: 'Hi' };

it('refuses a message with a clear reason while another program holds the database, and stores none', async () => {
  const world = await setUpHttp();
  const other = lockedByAnother(world.dataDir);
  const refused = await world.post(BODY);
  expect(refused).toMatchObject({
    status: 503,
    code: 'queue_blocked',
    headers: { 'retry-after': '1' },
    body: { error: { details: { reason: 'storage_busy' } } },
  });
  other.letGo();
  expect(world.stored()).toBe(0);
  expect((await world.post(BODY)).status).toBe(202);
  expect(world.stored()).toBe(1);
});

it('answers health at once meanwhile, and takes the message if the other lets go within a second', async () => {
  const world = await setUpHttp();
  const other = lockedByAnother(world.dataDir);
  let isAnswered = false;
  const answer = world.post(BODY).finally(() => {
    isAnswered = true;
  });
  for (let n = 0; n < 10; n += 1) {
    expect((await world.call({ path: '/v1/health', token: null })).status).toBe(200);
  }
  expect(isAnswered).toBe(false);
  other.letGo();
  expect((await answer).status).toBe(202);
});
