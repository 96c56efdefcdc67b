/** Phones of the test's own at a gateway's link: each frame that they say or take is in the test's hands. */
import { expect, onTestFinished, vi } from 'vitest';
import type { GatewayFrames } from '../../electron/gateway/relay/frames.ts';
import { heartbeatFrame, helloFrame, LEDGER_ID, TestPhone } from './test-phone.ts';
import { RECIPIENT } from './a-message.ts';
import type { GatewayWorld } from './gateway-world.ts';
import { waitFor } from './wait-for.ts';

/** How to reach a phone that paired; it stands for one handset over all its connections. */
export interface PairedPhone {
  readonly name: string;
  readonly deviceId: string;
  /** The connection that was opened last. */
  readonly line: TestPhone;
  readonly session: number;
  /** Dials and says hello; resolves with `welcome`. It may send once it has said a heartbeat, too. */
  link(facts?: { readonly ledgerId?: string }): Promise<GatewayFrames['welcome']>;
  /** The heartbeat of a phone that can send. */
  beat(): void;
  /** Links with nothing open, and waits until the gateway calls it ready. */
  ready(): Promise<void>;
  say(frame: object): void;
  /** `report` frames with rising seq; resolves when the last is acked. */
  report(attemptId: string, ...told: readonly ReportFacts[]): Promise<void>;
  /** Says them without waiting. Returns the last seq. */
  reportOnly(attemptId: string, ...told: readonly ReportFacts[]): number;
  /** Answers the next `query` with the same word for each attempt that it asks of. */
  answerQuery(state: string, more?: object): Promise<readonly string[]>;
  /** Everything that the gateway wrote to this connection before now has come; these are the `send`s among it. */
  sends(): Promise<readonly GatewayFrames['send'][]>;
  hangUp(): void;
}

interface ReportFacts {
  readonly state: string;
  readonly part?: number;
  readonly parts?: number;
  readonly reason?: string;
  readonly result?: number;
}

/** A phone paired by a code of the operator's. */
export async function pairPhone(world: GatewayWorld, name: string): Promise<PairedPhone> {
  const made = await world.console('POST', '/pairing-codes', { name, parts_per_minute: null });
  const first = new TestPhone(world.info.relayPort);
  const facts = { ledger_id: LEDGER_ID, android: 35, model: 'Test phone' };
  first.say({ t: 'pair', v: 1, code: String(made['code']), ...facts });
  const paired = await first.next('paired');
  first.hangUp();
  let line = first;
  let session = 0;
  let seq = 0;
  onTestFinished(() => {
    line.hangUp();
  });

  const phone: PairedPhone = {
    name,
    deviceId: paired.device_id,
    get line() {
      return line;
    },
    get session() {
      return session;
    },
    link: async ({ ledgerId = LEDGER_ID } = {}) => {
      line = new TestPhone(world.info.relayPort);
      const credentials = { device_id: paired.device_id, token: paired.token, ledger_id: ledgerId };
      line.say({ ...helloFrame, ...credentials });
      const welcome = await line.next('welcome');
      session = welcome.session;
      return welcome;
    },
    beat: () => {
      line.say(heartbeatFrame(session));
    },
    ready: async () => {
      await phone.link();
      phone.beat();
      await waitFor(`${name} to be ready`, async () => (await stateOf(world, phone.deviceId)) === 'ready');
    },
    say: (frame) => {
      line.say({ session, ...frame });
    },
    reportOnly: (attemptId, ...told) => {
      for (const each of told) {
        seq += 1;
        phone.say({ t: 'report', seq, attempt_id: attemptId, at: Date.now(), ...each });
      }
      return seq;
    },
    report: async (attemptId, ...told) => {
      const last = phone.reportOnly(attemptId, ...told);
      await waitFor('the ack', async () => (await line.next('ack')).seq >= last);
    },
    answerQuery: async (state, more = {}) => {
      const query = await line.next('query');
      const ids = query.attempt_ids ?? [];
      const entries = ids.map((id) => ({ attempt_id: id, request_id: null, state, ...more }));
      phone.say({ t: 'ledger', query_id: query.query_id, entries, more: false });
      return ids;
    },
    sends: async () => {
      phone.say({ t: 'ping' });
      await line.next('pong');
      return line.frames.filter((frame) => frame.t === 'send');
    },
    hangUp: () => {
      line.hangUp();
    },
  };
  return phone;
}

/** The state that `GET /v1/devices/{id}` tells. */
export async function stateOf(world: GatewayWorld, deviceId: string): Promise<unknown> {
  return (await world.call({ path: `/v1/devices/${deviceId}` })).body['state'];
}

/** Sends a text by the API; resolves with its request_id. */
export async function submit(world: GatewayWorld, more: object = {}): Promise<string> {
  const answer = await world.post({ to: RECIPIENT, text: 'Your order is ready', ...more });
  expect(answer.status, answer.text).toBe(202);
  return String(answer.body['request_id']);
}

/** What `GET /v1/messages/{id}` tells. */
export async function messageOf(world: GatewayWorld, requestId: string): Promise<Record<string, unknown>> {
  const answer = await world.call({ path: `/v1/messages/${requestId}` });
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

/** Waits until a message has this status, then tells it. */
export function reaches(
  world: GatewayWorld,
  requestId: string,
  status: string,
): Promise<Record<string, unknown>> {
  return waitFor(`${requestId} to be ${status}`, async () => {
    const seen = await messageOf(world, requestId);
    return seen['status'] === status ? seen : undefined;
  });
}

/**
 * Stands the wall clock and every repeated timer of this process still, so that a test says when time goes by and
 * when what is looked at again and again is looked at. Sockets go on, and so does `performance.now`, which moves along:
 * a wall clock that moved alone would be one that somebody set.
 */
export function standTimeStill(): {
  /** Moves the clock; nothing is looked at. */
  move(ms: number): void;
  /** One second goes by, and every repeated timer with it. */
  tick(): void;
} {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: Date.now() });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const monotonic = performance.now.bind(performance);
  let movedMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => monotonic() + movedMs);
  return {
    move: (ms) => {
      movedMs += ms;
      vi.setSystemTime(Date.now() + ms);
    },
    tick: () => {
      vi.advanceTimersByTime(1_000);
    },
  };
}
