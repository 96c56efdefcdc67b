/** Two clients of one mode: what belongs to one is nothing to the other. */
import { describe, expect, it } from 'vitest';
import { messageOf, submit } from '../../support/phone-world.ts';
import { pipelinedCalls, type RawCall } from '../../support/raw-call.ts';
import { setUpHttp } from './http-world.ts';

const GOOD = { to: '+9779812345678', text: 'Your order is ready' };
const KEY = { headers: { 'idempotency-key': 'order-42' } };

describe('an Idempotency-Key', () => {
  it('belongs to its client: another client with the same key makes a message of its own', async () => {
    const world = await setUpHttp();
    const token = await world.otherClient('Kitchen');
    const first = await world.post(GOOD, KEY);
    const other = await world.post(GOOD, { ...KEY, token });
    expect([first.status, other.status]).toEqual([202, 202]);
    expect(other.headers['idempotent-replayed']).toBeUndefined();
    expect(other.body['request_id']).not.toBe(first.body['request_id']);
    expect(world.stored()).toBe(2);
  });

  it('of one client is not in progress for another that comes in the same turn', async () => {
    const world = await setUpHttp();
    const kitchen = await world.otherClient('Kitchen');
    const callOf = (token: string): RawCall => ({
      method: 'POST',
      path: '/v1/messages',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': 'order-42',
      },
      body: JSON.stringify(GOOD),
    });
    const statuses = await pipelinedCalls(
      world.info.url,
      [world.live, kitchen, world.live, kitchen].map(callOf),
    );
    expect(statuses).toEqual([202, 202, 409, 409]);
    expect(world.stored()).toBe(2);
  });
});

describe('GET /v1/messages', () => {
  it('lists the messages of the client that asks, and of no other', async () => {
    const world = await setUpHttp();
    const token = await world.otherClient('Kitchen');
    const own = await submit(world);
    const { body } = await world.post(GOOD, { token });
    const idsFor = async (who: string): Promise<unknown[]> => {
      const { body: list } = await world.call({ path: '/v1/messages', token: who });
      return Array.isArray(list['items'])
        ? list['items'].map((item: { request_id: string }) => item.request_id)
        : [];
    };
    expect(await idsFor(world.live)).toEqual([own]);
    expect(await idsFor(token)).toEqual([body['request_id']]);
    expect(await idsFor(world.test)).toEqual([]);
  });

  it('tells another client of the same mode that there is no such message', async () => {
    const world = await setUpHttp();
    const token = await world.otherClient('Kitchen');
    const own = await submit(world);
    expect(await messageOf(world, own)).toMatchObject({ request_id: own });
    const answer = await world.call({ path: `/v1/messages/${own}`, token });
    expect([answer.status, answer.code]).toEqual([404, 'not_found']);
  });
});
