/** One test's world: a gateway, a paired relay, and what a good `send` looks like. */
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { encodeUlid } from '../../../electron/shared/ids.ts';
import type { GatewayFrames, SimFact } from '../../../electron/gateway/relay/frames.ts';
import { waitFor } from '../../support/wait-for.ts';
import { type FalseGateway, startFalseGateway } from './false-gateway.ts';
import type { GatewayConnection } from './gateway-connection.ts';
import type { MakeRelay, RadioLogLine, RelayRequest, RelayUnderTest } from './relay-under-test.ts';

export const SIM: SimFact = { id: 1, slot: 1, carrier: 'Testel', mcc_mnc: '26201', number: null };

/** The connection fills in its session. */
type Send = Omit<GatewayFrames['send'], 'session'>;

export interface World extends AsyncDisposable {
  readonly gateway: FalseGateway;
  readonly relay: RelayUnderTest;
  /** The newest welcomed connection. */
  link(): Promise<GatewayConnection>;
  /** A good send of a new attempt; what is given replaces its fields. */
  newSend(change?: Partial<Send>): Send;
  /** Kills the relay, starts it again and waits for its next welcome. */
  restart(): Promise<GatewayConnection>;
  reboot(): Promise<GatewayConnection>;
  /** Waits for the relay to come back after the connection was lost. */
  relinked(after: GatewayConnection): Promise<GatewayConnection>;
  /** Lines of the radio's log about an attempt. */
  submits(attemptId: string): Promise<RadioLogLine[]>;
}

let attempts = 0;

export function newId(prefix: 'att' | 'req'): string {
  attempts += 1;
  return `${prefix}_${encodeUlid(Date.now(), randomBytes(10))}`;
}

/** A relay on a fresh phone and a gateway that it does not know yet. */
export async function makeUnpairedWorld(
  makeRelay: MakeRelay,
  request: Partial<RelayRequest> = {},
): Promise<World> {
  const gateway = await startFalseGateway();
  const relay = await makeRelay({ sims: [SIM], ...request });
  const newest = async (): Promise<GatewayConnection> => gateway.welcomed(Math.max(1, gateway.welcomes));
  return {
    gateway,
    relay,
    link: newest,
    newSend: (change = {}) => newSend(gateway, change),
    async restart() {
      const next = gateway.welcomes + 1;
      await relay.kill();
      await relay.restart();
      return gateway.welcomed(next);
    },
    async reboot() {
      const next = gateway.welcomes + 1;
      await relay.reboot();
      return gateway.welcomed(next);
    },
    async relinked(after) {
      return waitFor('the relay to link again', () => gateway.connections.find(isAfter(after)), {
        everyMs: 5,
      });
    },
    async submits(attemptId) {
      return (await relay.radioLog()).filter((line) => line.attempt_id === attemptId);
    },
    async [Symbol.asyncDispose]() {
      await relay.stop();
      await gateway.goAway();
      expect(gateway.connections.flatMap((connection) => connection.violations)).toEqual([]);
    },
  };
}

/** The same, paired and welcomed. */
export async function makeWorld(
  makeRelay: MakeRelay,
  request: Partial<RelayRequest> & { readonly prepare?: (gateway: FalseGateway) => void } = {},
): Promise<World> {
  const world = await makeUnpairedWorld(makeRelay, request);
  request.prepare?.(world.gateway);
  const { code, pin, port } = world.gateway;
  expect(await world.relay.pair({ code, pin, host: '127.0.0.1', port })).toEqual({ ok: true });
  await world.gateway.welcomed(1);
  return world;
}

function isAfter(connection: GatewayConnection) {
  return (each: GatewayConnection): boolean => (each.session ?? 0) > (connection.session ?? 0);
}

function newSend(gateway: FalseGateway, change: Partial<Send>): Send {
  const attempt_id = newId('att');
  return {
    t: 'send',
    attempt_id,
    request_id: newId('req'),
    to: '+4915112345678',
    text: `Hello ${String(attempts)}`,
    sim: { id: SIM.id, mcc_mnc: SIM.mcc_mnc },
    max_parts: 3,
    delivery_report: true,
    sensitive: false,
    not_after: gateway.now() + 3_600_000,
    ...change,
  };
}
