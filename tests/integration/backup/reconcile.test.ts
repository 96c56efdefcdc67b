/**
 * Back up, send, restore, over the real link with real ledgers: no text is in a radio's log twice, and nothing goes out
 * before every phone told what it did.
 */
import { copyFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startGateway, type GatewayProcess } from '../../support/gateway-process.ts';
import { waitFor } from '../../support/wait-for.ts';
import { createRadio } from '../../virtual-phone/radio/radio.ts';
import { createLoadRelay } from '../../virtual-phone/relay/load-relay.ts';
import { answerOf, folder, relaydesk } from './backup-world.ts';

const TO = '+9779812345678';
const LONG = { deadlineMs: 25_000 };

type Phone = Awaited<ReturnType<typeof pairPhone>>;

/** A phone with a ledger and a radio log of its own, which stay when it is switched off. */
async function pairPhone(gateway: GatewayProcess, name: string) {
  const directory = folder();
  const radio = createRadio({ logPath: path.join(directory, 'radio.jsonl') });
  const relay = createLoadRelay({
    directory,
    radio,
    model: name,
    android: 34,
    sims: [{ id: 1, slot: 1, carrier: 'Ncell', mcc_mnc: '42902', number: null }],
    redial: { firstMs: 50, factor: 2, maxMs: 200, jitter: 0 },
  });
  const order = { name, parts_per_minute: null };
  const { code, pin, host, port } = await gateway.console('POST', '/console/pairing-codes', order);
  relay.start();
  onTestFinished(() => relay.stop());
  const at = { code: String(code), pin: String(pin), host: String(host), port: Number(port) };
  expect(relay.pair(at)).toMatchObject({ ok: true });
  await isReady(gateway, name);
  return {
    name,
    radio,
    on: () => {
      relay.start();
    },
    off: () => relay.stop(),
  };
}

const devices = async (gateway: GatewayProcess): Promise<readonly { name: string; state: string }[]> => {
  const { items } = await gateway.console('GET', '/console/devices');
  return Array.isArray(items) ? (items as { name: string; state: string }[]) : [];
};

function isReady(gateway: GatewayProcess, name: string): Promise<unknown> {
  const isIt = async () =>
    (await devices(gateway)).some((each) => each.name === name && each.state === 'ready');
  return waitFor(`${name} to be ready`, isIt, LONG);
}

/** A gateway in a process of its own, with so many phones. */
async function setup(count: number) {
  const dataDir = path.join(folder(), 'data');
  let gateway = await startGateway({ dataDir });
  const { token = '', relay_port: relayPort } = gateway.ready;
  onTestFinished(async () => {
    await gateway.stop();
  });
  const phones: Phone[] = [];
  for (let n = 1; n <= count; n += 1) phones.push(await pairPhone(gateway, `Phone ${n}`));
  const api = (method: string, route: string, body?: unknown) =>
    gateway.api(method, `/v1${route}`, body, { token });
  const world = {
    dataDir,
    phones,
    console: (method: string, route: string, body?: unknown) =>
      gateway.console(method, `/console${route}`, body),
    /** Sends a text; resolves with its request_id. */
    send: async (text: string, more: object = {}): Promise<string> => {
      const answer = await api('POST', '/messages', { to: TO, text, ...more });
      expect(answer.status, JSON.stringify(answer.body)).toBe(202);
      return String(answer.body['request_id']);
    },
    message: async (id: string) => (await api('GET', `/messages/${id}`)).body,
    state: async () => String((await api('GET', '/queue')).body['state']),
    reaches: (id: string, ...states: readonly string[]) =>
      waitFor(
        `${id} to be ${states.join(' or ')}`,
        async () => states.includes(String((await world.message(id))['status'])),
        LONG,
      ),
    cancel: async (id: string) => (await api('POST', `/messages/${id}/cancel`)).body['status'],
    stop: () => gateway.stop(),
    kill: () => gateway.kill(),
    start: async () => {
      gateway = await startGateway({ dataDir, relayPort, token });
    },
    restart: async (meanwhile: () => Promise<void>) => {
      await gateway.stop();
      await meanwhile();
      await world.start();
    },
    restore: async (file: string) => {
      const end = await relaydesk(['restore', file, '--json', '--data-dir', dataDir]);
      expect(end, end.errors).toMatchObject({ code: 0 });
      return answerOf(end);
    },
    backUp: async () => {
      const file = path.join(folder(), 'kept.db');
      expect((await relaydesk(['backup', file, '--data-dir', dataDir])).code).toBe(0);
      return file;
    },
    /** How often each text is in the radio logs, all together. */
    sent: () => {
      const counts = new Map<string, number>();
      for (const { radio } of phones)
        for (const line of radio.log())
          if (line.part === 1) counts.set(line.text, (counts.get(line.text) ?? 0) + 1);
      return counts;
    },
  };
  return world;
}

type World = Awaited<ReturnType<typeof setup>>;

/** Each of these texts once in the radio logs, and nothing else. */
function expectOnce(world: World, texts: readonly string[]): void {
  expect(Object.fromEntries(world.sent())).toEqual(Object.fromEntries(texts.map((text) => [text, 1])));
}

const allOff = (phones: readonly Phone[]): Promise<unknown> =>
  Promise.all(phones.map((phone) => phone.off()));
const allOn = (phones: readonly Phone[]): void => {
  for (const phone of phones) phone.on();
};

describe('back up, send 100, restore', { timeout: 120_000 }, () => {
  it('sends each text once, holds everything until both phones answered, and then tells the truth of each', async () => {
    const world = await setup(2);
    await world.console('POST', '/queue/pause');
    const texts = Array.from({ length: 100 }, (_, n) => `Order ${n} is ready`);
    const ids: string[] = [];
    for (const text of texts) ids.push(await world.send(text));
    const file = await world.backUp();
    await world.console('POST', '/queue/resume');
    const late = await world.send('Accepted after the backup');
    for (const id of [...ids, late]) await world.reaches(id, 'delivered');
    expectOnce(world, [...texts, 'Accepted after the backup']);

    await world.restart(async () => {
      await allOff(world.phones);
      expect(await world.restore(file)).toMatchObject({ messages: 100, phones: 2, generation: 1 });
    });
    // The backup was made while the queue was paused.
    await world.console('POST', '/queue/resume');
    expect(await world.state()).toBe('reconcile');
    expect(await world.message(ids[0] ?? '')).toMatchObject({
      status: 'queued',
      waiting: { reason: 'reconcile' },
    });
    const fresh = await world.send('Accepted after the restore');
    world.phones[0]?.on();
    await waitFor('the first phone to answer', async () => {
      const { phones } = await world.console('GET', '/queue/reconcile');
      return Array.isArray(phones) && phones.some((phone: { has_answered: boolean }) => phone.has_answered);
    });
    expect(await world.state()).toBe('reconcile');
    expect(world.sent().get('Accepted after the restore')).toBeUndefined();

    world.phones[1]?.on();
    await world.reaches(fresh, 'delivered');
    for (const id of ids) await world.reaches(id, 'delivered');
    expectOnce(world, [...texts, 'Accepted after the backup', 'Accepted after the restore']);
    expect(await world.state()).toBe('running');
    expect(await world.console('GET', '/queue/reconcile')).toMatchObject({
      is_held: false,
      since: null,
      unknown_attempts: 1,
    });
    // The client's own message of after the backup is gone with it.
    expect((await world.message(late))['ok']).toBe(false);
  });

  it('waits for a phone that is away, and goes on without it only where the operator takes the risk', async () => {
    const world = await setup(2);
    const [here, away] = world.phones;
    if (here === undefined || away === undefined) throw new Error('two phones');
    await world.console('POST', '/queue/pause');
    const viaAway = await world.send('Through the phone that goes away', { device: away.name });
    const viaHere = await world.send('Through the phone that stays', { device: here.name });
    const file = await world.backUp();
    await world.console('POST', '/queue/resume');
    for (const id of [viaAway, viaHere]) await world.reaches(id, 'delivered');
    await world.restart(async () => {
      await away.off();
      await world.restore(file);
    });
    await world.console('POST', '/queue/resume');
    await isReadyIn(world, here.name);
    const fresh = await world.send('Waits for the operator', { device: here.name });
    const command = (...more: readonly string[]) =>
      relaydesk(['reconcile', '--data-dir', world.dataDir, ...more]);
    expect((await command()).out).toMatch(/until these phones told what they sent: Phone 2\./);
    const refused = await command('--release');
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.errors).toMatch(/What Phone 2 sent after the backup is not known/);
    expect(await world.state()).toBe('reconcile');
    expect(world.sent().get('Waits for the operator')).toBeUndefined();

    expect((await command('--release', '--accept-duplicate-risk')).out).toMatch(/Messages go out again/);
    await world.reaches(fresh, 'delivered');
    await world.reaches(viaHere, 'delivered');
    expect((await command()).out).toMatch(/not held/);
    // It is asked all the same when it comes back, before it gets anything.
    away.on();
    await world.reaches(viaAway, 'delivered');
    expectOnce(world, [
      'Through the phone that goes away',
      'Through the phone that stays',
      'Waits for the operator',
    ]);
  });

  it('asks on after a kill in the middle of it', async () => {
    const world = await setup(2);
    await world.console('POST', '/queue/pause');
    const texts = Array.from({ length: 20 }, (_, n) => `Order ${n} is ready`);
    const ids: string[] = [];
    for (const text of texts) ids.push(await world.send(text));
    const file = await world.backUp();
    await world.console('POST', '/queue/resume');
    for (const id of ids) await world.reaches(id, 'delivered');
    await world.restart(async () => {
      await allOff(world.phones);
      await world.restore(file);
    });
    await world.console('POST', '/queue/resume');
    world.phones[0]?.on();
    await isReadyIn(world, 'Phone 1');
    await world.kill();
    await world.start();
    expect(await world.state()).toBe('reconcile');
    world.phones[1]?.on();
    for (const id of ids) await world.reaches(id, 'delivered');
    expectOnce(world, texts);
  });

  it('takes a cancel that is asked meanwhile for a wish, and stops what nobody sent', async () => {
    const world = await setup(1);
    await world.console('POST', '/queue/pause');
    const left = await world.send('Left before the restore');
    const waits = await world.send('Still waits', {
      scheduled_at: new Date(Date.now() + 600_000).toISOString(),
    });
    const file = await world.backUp();
    await world.console('POST', '/queue/resume');
    await world.reaches(left, 'delivered');
    await world.restart(async () => {
      await allOff(world.phones);
      await world.restore(file);
    });
    await world.console('POST', '/queue/resume');
    for (const id of [left, waits]) expect(await world.cancel(id)).toBe('cancel_requested');
    const fresh = await world.send('Cancelled at once');
    expect(await world.cancel(fresh)).toBe('cancelled');
    allOn(world.phones);
    await world.reaches(left, 'delivered');
    await world.reaches(waits, 'cancelled');
    expectOnce(world, ['Left before the restore']);
  });
});

describe('a database file that was copied back by hand', { timeout: 120_000 }, () => {
  it('is noticed by the first phone that knows more, and costs no text a second time', async () => {
    const world = await setup(2);
    const before = await world.send('Before the copy');
    await world.reaches(before, 'delivered');
    await world.console('POST', '/queue/pause');
    const id = await world.send('In the copy, sent after it');
    const database = path.join(world.dataDir, 'relaydesk.db');
    const copy = path.join(folder(), 'copied.db');
    await world.restart(() => {
      copyFileSync(database, copy);
      return Promise.resolve();
    });
    await isReadyIn(world, 'Phone 1');
    await isReadyIn(world, 'Phone 2');
    await world.console('POST', '/queue/resume');
    await world.reaches(id, 'delivered');
    await world.restart(async () => {
      await allOff(world.phones);
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${database}${suffix}`, { force: true });
      copyFileSync(copy, database);
    });
    // The one that sent it, whichever it was, comes first: nothing tells before.
    const sender = world.phones.find(({ radio }) =>
      radio.log().some(({ text }) => text.startsWith('In the copy')),
    );
    const other = world.phones.find((phone) => phone !== sender);
    sender?.on();
    await waitFor('the queue to be held', async () => {
      const { is_held: isHeld } = await world.console('GET', '/queue/reconcile');
      return isHeld === true;
    });
    await world.console('POST', '/queue/resume');
    expect(await world.state()).toBe('reconcile');
    other?.on();
    await world.reaches(id, 'delivered');
    await waitFor('the queue to go on', async () => (await world.state()) === 'running');
    expectOnce(world, ['Before the copy', 'In the copy, sent after it']);
    // Known now: the next link of the same phones holds nothing.
    await world.restart(() => Promise.resolve());
    await isReadyIn(world, 'Phone 1');
    await isReadyIn(world, 'Phone 2');
    expect(await world.state()).toBe('running');
  });
});

async function isReadyIn(world: World, name: string): Promise<void> {
  await waitFor(
    `${name} to be ready`,
    async () => {
      const { items } = await world.console('GET', '/devices');
      return (
        Array.isArray(items) &&
        items.some((each: { name: string; state: string }) => each.name === name && each.state === 'ready')
      );
    },
    LONG,
  );
}
