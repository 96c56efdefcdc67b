/**
 * Frames of a phone that is paired and linked, broken in their fields while session and seq are right, so that most are
 * read to the end. The gateway lives, cuts this phone at most, and serves the other phone and every list.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { callConsole } from '../../electron/gateway/cli/console-client.ts';
import { silentLogger } from '../../electron/gateway/foundation/logger.ts';
import type { GatewayInfo } from '../../electron/gateway/wiring/gateway-options.ts';
import { createGateway } from '../../electron/gateway/wiring/gateway.ts';
import type { GatewayFrames } from '../../electron/gateway/relay/frames.ts';
import { readFrameCases } from '../relay-link/frame-cases.ts';
import { rawCall } from '../support/raw-call.ts';
import { heartbeatFrame, helloFrame, LEDGER_ID, TestPhone } from '../support/test-phone.ts';
import { waitFor } from '../support/wait-for.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { mutateObject, mutateText } from './mutate.ts';

const MIB = 1024 * 1024;
/** For one frame; a gateway that takes longer hangs. */
const LONGEST_WAIT_MS = 20_000;
/** Above what it has after the start. */
const MOST_GROWTH_MIB = 400;
const WAIT = { deadlineMs: LONGEST_WAIT_MS, everyMs: 1 };
const LISTS = ['/v1/messages', '/v1/inbox', '/v1/devices', '/v1/queue', '/v1/health'];
const CONSOLE_LISTS = ['/overview', '/messages', '/inbox', '/devices'];

const FRAMES: readonly object[] = readFrameCases()
  .filter(({ from, verdict }) => from === 'phone' && verdict === 'frame')
  .map(({ line }): unknown => JSON.parse(line))
  .filter((frame) => typeof frame === 'object' && frame !== null);

/** Those that are acked however wrong their fields are: the link stays, and much is read of them. */
const KEPT_LINK: readonly object[] = FRAMES.filter((frame) => Reflect.has(frame, 'seq'));

/** A phone that links again whenever it was cut. */
class Caller {
  #line: TestPhone | null = null;
  #session = 0;
  #seq = 0;
  readonly #port: number;
  readonly #paired: GatewayFrames['paired'];

  constructor(port: number, paired: GatewayFrames['paired']) {
    this.#port = port;
    this.#paired = paired;
  }

  async line(): Promise<TestPhone> {
    if (this.#line !== null && !this.#line.isClosed && this.#line.socket.writable) return this.#line;
    const line = new TestPhone(this.#port);
    line.say({ ...helloFrame, device_id: this.#paired.device_id, token: this.#paired.token });
    await waitFor('a welcome', () => line.frames.some(({ t }) => t === 'welcome'), WAIT);
    const welcome = await line.next('welcome');
    this.#session = welcome.session;
    this.#seq = welcome.last_seq;
    line.say(heartbeatFrame(welcome.session));
    this.#line = line;
    return line;
  }

  /** Says a frame as this phone's own, with the next seq where one is due. */
  async say(frame: object): Promise<void> {
    const line = await this.line();
    const hasSeq = Reflect.has(frame, 'seq');
    if (hasSeq) this.#seq += 1;
    line.say({ ...frame, session: this.#session, ...(hasSeq ? { seq: this.#seq } : {}) });
  }

  /** Waits until the gateway has dealt with all that was said: it answers, or has cut this phone. */
  async dealtWith(): Promise<void> {
    const line = await this.line();
    line.frames.length = 0;
    line.say({ t: 'ping', session: this.#session });
    const until = performance.now() + LONGEST_WAIT_MS;
    while (!line.isClosed && !line.frames.some(({ t }) => t === 'pong')) {
      if (performance.now() > until) throw new Error('the gateway neither answers nor cuts the phone');
      await nextTurn();
    }
  }

  async ping(): Promise<void> {
    const line = await this.line();
    line.say({ t: 'ping', session: this.#session });
    await waitFor('a pong', () => line.frames.some(({ t }) => t === 'pong'), WAIT);
    await line.next('pong');
  }

  hangUp(): void {
    this.#line?.hangUp();
  }
}

async function pair(info: GatewayInfo, dataDir: string, name: string): Promise<Caller> {
  const made = await callConsole(dataDir, 'POST', '/pairing-codes', { name, parts_per_minute: null });
  const line = new TestPhone(info.relayPort);
  line.say({
    t: 'pair',
    v: 1,
    code: String(made['code']),
    ledger_id: LEDGER_ID,
    android: 35,
    model: 'Test phone',
  });
  const paired = await line.next('paired');
  line.hangUp();
  return new Caller(info.relayPort, paired);
}

export const linkTarget: FuzzTarget = {
  name: 'link',
  start: async () => {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-fuzz-'));
    const gateway = createGateway({
      dataDir,
      httpPort: 0,
      relayPort: 0,
      adbPort: null,
      demoPhone: false,
      makeTokens: true,
      logger: silentLogger,
    });
    const info = await gateway.start();
    const bad = await pair(info, dataDir, 'Bad');
    const good = await pair(info, dataDir, 'Good');
    await bad.ping();
    await callConsole(dataDir, 'POST', '/inbox/switch', { sim: 'Bad/1', on: true });
    const rssAtStart = process.memoryUsage().rss;

    async function check(): Promise<void> {
      await good.ping();
      for (const route of LISTS) {
        const headers = { authorization: `Bearer ${info.tokens?.live ?? ''}` };
        const answer = await rawCall(info.url, { path: route, headers });
        if (answer.status !== 200) throw new Error(`${route} answers ${answer.status}: ${answer.text}`);
      }
      for (const route of CONSOLE_LISTS) await callConsole(dataDir, 'GET', route);
      const growth = (process.memoryUsage().rss - rssAtStart) / MIB;
      if (growth > MOST_GROWTH_MIB) throw new Error(`the memory has grown by ${Math.round(growth)} MiB`);
    }

    return {
      make: (random) => {
        const frames = random.below(4) === 0 ? FRAMES : KEPT_LINK;
        const frame = frames[random.below(frames.length)] ?? {};
        const isOwn = random.below(10) > 0;
        const mutated = mutateObject(frame, random, isOwn ? ['t', 'session', 'seq'] : []);
        const text = JSON.stringify(mutated);
        return random.below(50) === 0 ? mutateText(text, random) : text;
      },
      feed: async (input) => {
        const value = readObject(input);
        if (value === null) (await bad.line()).say(`${input}\n`);
        else await bad.say(value);
        await bad.dealtWith();
      },
      check,
      stop: async () => {
        bad.hangUp();
        good.hangUp();
        await gateway.stop();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  },
};

function readObject(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    // Not JSON: it is said as it is.
    return null;
  }
}
