/** A gateway with narrow tokens and a paired phone that says only what the test says. */
import { hash } from 'node:crypto';
import { expect, onTestFinished } from 'vitest';
import { createTokenStore } from '../../../electron/gateway/access/token-store.ts';
import type { GatewayFrames } from '../../../electron/gateway/relay/frames.ts';
import { openStorage } from '../../../electron/gateway/storage/storage.ts';
import { setUpGateway } from '../../support/gateway-world.ts';
import type { RawAnswer } from '../../support/raw-call.ts';
import { helloFrame, heartbeatFrame, LEDGER_ID, TestPhone } from '../../support/test-phone.ts';

/** Programs, what their tokens may do, and the tokens: 43 characters that nobody else has. */
const CLIENTS = {
  desk: 'messages:send inbox:read',
  kitchen: 'messages:send inbox:read',
  archive: 'inbox:read_all',
  blind: 'messages:send',
} as const;
export type ClientName = keyof typeof CLIENTS;
const tokenOf = (name: ClientName): string => `rd_live_${name.padEnd(43, 'x')}`;

export interface Answer extends RawAnswer {
  /** The texts of a list. */
  readonly texts: readonly string[];
}

export interface InboxWorld {
  readonly dataDir: string;
  readonly phone: TestPhone;
  readonly welcome: GatewayFrames['welcome'];
  readonly deviceName: string;
  /** A token of the gateway's own, with every scope. */
  readonly live: string;
  readonly test: string;
  get(route: string, who: ClientName | { readonly token: string }): Promise<Answer>;
  console(method: 'GET' | 'POST', route: string, body?: unknown): Promise<Record<string, unknown>>;
  /** Sends a text as a program and waits until the phone holds it. */
  textTo(who: ClientName, to: string): Promise<string>;
  /** The phone passes on a text and gets its ack. */
  receive(text: { readonly from: string; readonly body: string; readonly inboundId?: string }): Promise<void>;
  /** Drops the connection and links again. */
  relink(): Promise<GatewayFrames['welcome']>;
}

/** The inbox of SIM 1 is on unless told. */
export async function setUpInbox(options: { readonly isOn?: boolean } = {}): Promise<InboxWorld> {
  const gateway = await setUpGateway({ prepare: addClients });
  const { info, dataDir } = gateway;
  const code = await gateway.console('POST', '/pairing-codes', { name: 'Till', parts_per_minute: null });
  const paired = await pairTestPhone(info.relayPort, String(code['code']));
  if (options.isOn !== false) await gateway.console('POST', '/inbox/switch', { sim: 'Till/1', on: true });

  let phone = new TestPhone(info.relayPort);
  let welcome = await linkTestPhone(phone, paired);
  onTestFinished(() => {
    phone.hangUp();
  });
  let seq = 0;
  const get: InboxWorld['get'] = (route, who) =>
    gateway
      .call({ path: route, token: typeof who === 'string' ? tokenOf(who) : who.token })
      .then((answer) => ({ ...answer, texts: textsOf(answer) }));
  return {
    dataDir,
    deviceName: 'Till',
    live: gateway.live,
    test: gateway.test,
    get phone() {
      return phone;
    },
    get welcome() {
      return welcome;
    },
    get,
    console: gateway.console,
    textTo: async (who, to) => {
      const answer = await gateway.post({ to, text: 'Are you coming?' }, { token: tokenOf(who) });
      expect(answer.status, JSON.stringify(answer.body)).toBe(202);
      await phone.next('send');
      return String(answer.body['request_id']);
    },
    receive: async ({ from, body, inboundId }) => {
      seq += 1;
      phone.say({
        t: 'inbound',
        session: welcome.session,
        seq,
        inbound_id: inboundId ?? seq.toString(16).padStart(64, '0'),
        from,
        body,
        sim_id: 1,
        received_at: Date.now(),
        parts: 1,
        smsc_at: Date.now() - 1_000,
      });
      expect((await phone.next('ack')).seq).toBe(seq);
    },
    relink: async () => {
      phone.hangUp();
      phone = new TestPhone(info.relayPort);
      welcome = await linkTestPhone(phone, paired);
      return welcome;
    },
  };
}

function addClients(dataDir: string): void {
  const storage = openStorage(dataDir);
  const store = createTokenStore(storage.db);
  for (const [name, scopes] of Object.entries(CLIENTS)) {
    const token = `rd_live_${name.padEnd(43, 'x')}`;
    store.insertClient(`cli_${name}`, name, 1);
    store.insertToken({
      id: `tok_${name}`,
      client_id: `cli_${name}`,
      mode: 'live',
      hash: hash('sha256', token, 'buffer'),
      hint: name,
      scopes,
      created_at: 1,
    });
  }
  storage.close();
}

/** Pairs, says its first hello, so that its SIM is known, and hangs up. */
export async function pairTestPhone(port: number, code: string): Promise<GatewayFrames['paired']> {
  const phone = new TestPhone(port);
  phone.say({ t: 'pair', v: 1, code, ledger_id: LEDGER_ID, android: 35, model: 'Test phone' });
  const paired = await phone.next('paired');
  phone.say({ ...helloFrame, device_id: paired.device_id, token: paired.token });
  await phone.next('welcome');
  phone.hangUp();
  return paired;
}

export async function linkTestPhone(
  phone: TestPhone,
  paired: GatewayFrames['paired'],
): Promise<GatewayFrames['welcome']> {
  phone.say({ ...helloFrame, device_id: paired.device_id, token: paired.token });
  const welcome = await phone.next('welcome');
  phone.say(heartbeatFrame(welcome.session));
  return welcome;
}

function textsOf({ body }: RawAnswer): readonly string[] {
  const items: readonly unknown[] = Array.isArray(body['items']) ? body['items'] : [];
  return items.map((item) =>
    String(typeof item === 'object' && item !== null ? Reflect.get(item, 'text') : undefined),
  );
}
