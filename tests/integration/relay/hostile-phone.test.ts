/** A phone that is paired and lies: what it says costs itself, never a list, an answer or another phone. */
import { describe, expect, it } from 'vitest';
import { setUpGateway, type GatewayWorld } from '../../support/gateway-world.ts';
import { messageOf, pairPhone, reaches, submit, type PairedPhone } from '../../support/phone-world.ts';
import { RECIPIENT } from '../../support/a-message.ts';
import { waitFor } from '../../support/wait-for.ts';

const YEAR_10000 = 253_402_300_800_000;

async function setUp(): Promise<{ world: GatewayWorld; phone: PairedPhone }> {
  const world = await setUpGateway();
  const phone = await pairPhone(world, 'Till');
  await phone.ready();
  return { world, phone };
}

async function attemptOf(phone: PairedPhone): Promise<string> {
  return (await phone.line.next('send')).attempt_id;
}

/** The codes of what `GET /v1/devices/{id}` calls its problems. */
async function problemsOf(world: GatewayWorld, deviceId: string): Promise<readonly unknown[]> {
  const { problems } = (await world.call({ path: `/v1/devices/${deviceId}` })).body;
  const all: readonly unknown[] = Array.isArray(problems) ? problems : [];
  return all.map((problem): unknown =>
    typeof problem === 'object' && problem !== null ? Reflect.get(problem, 'code') : null,
  );
}

const inbound = (seq: number, more: object) => ({
  t: 'inbound',
  seq,
  inbound_id: seq.toString(16).padStart(64, '0'),
  from: RECIPIENT,
  body: 'Yes',
  sim_id: 1,
  received_at: Date.now(),
  parts: 1,
  smsc_at: null,
  ...more,
});

describe('a number out of its range', () => {
  it('in a report is kept aside, acked and shown as a problem of the phone; every list is told', async () => {
    const { world, phone } = await setUp();
    const requestId = await submit(world);
    const attempt_id = await attemptOf(phone);
    const refused = { t: 'report', seq: 1, attempt_id, state: 'rejected', reason: 'paced', at: Date.now() };
    phone.say({ ...refused, retry_after_ms: 2 ** 53 - 1 });
    expect((await phone.line.next('ack')).seq).toBe(1);
    expect((await messageOf(world, requestId))['status']).toBe('sending');
    expect((await world.call({ path: '/v1/messages' })).status).toBe(200);
    expect((await world.console('GET', '/messages'))['ok']).not.toBe(false);
    expect(await problemsOf(world, phone.deviceId)).toEqual(['bad_frames']);
    const kept = world.db.prepare<[], { frame: string }>(
      "SELECT frame FROM orphan_reports WHERE kind = 'bad_fields'",
    );
    expect(kept.all().map(({ frame }) => frame)).toEqual([
      expect.stringContaining('"retry_after_ms":9007199254740991'),
    ]);
  });

  it('costs the phone nothing else: its next true report counts', async () => {
    const { world, phone } = await setUp();
    const requestId = await submit(world);
    const attempt_id = await attemptOf(phone);
    phone.say({ t: 'report', seq: 1, attempt_id, state: 'sent', part: 2, parts: 1, at: Date.now() });
    phone.say({ t: 'report', seq: 2, attempt_id, state: 'sent', part: 1, parts: 1, at: YEAR_10000 });
    phone.say({ t: 'report', seq: 3, attempt_id, state: 'sent', part: 1, parts: 1, result: 1e300, at: 1 });
    phone.say({ t: 'report', seq: 4, attempt_id, state: 'sent', part: 1, parts: 1, result: -1, at: 1 });
    await waitFor('the ack', async () => (await phone.line.next('ack')).seq === 4);
    await reaches(world, requestId, 'sent');
  });

  it('in a rest that a phone may ask for ends with the hour at most, and the wait is told', async () => {
    const { world, phone } = await setUp();
    const requestId = await submit(world);
    await phone.report(await attemptOf(phone), {
      state: 'rejected',
      reason: 'paced',
      ...{ retry_after_ms: 3_600_000 },
    });
    const seen = await reaches(world, requestId, 'queued');
    const until = Date.parse(String(Reflect.get(Object(seen['waiting']), 'until')));
    expect(until).toBeLessThanOrEqual(Date.now() + 3_600_000);
    expect((await world.call({ path: '/v1/messages' })).status).toBe(200);
  });

  it('in the dates of a received text is kept aside and acked; the inbox is told with the others', async () => {
    const { world, phone } = await setUp();
    await world.console('POST', '/inbox/switch', { sim: 'Till/1', on: true });
    const requestId = await submit(world);
    await phone.report(await attemptOf(phone), { state: 'sent', part: 1, parts: 1, result: -1 });
    await reaches(world, requestId, 'sent');
    phone.say(inbound(2, { smsc_at: YEAR_10000 }));
    phone.say(inbound(3, { received_at: YEAR_10000 }));
    phone.say(inbound(4, { sim_id: 1e300 }));
    phone.say(inbound(5, { smsc_at: YEAR_10000 - 1 }));
    await waitFor('the ack', async () => (await phone.line.next('ack')).seq === 5);
    const list = await world.call({ path: '/v1/inbox' });
    expect(list.status, list.text).toBe(200);
    expect(list.body['items']).toMatchObject([{ text: 'Yes', smsc_at: '9999-12-31T23:59:59.999Z' }]);
    expect(await problemsOf(world, phone.deviceId)).toEqual(['bad_frames']);
  });

  it('in a report of an attempt that nobody knows brings no field of its own into the table', async () => {
    const { world, phone } = await setUp();
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    phone.line.say(
      `{"t":"report","session":${phone.session},"seq":1,"attempt_id":"att_x","state":"sent","at":1,"deep":${deep}}\n`,
    );
    expect((await phone.line.next('ack')).seq).toBe(1);
    expect(world.db.prepare('SELECT kind, frame FROM orphan_reports').all()).toEqual([
      { kind: 'unknown_attempt', frame: '{"seq":1,"attempt_id":"att_x","state":"sent","at":1}' },
    ]);
  });
});

describe('a damaged row', () => {
  const BAD_TIMES = [9_223_372_036_854_775_807n, YEAR_10000, -1n];

  /** Every list and every single thing of the API and of the screens. */
  async function everyAnswer(world: GatewayWorld, requestId: string): Promise<void> {
    const paths = ['/v1/messages', `/v1/messages/${requestId}`, '/v1/inbox', '/v1/devices', '/v1/queue'];
    for (const path of paths) {
      const answer = await world.call({ path });
      expect(answer.status, `${path} ${answer.text}`).toBe(200);
    }
    for (const path of ['/messages', '/inbox', '/devices', '/tokens', '/overview']) {
      expect(await world.console('GET', path), path).toBeTypeOf('object');
    }
  }

  it('of any table that lists read takes neither its list nor its own answer with it', async () => {
    const { world, phone } = await setUp();
    await world.console('POST', '/inbox/switch', { sim: 'Till/1', on: true });
    const requestId = await submit(world, { metadata: { order: '7' } });
    await phone.report(await attemptOf(phone), { state: 'sent', part: 1, parts: 1, result: -1 });
    await reaches(world, requestId, 'sent');
    phone.say(inbound(2, {}));
    await waitFor('the ack', async () => (await phone.line.next('ack')).seq === 2);
    for (const time of BAD_TIMES) {
      for (const [table, columns] of timesOf(world)) {
        const sets = columns.map((column) => `${column} = ?`).join(', ');
        const changed = world.db.prepare(`UPDATE ${table} SET ${sets}`).run(...columns.map(() => time));
        expect(changed.changes, table).toBeGreaterThan(0);
      }
      await everyAnswer(world, requestId);
    }
    expect((await messageOf(world, requestId))['times']).toMatchObject({ sent: null });
  });

  it('whose JSON is cut short is told without it', async () => {
    const { world, phone } = await setUp();
    const requestId = await submit(world, { metadata: { order: '7' } });
    await phone.report(await attemptOf(phone), { state: 'sent', part: 1, parts: 1, result: -1 });
    await reaches(world, requestId, 'sent');
    for (const json of ['{"order', 'null', '[1]', '"x"', '[{"n":"x"}]']) {
      world.db.prepare('UPDATE messages SET metadata = ?').run(json);
      world.db.prepare("UPDATE attempts SET part_results = ?, state = 'failed'").run(json);
      await everyAnswer(world, requestId);
    }
  });

  /** The tables that lists read, each with its columns that hold a time. */
  function timesOf(world: GatewayWorld): readonly (readonly [string, readonly string[]])[] {
    const tables = ['messages', 'attempts', 'inbound_messages', 'devices', 'tokens', 'clients'];
    return tables.map((table) => {
      const columns = world.db.prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)');
      const isTime = (name: string): boolean => /_at$/.test(name) && !/^(removed|revoked|due)_at$/.test(name);
      return [
        table,
        columns
          .all(table)
          .map(({ name }) => name)
          .filter(isTime),
      ] as const;
    });
  }
});
