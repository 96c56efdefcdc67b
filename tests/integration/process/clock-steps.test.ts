/** The clock of the computer is set while the gateway runs: an injected wall clock over the real monotonic one. */
import { expect, it } from 'vitest';
import { createLaneStore } from '../../../electron/gateway/messages/lane-store.ts';
import { createLanes } from '../../../electron/gateway/messages/lanes.ts';
import { createMessageStore } from '../../../electron/gateway/messages/message-store.ts';
import { openStorage } from '../../../electron/gateway/storage/storage.ts';
import { aMessage } from '../../support/a-message.ts';
import { setUpGateway } from '../../support/gateway-world.ts';
import { setClock } from '../../support/surroundings/set-clock.ts';
import { waitFor } from '../../support/wait-for.ts';

const HOUR_MS = 3_600_000;
const BODY = { to: '+9779812345678', text: 'Hi' };

it('expires no message of 24 hours for a clock that is 25 hours ahead for a moment', async () => {
  const { state, clock } = setClock();
  const world = await setUpGateway({ clock });
  const { body } = await world.post({ ...BODY, ttl_seconds: 86_400 });
  const status = async (): Promise<unknown> =>
    (await world.call({ path: `/v1/messages/${String(body['request_id'])}` })).body['status'];
  state.aheadMs = 25 * HOUR_MS;
  const before = state.looks;
  await waitFor('two sweeps', () => state.looks > before + 4);
  expect(await status()).toBe('queued');
  state.aheadMs = 0;
  expect(await status()).toBe('queued');
});

it('brings near what a clock that was wrong had put off, where it was corrected while no gateway ran', async () => {
  const world = await setUpGateway({
    prepare: (dataDir) => {
      const storage = openStorage(dataDir);
      const lanes = createLanes(createLaneStore(storage.db), () => false);
      const retry = createMessageStore(storage.db, lanes).insert('req_retry', aMessage(), Date.now());
      storage.db.prepare('UPDATE messages SET due_at = ? WHERE seq = ?').run(Date.now() + 6 * HOUR_MS, retry);
      storage.close();
    },
  });
  const dueAt = world.db.prepare<[], number>('SELECT due_at FROM messages').pluck();
  await waitFor('the retry to come near', () => (dueAt.get() ?? 0) <= Date.now());
});

it('goes on sending when the clock is set back three hours', async () => {
  const { state, clock } = setClock();
  const world = await setUpGateway({ clock, demoPhone: true });
  const send = (): ReturnType<typeof world.post> => world.post(BODY, { token: world.test });
  const isDelivered = async (requestId: unknown): Promise<boolean> => {
    const { body } = await world.call({ path: `/v1/messages/${String(requestId)}`, token: world.test });
    return body['status'] === 'delivered';
  };
  const first = await send();
  await waitFor('the first text', () => isDelivered(first.body['request_id']));
  state.aheadMs = -3 * HOUR_MS;
  const second = await send();
  await waitFor('the text after the step', () => isDelivered(second.body['request_id']));
  expect((await world.call({ path: '/v1/ready', token: world.test })).status).toBe(200);
});
