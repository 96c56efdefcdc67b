/** The inbox over real tables: what is kept, once, whose it is, and who sees it. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDeviceStore } from '../../../../../electron/gateway/devices/device-store.ts';
import { createEventStore } from '../../../../../electron/gateway/events/event-store.ts';
import { createFeed } from '../../../../../electron/gateway/events/feed.ts';
import type { InboundText } from '../../../../../electron/gateway/inbox/inbound-message.ts';
import { silentLogger } from '../../../../../electron/gateway/foundation/logger.ts';
import { createTellRows } from '../../../../../electron/gateway/foundation/tell-rows.ts';
import { createInboxService } from '../../../../../electron/gateway/inbox/inbox-service.ts';
import { createInboxListStore } from '../../../../../electron/gateway/inbox/inbox-list-store.ts';
import { createInboxStore } from '../../../../../electron/gateway/inbox/inbox-store.ts';
import { createMessageStore } from '../../../../../electron/gateway/messages/message-store.ts';
import { createNumberReader } from '../../../../../electron/gateway/messages/recipient-number.ts';
import { createReplyTargetStore } from '../../../../../electron/gateway/messages/reply-target-store.ts';
import { createLaneStore } from '../../../../../electron/gateway/messages/lane-store.ts';
import { createLanes } from '../../../../../electron/gateway/messages/lanes.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';
import type { MessageState, Mode } from '../../../../../electron/shared/states.ts';
import { aMessage } from '../../../../support/a-message.ts';

const DAY_MS = 24 * 3_600_000;
const NOW = 1_800_000_000_000;
const NUMBER = '+9779812345678';
const PHONE = { deviceId: 'dev_1', ledgerId: 'aa'.repeat(16) };
const OPERATOR = null;

function setup(options: { readonly takesTexts?: boolean; readonly mode?: Mode } = {}) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-inbox-'));
  const storage = openStorage(directory);
  const { db } = storage;
  onTestFinished(() => {
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const mode = options.mode ?? 'live';
  const devices = createDeviceStore(db);
  for (const id of ['dev_1', 'dev_2']) {
    devices.insert({
      id,
      name: id === 'dev_1' ? 'Till' : 'Kitchen',
      model: 'Test',
      android: 35,
      mode,
      hardware_serial: null,
      token_hash: Buffer.from(id),
      ledger_id: PHONE.ledgerId,
      parts_per_minute: null,
      paired_at: 1,
    });
    const facts = { id: 1, slot: 1, carrier: null, mcc_mnc: null, number: null };
    devices.storeSims(id, PHONE.ledgerId, [facts], 1);
  }
  const sim = devices.simOf('dev_1', PHONE.ledgerId, 1);
  if (sim === undefined) throw new Error('no SIM');
  const messages = createMessageStore(
    db,
    createLanes(createLaneStore(db), () => false),
  );
  const lists = createInboxListStore(db);
  const readNumber = createNumberReader(() => null);
  const inbox = createInboxService({
    store: createInboxStore(db, () => 0),
    readPage: (query) => Promise.resolve(lists.page(query)),
    events: createEventStore(db),
    feed: createFeed(),
    tellRows: createTellRows(silentLogger),
    readNumber: (input) => {
      const number = readNumber(input);
      return number.ok ? number.e164 : null;
    },
    simOf: (phone, subscriptionId) => {
      const own = devices.simOf(phone.deviceId, phone.ledgerId, subscriptionId);
      if (own === undefined) return undefined;
      const deviceName = devices.byId(phone.deviceId)?.name ?? '';
      return { simId: own.id, slot: own.slot, deviceName, mode, takesTexts: options.takesTexts ?? true };
    },
    newestTo: createReplyTargetStore(db).newestTo,
  });
  let made = 0;
  /** A message to the number, in a state, through a phone. */
  const texted = (
    clientId: string,
    at: number,
    more: {
      readonly state?: MessageState;
      readonly mode?: Mode;
      readonly through?: string;
      readonly to?: string;
    } = {},
  ): string => {
    made += 1;
    const requestId = `req_${String(made).padStart(26, '0')}`;
    const seq = messages.insert(
      requestId,
      aMessage({ clientId, mode: more.mode ?? mode, to: more.to ?? NUMBER }),
      at,
    );
    db.prepare('UPDATE messages SET state = ? WHERE seq = ?').run(more.state ?? 'delivered', seq);
    db.prepare(
      `INSERT INTO attempts (attempt_id, message_seq, n, device_id, device_name, ledger_id, sim_id, sim_slot, state,
         not_after, offered_at) VALUES (?, ?, 1, ?, 'x', 'x', 'x', 1, 'sent', 0, 0)`,
    ).run(`att_${made}`, seq, more.through ?? 'dev_1');
    return requestId;
  };
  const events = (): readonly unknown[] =>
    db.prepare('SELECT type, mode, client_id, subject_id, data FROM events ORDER BY seq').all();
  return { inbox, texted, events, sim };
}

let numbered = 0;
function text(more: Partial<InboundText> = {}): InboundText {
  numbered += 1;
  return {
    inboundId: numbered.toString(16).padStart(64, '0'),
    from: NUMBER,
    body: 'Yes',
    parts: 1,
    subscriptionId: 1,
    receivedAt: NOW,
    smscAt: NOW - 2_000,
    ...more,
  };
}

const all = { limit: 50 };

describe('storing', () => {
  it('keeps an answer with the message and client it belongs to, and one event', async () => {
    const { inbox, texted, events, sim } = setup();
    const requestId = texted('cli_a', NOW - DAY_MS);
    expect(inbox.store(PHONE, [text()], NOW)).toBe(1);
    const [item] = (await inbox.list(all, OPERATOR)).items;
    expect(item).toMatchObject({
      from: NUMBER,
      from_raw: NUMBER,
      text: 'Yes',
      device_id: 'dev_1',
      device_name: 'Till',
      sim_id: sim.id,
      sim: 1,
      request_id: requestId,
      mode: 'live',
      received_at: '2027-01-15T08:00:00.000Z',
      smsc_at: '2027-01-15T07:59:58.000Z',
    });
    expect(item?.id).toMatch(/^inb_[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(events()).toEqual([
      {
        type: 'inbox.received',
        mode: 'live',
        client_id: 'cli_a',
        subject_id: item?.id,
        data: JSON.stringify({ from: NUMBER, text: 'Yes', request_id: requestId }),
      },
    ]);
  });

  it('keeps a text once, however often it comes, in one read or later', async () => {
    const { inbox, texted, events } = setup();
    texted('cli_a', NOW - DAY_MS);
    const same = text();
    expect(inbox.store(PHONE, [same, same], NOW)).toBe(1);
    expect(inbox.store(PHONE, [{ ...same, receivedAt: NOW + 5 }], NOW + 9)).toBe(0);
    expect((await inbox.list(all, OPERATOR)).items).toHaveLength(1);
    expect(events()).toHaveLength(1);
  });

  it('keeps the same inbound_id of another phone as another text', async () => {
    const { inbox, texted } = setup();
    texted('cli_a', NOW - DAY_MS);
    const same = text();
    inbox.store(PHONE, [same], NOW);
    inbox.store({ ...PHONE, deviceId: 'dev_2' }, [same], NOW);
    expect((await inbox.list(all, OPERATOR)).items.map((item) => item.device_name)).toEqual([
      'Kitchen',
      'Till',
    ]);
  });

  it('keeps nothing of a SIM that is off, STOP included, nor of a SIM nobody knows', () => {
    const off = setup({ takesTexts: false });
    off.texted('cli_a', NOW - DAY_MS);
    expect(off.inbox.store(PHONE, [text(), text({ body: 'STOP' })], NOW)).toBe(0);
    const on = setup();
    on.texted('cli_a', NOW - DAY_MS);
    expect(on.inbox.store(PHONE, [text({ subscriptionId: 7 })], NOW)).toBe(0);
    expect([...off.events(), ...on.events()]).toEqual([]);
  });

  const texts: readonly (readonly [
    when: string,
    message: { readonly at: number; readonly state?: MessageState; readonly mode?: Mode },
    isKept: boolean,
  ])[] = [
    ['29 days ago', { at: NOW - 29 * DAY_MS }, true],
    ['31 days ago', { at: NOW - 31 * DAY_MS }, false],
    ['after it came', { at: NOW + 1 }, false],
    ['but only waits to be sent', { at: NOW - DAY_MS, state: 'queued' }, false],
    ['but was cancelled', { at: NOW - DAY_MS, state: 'cancelled' }, false],
    ['and nobody knows whether it left', { at: NOW - DAY_MS, state: 'unknown' }, true],
    ['by the demo phone alone', { at: NOW - DAY_MS, mode: 'test' }, false],
  ];
  it.each(texts)('takes a number that was texted %s: %o is %s', (_when, message, isKept) => {
    const { inbox, texted } = setup();
    texted('cli_a', message.at, message);
    expect(inbox.store(PHONE, [text()], NOW)).toBe(isKept ? 1 : 0);
  });

  it('keeps STOP of a stranger and no other text of theirs', async () => {
    const { inbox } = setup();
    const from = '+9779811111111';
    expect(inbox.store(PHONE, [text({ from, body: ' stop ' }), text({ from, body: 'Code 123' })], NOW)).toBe(
      1,
    );
    expect((await inbox.list(all, OPERATOR)).items[0]).toMatchObject({ from, request_id: null });
  });

  it('gives an answer to the newest message of the phone it came to', async () => {
    const { inbox, texted } = setup();
    const ours = texted('cli_a', NOW - 2 * DAY_MS, { through: 'dev_1' });
    texted('cli_b', NOW - DAY_MS, { through: 'dev_2' });
    inbox.store(PHONE, [text()], NOW);
    expect((await inbox.list(all, OPERATOR)).items[0]?.request_id).toBe(ours);
  });

  it('knows a number in national form by its digits, and keeps it as it came', async () => {
    const { inbox, texted } = setup();
    const requestId = texted('cli_a', NOW - DAY_MS);
    inbox.store(PHONE, [text({ from: '09812345678' })], NOW);
    expect((await inbox.list(all, OPERATOR)).items[0]).toMatchObject({
      from: '09812345678',
      request_id: requestId,
    });
  });

  it('gives an answer in national form to the number that ends in all its digits, not to a newer one in seven', async () => {
    const { inbox, texted } = setup();
    const ours = texted('cli_a', NOW - 2 * DAY_MS, { to: '+9779841234567' });
    texted('cli_b', NOW - DAY_MS, { to: '+9779801234567' });
    for (const from of ['9841234567', '09841234567', '009779841234567', '(984) 123-4567', '841234567']) {
      inbox.store(PHONE, [text({ from })], NOW);
      expect((await inbox.list(all, OPERATOR)).items[0], from).toMatchObject({ from, request_id: ours });
    }
  });

  it('gives it to nobody where two numbers end in its digits', () => {
    const { inbox, texted } = setup();
    texted('cli_a', NOW - 2 * DAY_MS, { to: '+9779841234567' });
    texted('cli_b', NOW - DAY_MS, { to: '+9779801234567' });
    expect(inbox.store(PHONE, [text({ from: '1234567' }), text({ from: '01234567' })], NOW)).toBe(0);
    texted('cli_b', NOW - DAY_MS, { to: '+4915119999999' });
    expect(inbox.store(PHONE, [text({ from: '9999999' })], NOW)).toBe(1);
  });

  it.each(['NTC', '45678', 'Bank 345678'])('takes nothing from %s, whose digits are too few', (from) => {
    const { inbox, texted } = setup();
    texted('cli_a', NOW - DAY_MS);
    expect(inbox.store(PHONE, [text({ from })], NOW)).toBe(0);
  });

  it('bends times that no calendar has', async () => {
    const { inbox, texted } = setup();
    texted('cli_a', NOW - DAY_MS);
    inbox.store(PHONE, [text({ receivedAt: 2 ** 53 - 1, smscAt: 2 ** 53 - 1 })], NOW);
    expect((await inbox.list(all, OPERATOR)).items[0]).toMatchObject({
      received_at: '2027-01-15T08:00:00.000Z',
      smsc_at: null,
    });
  });
});

describe('reading', () => {
  function filled() {
    const world = setup();
    world.texted('cli_a', NOW - DAY_MS);
    world.inbox.store(
      PHONE,
      [text({ body: '100% yes' }), text({ body: 'no_go', receivedAt: NOW - 60_000 })],
      NOW,
    );
    world.inbox.store(PHONE, [text({ from: '+9779811111111', body: 'STOP' })], NOW);
    return world;
  }
  const own = { clientId: 'cli_a', mode: 'live', mayReadAll: false } as const;

  it.each([
    ['the operator', OPERATOR, 3],
    ['the client that was answered', own, 2],
    ['another client', { ...own, clientId: 'cli_b' }, 0],
    ['another client that may read all', { ...own, clientId: 'cli_b', mayReadAll: true }, 3],
    ['the same client with a test token', { ...own, mode: 'test' as const, mayReadAll: true }, 0],
  ])('%s sees what it may', async (_who, reader, count) => {
    const { inbox } = filled();
    const { items } = await inbox.list(all, OPERATOR);
    expect((await inbox.list(all, reader)).items).toHaveLength(count);
    const readable = items.filter(({ id }) => {
      try {
        return inbox.view(id, reader).id === id;
      } catch (error) {
        expect(error).toMatchObject({ code: 'not_found' });
        return false;
      }
    });
    expect(readable).toHaveLength(count);
  });

  it('shows what a demo phone received to test tokens alone', async () => {
    const { inbox, texted } = setup({ mode: 'test' });
    texted('cli_a', NOW - DAY_MS);
    inbox.store(PHONE, [text()], NOW);
    expect((await inbox.list(all, { ...own, mode: 'test' })).items).toMatchObject([
      { text: 'Yes', mode: 'test' },
    ]);
    expect((await inbox.list(all, { ...own, mayReadAll: true })).items).toEqual([]);
  });

  it.each([
    ['from, as E.164', { from: '+9779811111111' }, ['STOP']],
    ['from, with spaces', { from: '+977 981-1111111' }, ['STOP']],
    ['the name of the phone', { device: 'Till' }, ['STOP', 'no_go', '100% yes']],
    ['another phone', { device: 'dev_2' }, []],
    ['the slot', { sim: '1' }, ['STOP', 'no_go', '100% yes']],
    ['another slot', { sim: '2' }, []],
    ['since', { since: NOW }, ['STOP', '100% yes']],
    ['until', { until: NOW }, ['no_go']],
    ['a percent sign as itself', { q: '0% Y' }, ['100% yes']],
    ['an underscore as itself', { q: '_' }, ['no_go']],
    ['part of the number', { q: '1111111' }, ['STOP']],
  ])('finds by %s', async (_what, filter, bodies) => {
    const { inbox } = filled();
    expect((await inbox.list({ ...filter, limit: 50 }, OPERATOR)).items.map((item) => item.text)).toEqual(
      bodies,
    );
  });

  it('pages newest first without a gap or a repeat while texts come in', async () => {
    const { inbox } = filled();
    const first = await inbox.list({ limit: 2 }, OPERATOR);
    inbox.store(PHONE, [text({ body: 'late' })], NOW + 1);
    expect(first.nextAfter).not.toBeNull();
    const second = await inbox.list({ limit: 2, after: first.nextAfter ?? 0 }, OPERATOR);
    expect([...first.items, ...second.items].map((item) => item.text)).toEqual(['STOP', 'no_go', '100% yes']);
    expect(second.nextAfter).toBeNull();
  });

  it('ends a list whose last page is full', async () => {
    const { inbox } = filled();
    expect((await inbox.list({ limit: 3 }, OPERATOR)).nextAfter).toBeNull();
  });
});
