/** A data directory with enough in it that every tree has many pages, to be damaged; and every read of both doors. */
import { cpSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { openDatabase } from '../../../electron/gateway/storage/database.ts';
import { asRecord, startGateway, type GatewayProcess } from '../../support/gateway-process.ts';
import { rawCall, type RawAnswer } from '../../support/raw-call.ts';
import { waitFor } from '../../support/wait-for.ts';

export const BODY = { to: '+9779812345678', text: 'Hi' } as const;

export interface Seeded {
  readonly dataDir: string;
  readonly token: string;
  /** A message that was sent. */
  readonly requestId: string;
  /** A live message that waits, because no phone is there. */
  readonly waitingId: string;
}

/** A gateway has sent a text through the demo phone, was stopped, and so many rows were added by SQL. */
export async function seed(rows: number): Promise<Seeded> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-pages-'));
  const gateway = await startGateway({ dataDir, demoPhone: true });
  const { test_token: token = '', live_token: live = '' } = gateway.ready;
  const sent = await gateway.api('POST', '/v1/messages', { ...BODY, reference: 'r1' }, { token });
  const waits = await gateway.api('POST', '/v1/messages', BODY, { token: live });
  const requestId = String(sent.body['request_id']);
  await waitFor('a text that is sent', async () => {
    const { body } = await gateway.api('GET', `/v1/messages/${requestId}`, undefined, { token });
    return body['status'] === 'delivered';
  });
  await gateway.stop();
  const db = openDatabase(path.join(dataDir, 'relaydesk.db'));
  for (const [table, id] of [
    ['messages', 'request_id'],
    ['attempts', 'attempt_id'],
    ['events', null],
  ] as const) {
    const names = db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
    const others = names.filter((name) => name !== 'seq' && name !== id).join(', ');
    db.prepare(
      `INSERT INTO ${table} (${id === null ? '' : `${id}, `}${others})
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       SELECT ${id === null ? '' : `'id_' || (i * 7919 % 1000003), `}${others} FROM n, (SELECT * FROM ${table} WHERE seq = 1)`,
    ).run(rows);
  }
  db.close();
  return { dataDir, token, requestId, waitingId: String(waits.body['request_id']) };
}

/** A copy of it for one test. */
export async function copyOf(seeded: Seeded): Promise<Seeded & { readonly file: string }> {
  const above = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-page-'));
  onTestFinished(() => rm(above, { recursive: true, force: true }));
  const dataDir = path.join(above, 'data');
  cpSync(seeded.dataDir, dataDir, { recursive: true });
  return { ...seeded, dataDir, file: path.join(dataDir, 'relaydesk.db') };
}

export async function started({ dataDir, token }: Seeded): Promise<GatewayProcess> {
  const gateway = await startGateway({ dataDir, demoPhone: true, token });
  onTestFinished(() => gateway.kill());
  return gateway;
}

/** Why it does not start. */
export async function whyNot(seeded: Seeded): Promise<string> {
  try {
    await started(seeded);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('it started');
}

/** Asks for everything that can be read, and tells the answers that are neither right nor a clear refusal. */
export async function wrongAnswers(gateway: GatewayProcess, seeded: Seeded): Promise<readonly string[]> {
  const id = seeded.requestId;
  const api = [
    `/messages/${id}`,
    ...[
      '',
      '?limit=200&order=asc',
      '?limit=200',
      '?status=failed',
      '?to=%2B9779812345678',
      '?reference=r1',
    ].map((query) => `/messages${query}`),
    ...[
      '/messages?device=Demo%20phone',
      '/messages?q=Hi',
      '/inbox',
      '/inbox?from=123',
      '/devices',
      '/queue',
      '/ready',
    ],
  ];
  const console = [
    '/overview',
    `/messages/${id}`,
    '/messages?limit=200',
    '/inbox',
    '/devices',
    '/tokens',
    '/session',
  ];
  const headers = { authorization: `Bearer ${seeded.token}` };
  const wrong: string[] = [];
  const judge = (route: string, { status, code, body }: RawAnswer): void => {
    if (status === 200) return;
    const { details } = asRecord(body['error']);
    const isClear =
      code === 'not_ready' ||
      (code === 'queue_blocked' && JSON.stringify(details).includes('storage_damaged'));
    if (status !== 503 || !isClear) wrong.push(`${route} ${status} ${String(code)}`);
  };
  for (const route of api) judge(route, await rawCall(gateway.ready.url, { path: `/v1${route}`, headers }));
  for (const route of console) {
    judge(route, await rawCall(path.join(seeded.dataDir, 'console.sock'), { path: `/console${route}` }));
  }
  return wrong;
}
