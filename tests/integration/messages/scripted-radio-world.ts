/** The whole way of a text in one process: the API, the gateway, and a relay on a phone whose radio obeys a script. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { RECIPIENT } from '../../support/a-message.ts';
import { setUpGateway } from '../../support/gateway-world.ts';
import { waitFor } from '../../support/wait-for.ts';
import type { PartPlan, RadioRule } from '../../virtual-phone/radio/radio-types.ts';
import { createRadio } from '../../virtual-phone/radio/radio.ts';
import { createLoadRelay } from '../../virtual-phone/relay/load-relay.ts';

/** Two parts in GSM-7. */
export const TWO_PARTS = 'x'.repeat(200);
const SIMS = [{ id: 1, slot: 1, carrier: 'Ncell', mcc_mnc: '42902', number: null }];

export interface MessageAnswer {
  readonly status: string;
  readonly attempts: number;
  readonly failure: { readonly code: string; readonly detail?: string } | null;
  readonly waiting: { readonly reason: string; readonly until: string | null } | null;
  readonly attempt_log: readonly {
    readonly outcome: string;
    readonly code: string | null;
    readonly reason: string | null;
  }[];
  readonly [field: string]: unknown;
}

export interface WorldOptions {
  /** What the radio does with each part; a part without a plan is sent and delivered. */
  readonly radio?: readonly RadioRule[];
  readonly partsPerMinute?: number | null;
  /** Rows that the phone's ledger has room for. */
  readonly maxRows?: number;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Record<string, unknown>;
}

export interface ScriptedRadioWorld {
  call(
    method: string,
    path: string,
    body?: unknown,
    more?: { readonly mode?: 'live' | 'test'; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<ApiAnswer>;
  /** Sends one as the operator and waits until it is delivered. */
  deliverAsOperator(text: string): Promise<void>;
  submit(text: string): Promise<string>;
  message(requestId: string): Promise<MessageAnswer>;
  /** Waits until `GET /v1/messages/{id}` tells one of these. */
  reaches(requestId: string, ...statuses: readonly string[]): Promise<MessageAnswer>;
  /** Writes four tries down as made, so that the next is the last. No phone is there yet. */
  leaveOneTry(requestId: string): void;
  /** Switches the phone on: it pairs and links. */
  startPhone(): Promise<void>;
  submits(): number;
}

/** A rule for every part, or for one. */
export const plan = (what: Partial<PartPlan>, part?: number): RadioRule =>
  part === undefined ? { plan: what } : { plan: what, part };

export async function setUpScriptedRadio(options: WorldOptions = {}): Promise<ScriptedRadioWorld> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-codes-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const gateway = await setUpGateway();
  const radio = createRadio({ logPath: path.join(directory, 'radio.jsonl'), script: options.radio ?? [] });
  onTestFinished(() => {
    radio.stop();
  });
  const relay = createLoadRelay({
    directory: path.join(directory, 'relay'),
    radio,
    model: 'Load One',
    android: 34,
    sims: SIMS,
    ...(options.maxRows === undefined ? {} : { maxRows: options.maxRows }),
  });
  onTestFinished(() => relay.stop());

  async function message(requestId: string): Promise<MessageAnswer> {
    const answer = await gateway.call({ path: `/v1/messages/${requestId}` });
    expect(answer.status).toBe(200);
    return JSON.parse(answer.text) as MessageAnswer;
  }
  return {
    call: (method, path, body, more = {}) =>
      gateway.call({
        method,
        path,
        ...(more.mode === 'test' ? { token: gateway.test } : {}),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...more.headers },
      }),
    deliverAsOperator: async (text) => {
      const accepted = await gateway.console('POST', '/messages', { to: RECIPIENT, text });
      await waitFor('the operator’s message to be delivered', async () => {
        const seen = await gateway.console('GET', `/messages/${String(accepted['request_id'])}`);
        return seen['status'] === 'delivered' ? seen : undefined;
      });
    },
    message,
    submit: async (text) => {
      const answer = await gateway.post({ to: RECIPIENT, text });
      expect(answer.status).toBe(202);
      return String(answer.body['request_id']);
    },
    reaches: (requestId, ...statuses) =>
      waitFor(`${requestId} to be ${statuses.join(' or ')}`, async () => {
        const seen = await message(requestId);
        return statuses.includes(seen.status) ? seen : undefined;
      }),
    leaveOneTry: (requestId) => {
      const write = gateway.db.prepare('UPDATE messages SET attempts = 4 WHERE request_id = ?');
      expect(write.run(requestId).changes).toBe(1);
    },
    startPhone: async () => {
      const { code, pin } = await gateway.console('POST', '/pairing-codes', {
        name: 'Load One',
        parts_per_minute: options.partsPerMinute ?? null,
      });
      relay.start();
      relay.pair({ code: String(code), pin: String(pin), host: '127.0.0.1', port: gateway.info.relayPort });
      await waitFor('the phone to link', () => relay.state.isLinked);
    },
    submits: () => radio.log().length,
  };
}
