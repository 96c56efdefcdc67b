/** A gateway in a process of its own, so that it can be killed, and a whole relay on a phone with a radio. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { startGateway, type GatewayProcess } from '../../support/gateway-process.ts';
import { waitFor } from '../../support/wait-for.ts';
import type { Radio } from '../../virtual-phone/radio/radio-types.ts';
import { createRadio } from '../../virtual-phone/radio/radio.ts';
import type { PhoneRelay, RelayStep } from '../../../electron/gateway/demo-phone/phone-relay-types.ts';
import { createLoadRelay } from '../../virtual-phone/relay/load-relay.ts';
import { startFaultyTunnel, type FaultyTunnel } from './faulty-tunnel.ts';

export const GUEST = '+9779812345678';
const SLOW_MS = { deadlineMs: 20_000 };

interface PhoneWorld {
  readonly relay: PhoneRelay;
  readonly radio: Radio;
  readonly tunnel: FaultyTunnel;
  gateway: GatewayProcess;
  /** kill -9, and the same gateway again. */
  restartGateway(): Promise<void>;
  readonly linked: () => Promise<void>;
  /** The texts of GET /v1/inbox, newest first. */
  inbox(): Promise<readonly string[]>;
  /** Waits until a text is there, then answers the whole list. */
  until(text: string): Promise<readonly string[]>;
  switchInbox(on: boolean): Promise<void>;
  /** The relay dies right after this step, once. */
  killRelayAt(step: RelayStep): void;
}

/** Paired, linked, the guest was texted and has it; the inbox of SIM 1 is on unless told. */
export async function setUpPhone(options: { readonly isOn?: boolean } = {}): Promise<PhoneWorld> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-inbox-link-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const fresh = { dataDir: path.join(directory, 'data') };
  const first = await startGateway(fresh);
  const again = {
    ...fresh,
    port: Number(new URL(first.ready.url).port),
    relayPort: first.ready.relay_port,
    ...(first.ready.token === undefined ? {} : { token: first.ready.token }),
  };
  const tunnel = await startFaultyTunnel(first.ready.relay_port);
  onTestFinished(() => tunnel.stop());
  const radio = createRadio({ logPath: path.join(directory, 'radio.jsonl') });
  let killStep: RelayStep | null = null;
  const relay = createLoadRelay({
    directory: path.join(directory, 'relay'),
    radio,
    model: 'Load Phone',
    android: 34,
    sims: [{ id: 1, slot: 1, carrier: 'Ncell', mcc_mnc: '42902', number: null }],
    dial: () => tunnel.dial(),
    random: () => 0,
    onStep: (step) => {
      if (step !== killStep) return;
      killStep = null;
      relay.kill();
    },
  });
  relay.start();
  onTestFinished(async () => {
    await relay.stop();
    radio.stop();
  });
  const world: PhoneWorld = {
    relay,
    radio,
    tunnel,
    gateway: first,
    restartGateway: async () => {
      await world.gateway.kill();
      world.gateway = await startGateway(again);
    },
    linked: async () => {
      await waitFor('the phone to be linked', () => relay.state.isLinked, SLOW_MS);
    },
    inbox: async () => {
      const { body } = await world.gateway.api('GET', '/v1/inbox');
      return Array.isArray(body['items']) ? body['items'].map((item: { text: string }) => item.text) : [];
    },
    until: async (text) => {
      const found = await waitFor(
        `"${text}" in the inbox`,
        async () => {
          const texts = await world.inbox();
          return texts.includes(text) ? texts : undefined;
        },
        SLOW_MS,
      );
      return found;
    },
    switchInbox: async (on) => {
      const answer = await world.gateway.console('POST', '/console/inbox/switch', { sim: 'Till/1', on });
      if (answer['ok'] !== true) throw new Error(JSON.stringify(answer));
    },
    killRelayAt: (step) => {
      killStep = step;
    },
  };
  onTestFinished(async () => {
    await world.gateway.stop();
  });
  await pair(world);
  if (options.isOn !== false) await world.switchInbox(true);
  await textGuest(world);
  return world;
}

async function pair({ gateway, relay, linked }: PhoneWorld): Promise<void> {
  const made = await gateway.console('POST', '/console/pairing-codes', {
    name: 'Till',
    parts_per_minute: null,
  });
  const text = (name: string): string => String(made[name]);
  relay.pair({ code: text('code'), pin: text('pin'), host: text('host'), port: Number(made['port']) });
  await linked();
}

async function textGuest({ gateway }: PhoneWorld): Promise<void> {
  const sent = await gateway.api('POST', '/v1/messages', { to: GUEST, text: 'Table at eight?' });
  const route = `/v1/messages/${String(sent.body['request_id'])}`;
  await waitFor(
    'the guest to have it',
    async () => {
      const { body } = await gateway.api('GET', route);
      return body['status'] === 'delivered';
    },
    SLOW_MS,
  );
}
