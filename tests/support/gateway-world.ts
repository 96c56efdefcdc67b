/** A gateway inside the test's own process: real HTTP, real phone link, real storage, and nothing left behind. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { callConsole } from '../../electron/gateway/cli/console-client.ts';
import { silentLogger } from '../../electron/gateway/foundation/logger.ts';
import type { GatewayInfo, GatewayOptions } from '../../electron/gateway/wiring/gateway-options.ts';
import { createGateway } from '../../electron/gateway/wiring/gateway.ts';
import { openDatabase, type Database } from '../../electron/gateway/storage/database.ts';
import { rawCall, type RawAnswer, type RawCall } from './raw-call.ts';

export interface ApiCall extends RawCall {
  /** Null sends none; the live token unless told. */
  readonly token?: string | null;
}

export interface GatewayWorld {
  readonly info: GatewayInfo;
  readonly dataDir: string;
  /** Tokens with every scope. */
  readonly live: string;
  readonly test: string;
  /** Calls the loopback port. */
  call(call: ApiCall): Promise<RawAnswer>;
  /** `POST /v1/messages`; a text is sent as it is. */
  post(body: unknown, more?: Partial<ApiCall>): Promise<RawAnswer>;
  /** The operator, over the private socket; rejects when the gateway refuses. */
  readonly console: (
    method: 'GET' | 'POST',
    route: string,
    body?: unknown,
  ) => Promise<Record<string, unknown>>;
  /** A live token of another client. */
  otherClient(name: string): Promise<string>;
  /** A second connection to its database. */
  readonly db: Database;
}

export interface GatewayWorldOptions extends Partial<GatewayOptions> {
  /** Called with the data directory before the gateway opens it. */
  readonly prepare?: (dataDir: string) => void;
  /** Leaves the quiet hours on, as they are by default: bulk messages wait at night, so a test depends on the hour. */
  readonly hasQuietHours?: boolean;
}

/** A started gateway on free ports, without ADB and demo phone unless told, in a data directory of its own. */
export async function setUpGateway({
  prepare,
  hasQuietHours = false,
  ...options
}: GatewayWorldOptions = {}): Promise<GatewayWorld> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-world-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  prepare?.(dataDir);
  const gateway = createGateway({
    dataDir,
    httpPort: 0,
    relayPort: 0,
    adbPort: null,
    demoPhone: false,
    makeTokens: true,
    logger: silentLogger,
    ...options,
  });
  const info = await gateway.start();
  onTestFinished(() => gateway.stop());
  if (!hasQuietHours) {
    const quiet_hours = { on: false, from: '20:00', to: '07:00' };
    await callConsole(dataDir, 'POST', '/settings/sending', { quiet_hours });
  }
  const db = openDatabase(path.join(dataDir, 'relaydesk.db'));
  onTestFinished(() => {
    db.close();
  });
  // A gateway whose data directory has had tokens makes none at its start: the operator makes them.
  const tokenFor = async (mode: 'live' | 'test'): Promise<string> =>
    info.tokens?.[mode] ??
    String((await callConsole(dataDir, 'POST', '/tokens', { name: mode, mode }))['token']);
  const [live, test] =
    options.makeTokens === false ? ['', ''] : [await tokenFor('live'), await tokenFor('test')];
  const world: GatewayWorld = {
    info,
    dataDir,
    live,
    test,
    db,
    call: ({ token = live, ...call }) =>
      rawCall(info.url, {
        ...call,
        headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...call.headers },
      }),
    post: (body, more = {}) =>
      world.call({
        method: 'POST',
        path: '/v1/messages',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...more,
        headers: { 'content-type': 'application/json', ...more.headers },
      }),
    console: (method, route, body) => callConsole(dataDir, method, route, body),
    otherClient: async (name) => {
      const { token } = await world.console('POST', '/tokens', { name, mode: 'live' });
      return String(token);
    },
  };
  return world;
}
