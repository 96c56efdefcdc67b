/** kill -9 in the middle of a list: it is there whole, or not at all; and a cancel comes to its end. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FaultPoint } from '../../../electron/gateway/foundation/fault-points.ts';
import { openDatabase } from '../../../electron/gateway/storage/database.ts';
import { startGateway, type GatewayProcess } from '../../support/gateway-process.ts';
import { waitFor } from '../../support/wait-for.ts';

const KILL_AT = fileURLToPath(new URL('kill-at.ts', import.meta.url));
const ROWS = 1_000;
const BODY = {
  recipients: Array.from({ length: ROWS }, (_, index) => `+97798${String(10_000_000 + index)}`),
  text: 'x',
};
const KEY = { headers: { 'idempotency-key': 'may-bills' } };

async function setup() {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-bulk-kills-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  let token: string | undefined;
  const start = async (kill?: {
    readonly at: FaultPoint;
    readonly after: number;
  }): Promise<GatewayProcess> => {
    const env =
      kill === undefined
        ? process.env
        : {
            ...process.env,
            NODE_OPTIONS: `--import=${KILL_AT}`,
            RELAYDESK_TEST_KILL_AT: `${kill.at} ${kill.after}`,
          };
    const gateway = await startGateway({ dataDir, env, ...(token === undefined ? {} : { token }) });
    token ??= gateway.ready.token;
    onTestFinished(() => gateway.kill());
    return gateway;
  };
  const count = (table: string): unknown => {
    const db = openDatabase(path.join(dataDir, 'relaydesk.db'));
    const rows: unknown = db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    db.close();
    return rows;
  };
  return { start, count };
}

const send = (gateway: GatewayProcess) => gateway.api('POST', '/v1/bulk', BODY, KEY);

describe('a list of texts whose gateway is killed', () => {
  it('in the middle of storing it leaves nothing, and its key stores it once', async () => {
    const { start, count } = await setup();
    const first = await start({ at: 'accept.stored', after: 600 });
    await expect(send(first)).rejects.toThrow();
    await first.kill();
    expect([count('messages'), count('batches'), count('events'), count('idempotency')]).toEqual([
      0, 0, 0, 0,
    ]);
    const second = await start();
    const { status, headers, body } = await send(second);
    expect([status, body['accepted'], headers.get('idempotent-replayed')]).toEqual([202, ROWS, null]);
    expect(count('messages')).toBe(ROWS);
  });

  it('before it is answered is there whole, and its key tells of it', async () => {
    const { start, count } = await setup();
    const first = await start({ at: 'accept.committed', after: 0 });
    await expect(send(first)).rejects.toThrow();
    await first.kill();
    expect([count('messages'), count('batches')]).toEqual([ROWS, 1]);
    const second = await start();
    const { status, headers, body } = await send(second);
    expect([status, body['accepted'], headers.get('idempotent-replayed')]).toEqual([202, ROWS, 'true']);
    expect(count('messages')).toBe(ROWS);
  });

  it('in the middle of cancelling it is cancelled whole after the next start', async () => {
    const { start, count } = await setup();
    const first = await start({ at: 'cancel.committed', after: 1 });
    const { body } = await send(first);
    const id = String(body['batch_id']);
    await expect(first.api('POST', `/v1/bulk/${id}/cancel`)).rejects.toThrow();
    await first.kill();
    expect(count("messages WHERE state = 'cancelled'")).toBe(500);
    const second = await start();
    const batch = await waitFor('the rest to be cancelled', async () => {
      const { body: seen } = await second.api('GET', `/v1/bulk/${id}`);
      return seen['finished_at'] === null ? undefined : seen;
    });
    expect(batch).toMatchObject({ status: 'cancelled', counts: { cancelled: ROWS, queued: 0 } });
  });
});
