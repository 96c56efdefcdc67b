/** The whole way of a text in one process: the API, the gateway, and a relay on a phone whose radio obeys a script. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { callConsole } from '../../../electron/gateway/cli/console-client.ts';
import { silentLogger } from '../../../electron/gateway/foundation/logger.ts';
import { createGateway } from '../../../electron/gateway/wiring/gateway.ts';
import { openDatabase } from '../../../electron/gateway/storage/database.ts';
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

export interface ScriptedRadioWorld {
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
  const dataDir = path.join(directory, 'data');
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
  onTestFinished(() => gateway.stop());
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

  async function call(method: string, route: string, body?: unknown): Promise<Response> {
    return fetch(`${info.url}${route}`, {
      method,
      headers: {
        authorization: `Bearer ${info.tokens?.live ?? ''}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
  async function message(requestId: string): Promise<MessageAnswer> {
    const answer = await call('GET', `/v1/messages/${requestId}`);
    expect(answer.status).toBe(200);
    return (await answer.json()) as MessageAnswer;
  }
  return {
    message,
    submit: async (text) => {
      const answer = await call('POST', '/v1/messages', { to: '+9779812345678', text });
      expect(answer.status).toBe(202);
      const accepted = (await answer.json()) as { request_id: string };
      return accepted.request_id;
    },
    reaches: (requestId, ...statuses) =>
      waitFor(`${requestId} to be ${statuses.join(' or ')}`, async () => {
        const seen = await message(requestId);
        return statuses.includes(seen.status) ? seen : undefined;
      }),
    leaveOneTry: (requestId) => {
      const db = openDatabase(path.join(dataDir, 'relaydesk.db'));
      expect(db.prepare('UPDATE messages SET attempts = 4 WHERE request_id = ?').run(requestId).changes).toBe(
        1,
      );
      db.close();
    },
    startPhone: async () => {
      const { code, pin } = await callConsole(dataDir, 'POST', '/pairing-codes', {
        name: 'Load One',
        parts_per_minute: options.partsPerMinute ?? null,
      });
      relay.start();
      relay.pair({ code: String(code), pin: String(pin), host: '127.0.0.1', port: info.relayPort });
      await waitFor('the phone to link', () => relay.state.isLinked);
    },
    submits: () => radio.log().length,
  };
}
