import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import {
  createGatewaySupervisor,
  retryDelayMs,
  type GatewayChild,
  type SupervisorTimes,
} from '../../../../electron/main/gateway-supervisor.ts';
import type { GatewayOrder, GatewayStartOptions } from '../../../../electron/shared/gateway-port.ts';
import type { GatewayCondition } from '../../../../electron/shared/ipc-contract.ts';
import { waitFor } from '../../../support/wait-for.ts';

const OPTIONS: GatewayStartOptions = {
  dataDir: '/data',
  httpPort: 0,
  relayPort: 0,
  adbPort: 5037,
  demoPhone: true,
  consoleSocketPath: '/data/console.sock',
};
const TIMES: SupervisorTimes = {
  startDeadlineMs: 1_000,
  stopDeadlineMs: 1_000,
  firstRetryMs: 1,
  longestRetryMs: 8,
  provenAfterMs: 60_000,
};
const READY = { type: 'ready', info: { url: 'http://127.0.0.1:1', relayPort: 2, consoleSocketPath: '/s' } };

/** A process that does only what the test says. */
class FakeChild implements GatewayChild {
  readonly orders: GatewayOrder[] = [];
  readonly #events = new EventEmitter();
  readonly #heedsStop: boolean;
  isKilled = false;

  constructor(heedsStop: boolean) {
    this.#heedsStop = heedsStop;
  }
  send(order: GatewayOrder): void {
    this.orders.push(order);
    if (order.type === 'stop' && this.#heedsStop) this.die(0);
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#events.on('message', listener);
  }
  onExit(listener: (code: number) => void): void {
    this.#events.once('exit', listener);
  }
  kill(): void {
    this.isKilled = true;
    this.die(9);
  }
  say(message: unknown): void {
    this.#events.emit('message', message);
  }
  die(code: number): void {
    queueMicrotask(() => this.#events.emit('exit', code));
  }
  get token(): string | undefined {
    const [first] = this.orders;
    return first?.type === 'start' ? first.launchToken : undefined;
  }
}

function setup({ times = TIMES, heedsStop = true } = {}) {
  const children: FakeChild[] = [];
  const conditions: GatewayCondition[] = [];
  const supervisor = createGatewaySupervisor({
    options: OPTIONS,
    times,
    fork: () => {
      const child = new FakeChild(heedsStop);
      children.push(child);
      return child;
    },
  });
  supervisor.onCondition((condition) => conditions.push(condition));
  const child = (n: number) => waitFor(`child ${n}`, () => children[n]);
  return { supervisor, children, conditions, child };
}

describe('a gateway supervisor', () => {
  it('hands options and a launch token of 32 bytes to the child over its port', async () => {
    const { supervisor, child } = setup();
    supervisor.start();
    const first = await child(0);
    expect(first.orders).toEqual([{ type: 'start', options: OPTIONS, launchToken: first.token }]);
    expect(Buffer.from(first.token ?? '', 'base64url')).toHaveLength(32);
  });

  it('gives access once the child is ready, to those who waited too', async () => {
    const { supervisor, child } = setup();
    supervisor.start();
    const waiting = supervisor.access(5_000);
    const first = await child(0);
    first.say(READY);
    expect(await waiting).toEqual({ info: READY.info, launchToken: first.token });
    expect(supervisor.condition()).toEqual({ state: 'running', url: READY.info.url });
  });

  it('starts a dead gateway again with another token, without a word the first time', async () => {
    const { supervisor, child, conditions } = setup();
    supervisor.start();
    const first = await child(0);
    first.say(READY);
    first.die(9);
    const second = await child(1);
    second.say(READY);
    expect(second.token).not.toBe(first.token);
    expect(conditions.map(({ state }) => state)).toEqual([
      'starting',
      'running',
      'starting',
      'starting',
      'running',
    ]);
  });

  it('says why a gateway cannot start, stops it, and tries again', async () => {
    const { supervisor, child } = setup();
    supervisor.start();
    const first = await child(0);
    first.say({ type: 'failed', sentence: 'Port 8642 is taken.' });
    expect(supervisor.condition()).toEqual({ state: 'failed', sentence: 'Port 8642 is taken.' });
    const second = await child(1);
    expect(first.orders.at(-1)).toEqual({ type: 'stop' });
    expect(supervisor.condition().state).toBe('failed');
    second.say(READY);
    expect(supervisor.condition().state).toBe('running');
  });

  it('says that a gateway which keeps dying ended by itself', async () => {
    const { supervisor, child } = setup();
    supervisor.start();
    (await child(0)).die(3);
    await child(1);
    expect(supervisor.condition()).toEqual({
      state: 'failed',
      sentence: 'The gateway ended by itself (code 3).',
    });
  });

  it('ends a child that says nothing until the deadline, and starts another', async () => {
    const { supervisor, child } = setup({ times: { ...TIMES, startDeadlineMs: 20 } });
    supervisor.start();
    const first = await child(0);
    await child(1);
    expect(first.isKilled).toBe(true);
  });

  it('stops the child and starts no other', async () => {
    const { supervisor, child, children } = setup();
    supervisor.start();
    (await child(0)).say(READY);
    await supervisor.stop();
    await supervisor.stop();
    expect(children).toHaveLength(1);
    expect(supervisor.condition()).toEqual({ state: 'stopped' });
    expect(await supervisor.access(5_000)).toBeUndefined();
  });

  it('stops while it pauses between tries, and before it was started', async () => {
    const { supervisor, child, children } = setup({
      times: { ...TIMES, firstRetryMs: 60_000, longestRetryMs: 60_000 },
    });
    await supervisor.stop();
    supervisor.start();
    (await child(0)).die(1);
    await waitFor('the end to be told', () => supervisor.condition().state === 'failed');
    await supervisor.stop();
    supervisor.retryNow();
    expect(children).toHaveLength(1);
  });

  it('tries at once when asked during the pause', async () => {
    const { supervisor, child } = setup({
      times: { ...TIMES, firstRetryMs: 60_000, longestRetryMs: 60_000 },
    });
    supervisor.start();
    (await child(0)).die(1);
    await waitFor('the end to be told', () => supervisor.condition().state === 'failed');
    supervisor.retryNow();
    expect((await child(1)).orders).toHaveLength(1);
    await supervisor.stop();
  });

  it('ends a child that does not stop until the deadline', async () => {
    const { supervisor, child } = setup({ heedsStop: false, times: { ...TIMES, stopDeadlineMs: 10 } });
    supervisor.start();
    const first = await child(0);
    first.say(READY);
    await supervisor.stop();
    expect(first.isKilled).toBe(true);
  });

  it('lets nobody wait for a gateway that cannot start', async () => {
    const { supervisor, child } = setup();
    supervisor.start();
    const waiting = supervisor.access(60_000);
    (await child(0)).say({ type: 'failed', sentence: 'Port 8642 is taken.' });
    expect(await waiting).toBeUndefined();
    expect(await supervisor.access(60_000)).toBeUndefined();
    await supervisor.stop();
  });

  it('lets a caller wait no longer than its deadline', async () => {
    const { supervisor, child } = setup();
    supervisor.start();
    await child(0);
    expect(await supervisor.access(10)).toBeUndefined();
    await supervisor.stop();
  });
});

describe('retryDelayMs', () => {
  it.each([
    [1, 100],
    [2, 200],
    [4, 800],
    [20, 30_000],
  ])('waits before try %i for %i ms', (n, delayMs) => {
    expect(retryDelayMs({ ...TIMES, firstRetryMs: 100, longestRetryMs: 30_000 }, n)).toBe(delayMs);
  });
});
