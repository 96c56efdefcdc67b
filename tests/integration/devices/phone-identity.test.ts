/** How a phone proves who it is, and what it is called. */
import { describe, expect, it } from 'vitest';
import { setUpGateway, type GatewayWorld } from '../../support/gateway-world.ts';
import { helloFrame, LEDGER_ID, TestPhone } from '../../support/test-phone.ts';

interface Paired {
  readonly deviceId: string;
  readonly token: string;
}

const PAIR = { t: 'pair', v: 1, ledger_id: LEDGER_ID, android: 35, model: 'Test phone' };

async function codeFor(world: GatewayWorld, name?: string): Promise<string> {
  const made = await world.console('POST', '/pairing-codes', name === undefined ? {} : { name });
  return String(made['code']);
}

async function pair(world: GatewayWorld, name?: string): Promise<Paired> {
  const phone = new TestPhone(world.info.relayPort);
  phone.say({ ...PAIR, code: await codeFor(world, name) });
  const paired = await phone.next('paired');
  phone.hangUp();
  return { deviceId: paired.device_id, token: paired.token };
}

/** The type of frame that answers a hello, and the reason if it is a refusal. */
async function sayHello(world: GatewayWorld, { deviceId, token }: Paired): Promise<string> {
  const phone = new TestPhone(world.info.relayPort);
  phone.say({ ...helloFrame, device_id: deviceId, token });
  const answer = await Promise.race([phone.next('welcome'), phone.next('refused')]);
  phone.hangUp();
  return answer.t === 'refused' ? answer.reason : answer.t;
}

const namesOf = async (world: GatewayWorld): Promise<unknown[]> => {
  const { body } = await world.call({ path: '/v1/devices' });
  return Array.isArray(body['items']) ? body['items'].map((item: { name: string }) => item.name).sort() : [];
};

describe('hello', () => {
  it('is welcomed with the token of the pairing', async () => {
    const world = await setUpGateway();
    expect(await sayHello(world, await pair(world))).toBe('welcome');
  });

  it('is refused with any other token, and with the token of another phone', async () => {
    const world = await setUpGateway();
    const till = await pair(world, 'Till');
    const kitchen = await pair(world, 'Kitchen');
    expect(await sayHello(world, { ...till, token: 'A'.repeat(43) })).toBe('bad_token');
    expect(await sayHello(world, { ...till, token: kitchen.token })).toBe('bad_token');
    expect(await sayHello(world, { ...till, deviceId: 'dev_01ARZ3NDEKTSV4RRFFQ69G5FAV' })).toBe('bad_token');
  });

  it('is refused to a phone that was removed', async () => {
    const world = await setUpGateway();
    const till = await pair(world, 'Till');
    world.db.prepare('UPDATE devices SET removed_at = 1 WHERE id = ?').run(till.deviceId);
    expect(await sayHello(world, till)).toBe('removed');
  });
});

describe('pairing', () => {
  it('takes a code once', async () => {
    const world = await setUpGateway();
    const code = await codeFor(world, 'Till');
    for (const expected of ['paired', 'refused'] as const) {
      const phone = new TestPhone(world.info.relayPort);
      phone.say({ ...PAIR, code });
      await phone.next(expected);
      phone.hangUp();
    }
    expect(await namesOf(world)).toEqual(['Till']);
  });

  it('names a phone without a name past one that has the name by hand', async () => {
    const world = await setUpGateway();
    await pair(world, 'Relay Device 2');
    const second = await pair(world);
    expect(await namesOf(world)).toEqual(['Relay Device 2', 'Relay Device 3']);
    expect(await sayHello(world, second)).toBe('welcome');
  });

  it('gives a second phone of the same name a number, also after the first was removed', async () => {
    const world = await setUpGateway();
    const till = await pair(world, 'Till');
    await pair(world, 'Till');
    world.db.prepare('UPDATE devices SET removed_at = 1 WHERE id = ?').run(till.deviceId);
    await pair(world, 'Till');
    expect(await namesOf(world)).toEqual(expect.arrayContaining(['Till 2', 'Till 3']));
  });
});
