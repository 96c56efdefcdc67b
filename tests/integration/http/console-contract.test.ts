/**
 * The contract of the screens (`electron/shared/console/`) against a running gateway: each route answers exactly what
 * its schema says. A field that the schema lacks would be lost on the way out, one that the answer lacks would break a
 * screen.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../electron/gateway/storage/database.ts';
import { Change } from '../../../electron/shared/console/changes.ts';
import { CONSOLE_ROUTES, type ConsoleRoute } from '../../../electron/shared/console/console-contract.ts';
import { setUpInbox, type InboxWorld } from '../inbox/inbox-world.ts';
import { readSomeChanges } from './read-some-changes.ts';

const GUEST = '+9779812345678';

interface World extends InboxWorld {
  /** A message that failed, with its attempt. */
  readonly failed: string;
  /** A message that waits. */
  readonly waiting: string;
  /** A batch that waits. */
  readonly batch: string;
  /** A run of provisioning, which ends where there is no ADB. */
  readonly run: string;
  readonly deviceId: string;
  readonly simId: string;
}

/** A linked phone, a received text, a message that failed at the radio and, behind a paused queue, one that waits. */
async function setup(): Promise<World> {
  const world = await setUpInbox();
  const failed = await sendAndFail(world);
  await world.console('POST', '/queue/pause');
  const { request_id: waiting } = await world.console('POST', '/messages', { to: GUEST, text: 'Later' });
  const { run_id: run } = await world.console('POST', '/provision', { serial: 'R5CT30ABCDE' });
  const { batch_id: batch } = await world.console('POST', '/bulk', { recipients: [GUEST], text: 'Later' });
  const { deviceId, simId } = await addGoneSim(world);
  return Object.assign(world, {
    failed,
    waiting: String(waiting),
    batch: String(batch),
    run: String(run),
    deviceId,
    simId,
  });
}

const GONE_SIM = 'sim_00000000000000000000000001';

/** The SIM of a ledger that was cleared: the phone tells of it under another id. Something waits for it. */
async function addGoneSim(world: InboxWorld): Promise<{ readonly deviceId: string; readonly simId: string }> {
  const { request_id: waiting } = await world.console('POST', '/messages', {
    to: GUEST,
    text: 'By the first SIM',
    sim: 1,
    device: 'Till',
  });
  const db = openDatabase(path.join(world.dataDir, 'relaydesk.db'));
  const sim = db
    .prepare<[], { id: string; device_id: string }>('SELECT id, device_id FROM sims WHERE is_present = 1')
    .get();
  db.prepare(
    `INSERT INTO sims (id, device_id, ledger_id, subscription_id, slot, carrier, mcc_mnc, is_present)
     SELECT ?, device_id, 'cleared', subscription_id, slot, carrier, mcc_mnc, 0 FROM sims`,
  ).run(GONE_SIM);
  db.close();
  if (sim === undefined || waiting === undefined) throw new Error('the phone has no SIM');
  return { deviceId: sim.device_id, simId: sim.id };
}

/** The radio refuses the only part for good: Android's RESULT_ERROR_FDN_CHECK_FAILURE. */
async function sendAndFail(world: InboxWorld): Promise<string> {
  const { phone, welcome } = world;
  await world.textTo('desk', GUEST);
  await world.receive({ from: GUEST, body: 'Yes, at eight' });
  const answer = await world.console('POST', '/messages', {
    to: GUEST,
    text: 'Are you there?',
    device: 'Till',
  });
  const { attempt_id } = await phone.next('send');
  const report = { t: 'report', session: welcome.session, attempt_id, at: Date.now() };
  phone.say(
    { ...report, seq: 2, state: 'accepted', parts: 1 },
    { ...report, seq: 3, state: 'submitting' },
    { ...report, seq: 4, state: 'failed', part: 1, result: 6 },
  );
  while ((await phone.next('ack')).seq < 4);
  return String(answer['request_id']);
}

/** How each route is asked; a route of the contract without a row does not compile. */
const QUESTIONS: Readonly<Record<ConsoleRoute, (world: World) => readonly [route: string, body?: unknown]>> =
  {
    'GET /session': () => ['/session'],
    'POST /sign-in': () => ['/sign-in'],
    'GET /overview': () => ['/overview'],
    'GET /clock': () => ['/clock'],
    'GET /devices': () => ['/devices'],
    'POST /pairing-codes': () => ['/pairing-codes', { name: 'Bar' }],
    'POST /provision': () => ['/provision', { serial: 'R5CT30ABCDE' }],
    'GET /provision/:run_id': ({ run }) => [`/provision/${run}`],
    'GET /messages': () => ['/messages?limit=2&status=failed&status=queued&status=sending'],
    'GET /messages/:request_id': ({ failed }) => [`/messages/${failed}`],
    'POST /messages': () => ['/messages', { to: GUEST, text: 'Hello' }],
    'POST /messages/preview': () => ['/messages/preview', { to: GUEST, text: 'Hello' }],
    'POST /messages/count': () => ['/messages/count', { to: 'nobody', text: 'नमस्ते' }],
    'POST /messages/rows': ({ failed, waiting }) => ['/messages/rows', { ids: [failed, waiting] }],
    'GET /inbox': () => ['/inbox?limit=1'],
    'POST /inbox/switch': () => ['/inbox/switch', { sim: 'Till/1', on: false }],
    'POST /devices/:device_id/pace': ({ deviceId }) => [
      `/devices/${deviceId}/pace`,
      { parts_per_minute: 25 },
    ],
    'POST /sims/:sim': () => ['/sims/Till%2F1', { sends: true, day_cap: 100, month_cap: null }],
    'POST /sims/:sim/takeover': ({ simId }) => [
      `/sims/${GONE_SIM}/takeover`,
      { new_sim_id: simId, takes_over: false },
    ],
    'GET /settings/sending': () => ['/settings/sending'],
    'POST /settings/sending': () => [
      '/settings/sending',
      { quiet_hours: { on: true, from: '21:00', to: '06:30' }, failure_limit: 30, parts_per_minute: 20 },
    ],
    'GET /routing/rules': () => ['/routing/rules'],
    'POST /routing/rules': ({ deviceId, simId }) => [
      '/routing/rules',
      {
        rules: [
          { prefix: '+97798', via: simId },
          { prefix: '+1', via: deviceId },
        ],
      },
    ],
    'POST /queue/pause': () => ['/queue/pause'],
    'POST /queue/resume': () => ['/queue/resume'],
    'POST /queue/holds': () => ['/queue/holds', { kind: 'client', id: 'cli_none', is_held: true }],
    'POST /messages/:request_id/cancel': ({ waiting }) => [`/messages/${waiting}/cancel`],
    'POST /messages/:request_id/resend': ({ failed }) => [`/messages/${failed}/resend`, {}],
    'GET /backups': () => ['/backups'],
    'POST /backups': () => ['/backups', {}],
    'GET /queue/reconcile': () => ['/queue/reconcile'],
    'POST /queue/reconcile/release': () => ['/queue/reconcile/release', { accept_duplicate_risk: true }],
    'GET /bulk': () => ['/bulk?limit=1'],
    'POST /bulk': () => ['/bulk', { recipients: [GUEST, 'nobody'], text: 'Hello' }],
    'GET /bulk/:batch_id': ({ batch }) => [`/bulk/${batch}`],
    'GET /bulk/:batch_id/items': ({ batch }) => [`/bulk/${batch}/items?limit=1`],
    'POST /bulk/:batch_id/pause': ({ batch }) => [`/bulk/${batch}/pause`],
    'POST /bulk/:batch_id/resume': ({ batch }) => [`/bulk/${batch}/resume`],
    'POST /bulk/:batch_id/cancel': ({ batch }) => [`/bulk/${batch}/cancel`],
    'GET /tokens': () => ['/tokens'],
    'POST /tokens': () => ['/tokens', { name: 'Shop', mode: 'test' }],
  };

/** What is wrong with an answer: fields that are missing or of another kind, and those that nobody declared. */
function faultsOf(schema: TSchema, answer: unknown): readonly unknown[] {
  const faults: unknown[] = [...Value.Errors(schema, answer)];
  const declared: unknown = Value.Clean(schema, structuredClone(answer));
  return JSON.stringify(declared) === JSON.stringify(answer) ? faults : [...faults, { undeclared: answer }];
}

function schemaOf(route: ConsoleRoute): TSchema {
  const schemas: readonly TSchema[] = Object.values(CONSOLE_ROUTES[route].response);
  const [schema] = schemas;
  if (schema === undefined) throw new Error(`${route} answers nothing`);
  return schema;
}

const routes = Object.keys(QUESTIONS).filter((route): route is ConsoleRoute =>
  Object.hasOwn(QUESTIONS, route),
);
const SIGN_IN: ConsoleRoute = 'POST /sign-in';

describe('the contract of the console', () => {
  it('is answered by every route, field by field', async () => {
    const world = await setup();
    const faults = [];
    for (const route of routes.filter((one) => one !== SIGN_IN)) {
      const [target, body] = QUESTIONS[route](world);
      const method = route.startsWith('GET ') ? 'GET' : 'POST';
      const answer = await world.console(method, target, body);
      for (const fault of faultsOf(schemaOf(route), answer)) faults.push({ route, fault });
    }
    expect(faults).toEqual([]);
  });

  it('covers what a message can say: why it failed, why it waits, each attempt', async () => {
    const world = await setup();
    expect(await world.console('GET', `/messages/${world.failed}`)).toMatchObject({
      status: 'failed',
      failure: { code: expect.any(String) as unknown, hint: expect.any(String) as unknown },
      attempt_log: [{ outcome: 'failed', device_name: 'Till' }],
    });
    expect(await world.console('GET', `/messages/${world.waiting}`)).toMatchObject({
      status: 'queued',
      waiting: { reason: 'paused' },
    });
  });

  it('is answered in a browser, before and at the sign-in', async () => {
    const { dataDir } = await setUpInbox();
    const link = new URL((await readFile(path.join(dataDir, 'sign-in-link'), 'utf8')).trim());
    const ask = async (route: string, init: RequestInit = {}): Promise<unknown> =>
      (await fetch(`${link.origin}/console${route}`, init)).json();
    const session = await ask('/session');
    expect(session).toMatchObject({
      signed_in: false,
      sign_in_link_file: path.join(dataDir, 'sign-in-link'),
    });
    expect(faultsOf(schemaOf('GET /session'), session)).toEqual([]);
    const signedIn = await ask('/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ secret: link.hash.split('secret=')[1] }),
    });
    expect(faultsOf(schemaOf(SIGN_IN), signedIn)).toEqual([]);
  });

  it('is kept by live changes', async () => {
    const world = await setUpInbox();
    const changes = await readSomeChanges(world.dataDir, () =>
      world.console('POST', '/messages', { to: GUEST, text: 'One more' }),
    );
    expect(changes).toContainEqual(expect.objectContaining({ topic: 'message' }));
    expect(changes.flatMap((change) => faultsOf(Change, change))).toEqual([]);
  });

  it('notices a field that is missing, of another kind or not declared', () => {
    const good = { seq: 1, topic: 'message', id: 'req_1' };
    expect(faultsOf(Change, good)).toEqual([]);
    expect(faultsOf(Change, { seq: 1, topic: 'message' })).not.toEqual([]);
    expect(faultsOf(Change, { ...good, topic: 'weather' })).not.toEqual([]);
    expect(faultsOf(Change, { ...good, secret: 'x' })).not.toEqual([]);
  });
});
