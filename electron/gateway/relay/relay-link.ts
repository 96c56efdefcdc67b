import type { AddressInfo, Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { guarded, logged } from '../foundation/faults.ts';
import { silentLogger, type Logger } from '../foundation/logger.ts';
import { every, type Timer } from '../foundation/timers.ts';
import { LINK_LIMITS, type LinkLimits } from './link-limits.ts';
import { PhoneConnection } from './phone-connection.ts';
import type { RelayCallbacks } from './relay-callbacks.ts';
import type { RelayKey } from './relay-key.ts';
import { peerKey, WaitingRoom } from './waiting-room.ts';

interface RelayLinkOptions {
  readonly key: RelayKey;
  readonly callbacks: RelayCallbacks;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Gateway time, milliseconds since 1970. */
  now(): number;
  /** For deadlines and silence; a clock that never jumps. */
  monotonicMs?: () => number;
  readonly logger?: Logger;
  readonly limits?: Partial<LinkLimits>;
}

export interface RelayLink {
  /** Listens; rejects with `RelayListenError`. */
  start(): Promise<void>;
  /** Cuts every phone; resolves when no socket, timer or callback is left. Safe twice and before start. */
  stop(): Promise<void>;
  /** The port listened on; before `start` the one asked for. */
  readonly port: number;
}

/** The relay link cannot listen; `code` is the system's, such as EADDRINUSE. */
export class RelayListenError extends Error {
  readonly code: string;

  constructor(code: string, message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'RelayListenError';
    this.code = code;
  }
}

/** Makes the TLS listener that phones dial; nothing happens before `start`. */
export function createRelayLink(options: RelayLinkOptions): RelayLink {
  return new TlsRelayLink(options);
}

class TlsRelayLink implements RelayLink {
  readonly #options: RelayLinkOptions;
  readonly #limits: LinkLimits;
  readonly #logger: Logger;
  readonly #monotonicMs: () => number;
  readonly #room: WaitingRoom;
  readonly #sockets = new Set<Socket>();
  readonly #connections = new Set<PhoneConnection>();
  /** The connection that speaks for each device. */
  readonly #byDevice = new Map<string, { readonly session: number; readonly connection: PhoneConnection }>();
  #server: Server | null = null;
  #sweeper: Timer | null = null;
  #starting: Promise<void> | null = null;
  #stopping: Promise<void> | null = null;
  /** Gateway time less the monotonic clock, as the phones were last told. */
  #clockOffsetMs = 0;

  constructor(options: RelayLinkOptions) {
    this.#options = options;
    this.#limits = { ...LINK_LIMITS, ...options.limits };
    this.#logger = options.logger ?? silentLogger;
    this.#monotonicMs = options.monotonicMs ?? (() => performance.now());
    this.#room = new WaitingRoom({
      seats: this.#limits.unauthenticatedSockets,
      waitMs: this.#limits.helloDeadlineMs,
      monotonicMs: this.#monotonicMs,
    });
  }

  get port(): number {
    const address: AddressInfo | string | null = this.#server?.address() ?? null;
    return typeof address === 'object' && address !== null ? address.port : this.#options.port;
  }

  start(): Promise<void> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #start(): Promise<void> {
    const { key } = this.#options;
    const server = createServer({
      key: key.privateKeyPem,
      cert: key.certificatePem,
      minVersion: 'TLSv1.2',
      handshakeTimeout: this.#limits.helloDeadlineMs,
    });
    const refused = logged(this.#logger, 'a connection to the relay link could not be taken');
    server.on(
      'connection',
      guarded((socket: Socket) => {
        this.#greet(socket);
      }, refused),
    );
    server.on(
      'secureConnection',
      guarded((socket: TLSSocket) => {
        this.#connect(socket);
      }, refused),
    );
    await listen(server, this.#options);
    this.#server = server;
    server.on('error', (error) => {
      this.#logger.error({ err: error }, 'the listener of the relay link reports an error');
    });
    this.#clockOffsetMs = this.#options.now() - this.#monotonicMs();
    this.#sweeper = every(
      this.#limits.sweepMs,
      () => {
        this.#sweep();
      },
      logged(this.#logger, 'the sweep of the relay link failed'),
    );
  }

  async #stop(): Promise<void> {
    try {
      await this.#starting;
    } catch {
      // Whoever called `start` has been told; there is nothing to stop.
      return;
    }
    const server = this.#server;
    if (server === null) return;
    this.#sweeper?.stop();
    const closed = new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
    const connections = [...this.#connections];
    for (const connection of connections) connection.cut('the gateway stops');
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all([closed, ...connections.map((connection) => connection.finished)]);
  }

  #greet(socket: Socket): void {
    this.#sockets.add(socket);
    // The TLS socket on top reports what matters; before it, a failed handshake tells us nothing of use.
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
    this.#room.enter(socket);
  }

  #connect(socket: TLSSocket): void {
    const key = peerKey(socket);
    const connection = new PhoneConnection({
      socket,
      callbacks: this.#options.callbacks,
      limits: this.#limits,
      logger: this.#logger,
      now: () => this.#options.now(),
      monotonicMs: this.#monotonicMs,
      paired: () => {
        this.#room.extend(key);
      },
      admit: async (admitted, deviceId, session) => {
        const isNewest = await this.#admit(admitted, deviceId, session);
        if (isNewest) this.#room.leave(key);
        return isNewest;
      },
    });
    this.#connections.add(connection);
    void connection.finished.then(() => {
      this.#forget(connection);
    });
  }

  async #admit(connection: PhoneConnection, deviceId: string, session: number): Promise<boolean> {
    const older = this.#byDevice.get(deviceId);
    if (older !== undefined && older.session >= session) return false;
    this.#byDevice.set(deviceId, { session, connection });
    if (older !== undefined) {
      older.connection.cut('replaced by a newer connection of this phone');
      await older.connection.finished;
    }
    return connection.isOpen && this.#byDevice.get(deviceId)?.connection === connection;
  }

  #forget(connection: PhoneConnection): void {
    this.#connections.delete(connection);
    for (const [deviceId, held] of this.#byDevice) {
      if (held.connection === connection) this.#byDevice.delete(deviceId);
    }
  }

  #sweep(): void {
    const nowMs = this.#monotonicMs();
    this.#room.sweep();
    for (const connection of this.#connections) connection.sweep(nowMs);
    const offsetMs = this.#options.now() - nowMs;
    if (Math.abs(offsetMs - this.#clockOffsetMs) <= this.#limits.clockStepMs) return;
    this.#clockOffsetMs = offsetMs;
    this.#logger.warn({}, 'the clock of this computer jumped; the phones are told the time');
    for (const connection of this.#connections) connection.session?.sendTime();
  }
}

function listen(server: Server, at: { readonly host: string; readonly port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? 'UNKNOWN';
      const why = code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be listened on (${code})`;
      reject(new RelayListenError(code, `Port ${at.port} on ${at.host} ${why}.`, error));
    });
    server.listen(at.port, at.host, resolve);
  });
}
