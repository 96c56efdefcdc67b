/** A gateway that does only what the test says, over real TLS. */
import { once } from 'node:events';
import tls from 'node:tls';
import type { GatewayFrames, LinkConfig, PhoneFrames } from '../../../electron/gateway/relay/frames.ts';
import { createRelayKey, type RelayKey, spkiPin } from '../../../electron/gateway/relay/relay-key.ts';
import { waitFor } from '../../support/wait-for.ts';
import { GatewayConnection } from './gateway-connection.ts';

export const UNPACED: LinkConfig = {
  heartbeat_charging_seconds: 10,
  heartbeat_battery_seconds: 60,
  parts_per_minute: null,
  inbox: { sims: [], stop_words: ['STOP'] },
};

type Refusal = Pick<GatewayFrames['refused'], 'reason' | 'message'>;

export class FalseGateway {
  readonly pin: string;
  readonly gatewayId: string;
  readonly code = 'c0ffee00c0ffee00c0ffee00c0ffee00';
  readonly connections: GatewayConnection[] = [];
  config: LinkConfig = UNPACED;
  /** What the next hellos are told was stored. */
  lastSeq = 0;
  /** Gateway time less the machine's. */
  timeOffsetMs = 0;
  /** Refuses hellos instead of welcoming them. */
  refuseHello: Refusal | null = null;
  refusePair: Refusal | null = null;
  /** Acks every report and inbound at once. */
  isAcking = true;
  /** Answers pings. */
  isAnswering = true;
  /** Answers hellos at all. */
  isWelcoming = true;
  port = 0;
  /** Relays that turned away while TLS was being set up. */
  brokenHandshakes = 0;
  #server: tls.Server;
  readonly #key: RelayKey;
  #sessions = 0;

  constructor(key: RelayKey, gatewayId: string) {
    this.gatewayId = gatewayId;
    this.#key = key;
    this.pin = spkiPin(key.certificatePem);
    this.#server = this.#makeServer();
  }

  get deviceId(): string {
    return `dev_of_${this.gatewayId}`;
  }

  get token(): string {
    return `token-of-${this.gatewayId}`;
  }

  now(): number {
    return Date.now() + this.timeOffsetMs;
  }

  /** Listens; again on the same port after `goAway`. */
  async listen(): Promise<void> {
    this.#server = this.#makeServer();
    this.#server.listen(this.port, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port was given');
    this.port = address.port;
  }

  /** Stops listening and drops every connection. */
  async goAway(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const connection of this.connections) connection.cut();
    await closed;
  }

  /** Waits for the `n`-th welcomed connection (1-based) since the gateway was made. */
  welcomed(n: number, deadlineMs = 10_000): Promise<GatewayConnection> {
    const what = `welcome number ${String(n)} of ${this.gatewayId}`;
    return waitFor(what, () => this.connections.filter((each) => each.session !== null)[n - 1], {
      deadlineMs,
      everyMs: 5,
    });
  }

  get welcomes(): number {
    return this.#sessions;
  }

  #makeServer(): tls.Server {
    const { privateKeyPem: key, certificatePem: cert } = this.#key;
    const server = tls.createServer({ key, cert, minVersion: 'TLSv1.2' }, (socket) => {
      this.connections.push(new GatewayConnection(socket, this));
    });
    server.on('tlsClientError', () => {
      this.brokenHandshakes += 1;
    });
    return server;
  }

  /** Called by a connection: what a `pair` is answered. */
  answerPair(pair: PhoneFrames['pair']): GatewayFrames['paired'] | GatewayFrames['refused'] {
    if (this.refusePair !== null) return { t: 'refused', ...this.refusePair };
    if (pair.code !== this.code) return { t: 'refused', reason: 'bad_code', message: 'the code is wrong' };
    return { t: 'paired', device_id: this.deviceId, token: this.token, gateway_id: this.gatewayId };
  }

  /** Called by a connection: what a `hello` is answered. */
  answerHello(hello: PhoneFrames['hello']): GatewayFrames['welcome'] | GatewayFrames['refused'] | null {
    if (!this.isWelcoming) return null;
    if (this.refuseHello !== null) return { t: 'refused', ...this.refuseHello };
    if (hello.token !== this.token || hello.device_id !== this.deviceId) {
      return { t: 'refused', reason: 'bad_token', message: 'the token is wrong' };
    }
    this.#sessions += 1;
    const { lastSeq, config } = this;
    return { t: 'welcome', v: 1, session: this.#sessions, time: this.now(), last_seq: lastSeq, config };
  }
}

let made = 0;

/** Makes a gateway with a key of its own and lets it listen on a free port. */
export async function startFalseGateway(): Promise<FalseGateway> {
  made += 1;
  const gateway = new FalseGateway(await createRelayKey(), `gateway_${String(made)}`);
  await gateway.listen();
  return gateway;
}
