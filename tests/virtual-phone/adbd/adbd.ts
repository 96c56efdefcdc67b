/**
 * adbd, the phone's end of ADB, over TCP: the stock adb server joins it by `adb connect 127.0.0.1:PORT` and believes
 * it is a phone. Faults are methods: what they do is what a cable, a person or a busy phone does.
 */
import { once } from 'node:events';
import net from 'node:net';
import { type Cable, type PhoneSocket, ReversedCable } from './cable.ts';
import { type CommandTable } from './command.ts';
import { type AuthMode, Doorkeeper } from './doorkeeper.ts';
import { type FileStore } from './file-store.ts';
import { ReverseTable } from './reverse-table.ts';
import { serveCommand } from './shell.ts';
import { type AdbStream } from './stream.ts';
import { serveSync } from './sync.ts';
import { Transport, type TransportOwner } from './transport.ts';

/** What Android 11 and later announce, as far as this adbd keeps the promise. */
const DEFAULT_FEATURES = [
  'shell_v2',
  'cmd',
  'stat_v2',
  'fixed_push_mkdir',
  'apex',
  'abb',
  'fixed_push_symlink_timestamp',
  'abb_exec',
] as const;

export interface AdbdOptions {
  /** Port of 127.0.0.1; 0 (the default) takes a free one. Keep away from 5555–5585, which adb scans. */
  readonly port?: number;
  readonly product?: string;
  readonly model?: string;
  readonly device?: string;
  readonly features?: readonly string[];
  readonly auth?: AuthMode;
  readonly commands: CommandTable;
  readonly files: FileStore;
}

export class Adbd {
  readonly auth: Doorkeeper;
  readonly reverse = new ReverseTable();
  readonly #cable = new ReversedCable();
  readonly #owner: TransportOwner;
  readonly #options: AdbdOptions;
  readonly #transports = new Set<Transport>();
  readonly #localServices = new Map<string, (stream: AdbStream) => void>();
  #server: net.Server | undefined;
  #port: number;
  #latencyMs = 0;
  #isSilent = false;
  #isHung = false;
  #refuses = false;
  /** Why the last connection was dropped by the phone, for messages of failed tests. */
  lastProblem: string | undefined;

  constructor(options: AdbdOptions) {
    this.#options = options;
    this.#port = options.port ?? 0;
    this.auth = new Doorkeeper(options.auth ?? 'none');
    this.#owner = {
      doorkeeper: this.auth,
      banner: () => this.#banner(),
      openService: (stream, transport) => this.#openService(stream, transport),
      isSilent: () => this.#isSilent,
      latencyMs: () => this.#latencyMs,
      gone: (transport) => this.#forget(transport),
    };
  }

  get port(): number {
    return this.#port;
  }

  /** The name under which the adb server lists this phone. */
  get serial(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** The reversed connections, and how to hold back their bytes. */
  get cable(): Cable {
    return this.#cable;
  }

  /** Whether an adb server is connected and let in. */
  get isOnline(): boolean {
    return [...this.#transports].some(({ state }) => state === 'online');
  }

  /** Whether an adb server is connected, let in or not. */
  get hasConnection(): boolean {
    return this.#transports.size > 0;
  }

  /** Whether the cable is in. */
  get isPlugged(): boolean {
    return this.#server !== undefined;
  }

  /** Starts listening; on later calls again on the same port. */
  async start(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = net.createServer((socket) => this.#accept(socket));
    this.#server = server;
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address !== null && typeof address === 'object') this.#port = address.port;
  }

  /** Stops listening and ends every connection. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const closed = server === undefined ? undefined : once(server, 'close');
    server?.close();
    this.dropConnections('unplugged');
    await closed;
  }

  /**
   * A program on the phone dials 127.0.0.1:port. As adbd accepts before it asks the host, this succeeds whenever adb
   * listens there; a host that does not answer shows as an end. Otherwise rejects with ECONNREFUSED.
   */
  dialReversed(port: number): Promise<PhoneSocket> {
    const target = this.reverse.find(`tcp:${port}`);
    if (target === undefined) {
      const error = new Error(`connect ECONNREFUSED 127.0.0.1:${port} (on the phone)`);
      return Promise.reject(Object.assign(error, { code: 'ECONNREFUSED' }));
    }
    return Promise.resolve(this.#cable.attach(target.transport.open(target.host)));
  }

  /** A program on the phone listens, e.g. on `tcp:7000` or `localabstract:name`. */
  serveLocal(name: string, serve: (stream: AdbStream) => void): void {
    this.#localServices.set(name, serve);
  }

  /** Pulls the cable: transports, streams and reverses are gone, and nothing answers until {@link plug}. */
  async unplug(): Promise<void> {
    await this.stop();
  }

  /** Puts the cable back, on the same port. */
  async plug(): Promise<void> {
    await this.start();
  }

  /** Ends the present connections; new ones are taken. */
  dropConnections(why = 'dropped'): void {
    for (const transport of [...this.#transports]) transport.cut(why);
  }

  /** The phone stops reading from the cable, or goes on. Nothing is lost, everything waits. */
  hang(isHung = true): void {
    this.#isHung = isHung;
    for (const transport of this.#transports) transport.hang(isHung);
  }

  /** Every packet of the phone takes this long (0 ends it). */
  slow(latencyMs: number): void {
    this.#latencyMs = latencyMs;
  }

  /** The phone takes connections but never says hello: adb shows it as offline. False ends it. */
  offline(isOffline = true): void {
    this.#isSilent = isOffline;
    this.dropConnections('offline');
  }

  /** Connections are closed as soon as they come; present ones stay. False ends it. */
  refuseConnections(refuses = true): void {
    this.#refuses = refuses;
  }

  /** The person revokes all USB debugging authorisations: hosts are thrown out and must be allowed again. */
  revokeKeys(): void {
    this.auth.revoke();
    this.dropConnections('authorisation revoked');
  }

  #accept(socket: net.Socket): void {
    if (this.#refuses) {
      socket.resetAndDestroy();
      return;
    }
    const transport = new Transport(socket, this.#owner);
    this.#transports.add(transport);
    if (this.#isHung) transport.hang(true);
  }

  #forget(transport: Transport): void {
    this.#transports.delete(transport);
    this.lastProblem = transport.problem;
    this.reverse.drop(transport);
    // The dialog goes with its cable.
    if (transport.state === 'unauthorized') this.auth.dismiss();
  }

  #banner(): string {
    const { product = 'virtual', model = 'Virtual_Phone', device = 'virtual' } = this.#options;
    const features = (this.#options.features ?? DEFAULT_FEATURES).join(',');
    return `device::ro.product.name=${product};ro.product.model=${model};ro.product.device=${device};features=${features}`;
  }

  #openService(stream: AdbStream, transport: Transport): boolean {
    const { service } = stream;
    if (serveCommand(stream, this.#options.commands)) return true;
    if (service === 'sync:') {
      serveSync(stream, this.#options.files);
      return true;
    }
    if (service.startsWith('reverse:')) {
      const answer = this.reverse.answer(service.slice('reverse:'.length), transport);
      if (answer === undefined) return false;
      stream.resume();
      stream.end(answer);
      return true;
    }
    const serve = this.#localServices.get(service);
    serve?.(stream);
    return serve !== undefined;
  }
}
