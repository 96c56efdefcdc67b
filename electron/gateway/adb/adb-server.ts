/**
 * The adb server as the rest of this folder needs it: every call has a deadline, every failure is an `AdbError`.
 * adbkit is wrapped here once. Its traps: errors after connecting come as events on the client and crash the
 * program without a listener; a black-holed server never answers.
 */
import { Adb } from '@devicefarmer/adbkit';
import { DeadlineError, withDeadline } from '../foundation/deadline.ts';

export type AdbErrorKind = 'no_adb' | 'no_server' | 'refused' | 'deadline' | 'gone';

/** An answer of adb that is not what was asked for. `refused` carries adb's own words. */
export class AdbError extends Error {
  readonly kind: AdbErrorKind;

  constructor(kind: AdbErrorKind, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'AdbError';
    this.kind = kind;
  }
}

export interface AdbServerOptions {
  readonly port: number;
  readonly host?: string;
  /** The adb program that starts the server when none runs. */
  readonly bin?: string;
}

type Client = ReturnType<typeof Adb.createClient>;
export type AdbConnection = Awaited<ReturnType<Client['connection']>>;

const CONNECT_DEADLINE_MS = 15_000;
const ANSWER_DEADLINE_MS = 15_000;
/** No answer of ours is near this; a hostile phone must not fill the memory. */
const MAX_OUTPUT_BYTES = 1024 * 1024;

export interface AdbServer {
  /** Asks a `host:` service that answers with one text. */
  ask(service: string): Promise<string>;
  /** Runs a service of a phone and reads its whole output. */
  run(serial: string, service: string, deadlineMs?: number): Promise<Buffer>;
  /** Opens a service of a phone; whoever opens it ends it. */
  open(serial: string, service: string): Promise<AdbConnection>;
  /** A connection on which a `host:` service keeps talking. */
  follow(service: string): Promise<AdbConnection>;
}

export function createAdbServer(options: AdbServerOptions): AdbServer {
  const client = Adb.createClient({
    host: options.host ?? '127.0.0.1',
    port: options.port,
    bin: options.bin ?? 'adb',
  });
  // Each call listens to its own connection; this listener only keeps a late error from ending the program.
  client.on('error', () => undefined);

  async function connect(): Promise<AdbConnection> {
    try {
      return await withDeadline('connecting to the adb server', CONNECT_DEADLINE_MS, Promise.resolve(client.connection()));
    } catch (error) {
      throw translate(error);
    }
  }

  async function request(connection: AdbConnection, service: string): Promise<void> {
    const bytes = Buffer.from(service, 'utf8');
    connection.write(Buffer.concat([Buffer.from(bytes.length.toString(16).padStart(4, '0')), bytes]));
    const status = await Promise.resolve(connection.parser.readAscii(4));
    if (status === 'OKAY') return;
    if (status !== 'FAIL') throw new AdbError('gone', `adb answered ${JSON.stringify(status)}`);
    const why = await Promise.resolve(connection.parser.readValue());
    throw new AdbError('refused', why.toString('utf8'));
  }

  /** Uses a connection with a deadline and ends it, whatever comes of it. */
  async function using<T>(deadlineMs: number, what: string, work: (connection: AdbConnection) => Promise<T>): Promise<T> {
    const connection = await connect();
    try {
      return await withDeadline(what, deadlineMs, work(connection));
    } catch (error) {
      throw translate(error);
    } finally {
      connection.socket.destroy();
    }
  }

  async function open(serial: string, service: string): Promise<AdbConnection> {
    const connection = await connect();
    try {
      await withDeadline(
        service,
        ANSWER_DEADLINE_MS,
        (async () => {
          await request(connection, `host:transport:${serial}`);
          await request(connection, service);
        })(),
      );
      return connection;
    } catch (error) {
      connection.socket.destroy();
      throw translate(error);
    }
  }

  return {
    ask: (service) =>
      using(ANSWER_DEADLINE_MS, service, async (connection) => {
        await request(connection, service);
        const value = await Promise.resolve(connection.parser.readValue());
        return value.toString('utf8');
      }),
    run: (serial, service, deadlineMs = ANSWER_DEADLINE_MS) =>
      using(deadlineMs, service, async (connection) => {
        await request(connection, `host:transport:${serial}`);
        await request(connection, service);
        return readToEnd(connection);
      }),
    open,
    follow: async (service) => {
      const connection = await connect();
      try {
        await withDeadline(service, ANSWER_DEADLINE_MS, request(connection, service));
        return connection;
      } catch (error) {
        connection.socket.destroy();
        throw translate(error);
      }
    },
  };
}

function readToEnd(connection: AdbConnection): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stream = connection.parser.raw();
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > MAX_OUTPUT_BYTES) reject(new AdbError('gone', 'the phone answered far too much'));
    });
    stream.on('end', () => {
      resolve(Buffer.concat(chunks));
    });
    stream.on('error', reject);
    stream.on('close', () => {
      resolve(Buffer.concat(chunks));
    });
  });
}

function translate(error: unknown): AdbError {
  if (error instanceof AdbError) return error;
  if (error instanceof DeadlineError) return new AdbError('deadline', error.message, error);
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (code === 'ENOENT') return new AdbError('no_adb', 'There is no adb on this computer.', error);
  if (code === 'ECONNREFUSED') return new AdbError('no_server', 'The adb server does not answer.', error);
  return new AdbError('gone', error instanceof Error ? error.message : String(error), error);
}
