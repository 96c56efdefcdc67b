/**
 * The adb server as the rest of this folder needs it: every call has a deadline, every failure is an `AdbError`.
 * adbkit is wrapped here once. Its traps: errors after connecting come as events on the client and crash the
 * program without a listener; a black-holed server never answers.
 */
import { Adb } from '@devicefarmer/adbkit';
import { after } from '../foundation/timers.ts';
import { printable } from './printable.ts';

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

interface AdbServerOptions {
  readonly port: number;
  readonly host?: string;
  /** The adb program that starts the server when none runs. */
  readonly bin?: string;
}

type Client = ReturnType<typeof Adb.createClient>;
export type AdbConnection = Awaited<ReturnType<Client['connection']>>;

const CONNECT_DEADLINE_MS = 15_000;
const ANSWER_DEADLINE_MS = 15_000;
/** A request carries its length in four hex digits. */
const MAX_REQUEST_BYTES = 0xffff;
/** No answer of ours is near this; a hostile phone must not fill the memory. */
const MAX_OUTPUT_BYTES = 1024 * 1024;

export interface SendOptions {
  readonly deadlineMs: number;
  readonly sent: (bytes: number) => void;
}

export interface AdbServer {
  /** Asks a `host:` service that answers with one text. */
  ask(service: string): Promise<string>;
  /** Runs a service of a phone and reads its whole output. */
  run(serial: string, service: string, deadlineMs?: number): Promise<Buffer>;
  /**
   * Gives bytes to a service of a phone and reads all that it says until it ends. `sent` hears how many bytes adb
   * took so far; a phone that says no before it took them all is heard too.
   */
  send(serial: string, service: string, bytes: Buffer, options: SendOptions): Promise<Buffer>;
  /** Opens a service of a phone; whoever opens it ends it. */
  open(serial: string, service: string): Promise<AdbConnection>;
  /** A connection on which a `host:` service keeps talking. */
  follow(service: string): Promise<AdbConnection>;
  /** Ends every call with `gone` and refuses new ones; safe twice. The adb server itself runs on: it is not ours. */
  close(): void;
}

export function createAdbServer(options: AdbServerOptions): AdbServer {
  const client = Adb.createClient({
    host: options.host ?? '127.0.0.1',
    port: options.port,
    bin: options.bin ?? 'adb',
  });
  // Each call listens to its own connection; this listener only keeps a late error from ending the program.
  client.on('error', () => undefined);

  const waiting = new Set<(error: AdbError) => void>();
  const sockets = new Set<AdbConnection['socket']>();
  let isClosed = false;

  /** Ends as the work does, but not after its deadline nor after `close`; whatever it throws is translated. */
  function bounded<T>(what: string, deadlineMs: number, work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const giveUp = (error: AdbError): void => {
        timer.stop();
        waiting.delete(giveUp);
        reject(error);
      };
      const timer = after(
        deadlineMs,
        () => {
          giveUp(new AdbError('deadline', `${what} took longer than ${deadlineMs} ms`));
        },
        reject,
      );
      waiting.add(giveUp);
      work.then(
        (value) => {
          timer.stop();
          waiting.delete(giveUp);
          resolve(value);
        },
        (error: unknown) => {
          giveUp(translate(error));
        },
      );
    });
  }

  async function connect(): Promise<AdbConnection> {
    if (isClosed) throw closedError();
    let isAwaited = true;
    const opening = Promise.resolve(client.connection()).then((connection) => {
      // Nobody waits any more: a server that took long to start must not leave a socket behind.
      if (!isAwaited) connection.socket.destroy();
      return connection;
    });
    try {
      const connection = await bounded('connecting to the adb server', CONNECT_DEADLINE_MS, opening);
      sockets.add(connection.socket);
      connection.socket.once('close', () => sockets.delete(connection.socket));
      return connection;
    } finally {
      isAwaited = false;
    }
  }

  async function request(connection: AdbConnection, service: string): Promise<void> {
    const bytes = Buffer.from(service, 'utf8');
    if (bytes.length > MAX_REQUEST_BYTES) throw new AdbError('refused', 'the request is too long for adb');
    connection.write(Buffer.concat([Buffer.from(bytes.length.toString(16).padStart(4, '0')), bytes]));
    const status = await Promise.resolve(connection.parser.readAscii(4));
    if (status === 'OKAY') return;
    if (status !== 'FAIL') throw new AdbError('gone', `adb answered ${JSON.stringify(printable(status))}`);
    const why = await Promise.resolve(connection.parser.readValue());
    throw new AdbError('refused', printable(why.toString('utf8')));
  }

  /** Uses a connection with a deadline and ends it, whatever comes of it. */
  async function using<T>(
    deadlineMs: number,
    what: string,
    work: (connection: AdbConnection) => Promise<T>,
  ): Promise<T> {
    const connection = await connect();
    try {
      return await bounded(what, deadlineMs, work(connection));
    } finally {
      connection.socket.destroy();
    }
  }

  /** Asks for services one after the other on a connection that stays open. */
  async function openServices(services: readonly string[]): Promise<AdbConnection> {
    const connection = await connect();
    const asking = async (): Promise<void> => {
      for (const service of services) await request(connection, service);
    };
    try {
      await bounded(services.join(', '), ANSWER_DEADLINE_MS, asking());
      return connection;
    } catch (error) {
      connection.socket.destroy();
      throw error;
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
    send: (serial, service, bytes, { deadlineMs, sent }) =>
      using(deadlineMs, `sending to ${printable(service, 40)}`, async (connection) => {
        await request(connection, `host:transport:${serial}`);
        await request(connection, service);
        const answer = readToEnd(connection);
        await Promise.race([writeAll(connection, bytes, sent), answer]);
        return answer;
      }),
    open: (serial, service) => openServices([`host:transport:${serial}`, service]),
    follow: (service) => openServices([service]),
    close: () => {
      isClosed = true;
      for (const giveUp of waiting) giveUp(closedError());
      for (const socket of sockets) socket.destroy();
    },
  };
}

const closedError = (): AdbError => new AdbError('gone', 'The gateway stopped using adb.');

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

/** How much is handed over between two reports. */
const PIECE_BYTES = 64 * 1024;

/**
 * Writes in pieces, as fast as the cable takes them. Ends without a word when the connection breaks: what the phone
 * said before that tells more.
 */
async function writeAll(
  { socket }: AdbConnection,
  bytes: Buffer,
  sent: (bytes: number) => void,
): Promise<void> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const piece = bytes.subarray(at, at + PIECE_BYTES);
    const isTaken = await new Promise<boolean>((resolve) => {
      socket.write(piece, (error) => {
        resolve(error === null || error === undefined);
      });
    });
    if (!isTaken) return;
    sent(at + piece.length);
  }
}

function translate(error: unknown): AdbError {
  if (error instanceof AdbError) return error;
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (code === 'ENOENT' || code === 'EACCES') {
    return new AdbError('no_adb', 'There is no adb on this computer.', error);
  }
  // A number is the exit code of an adb that could not start its server.
  if (code === 'ECONNREFUSED' || typeof code === 'number') {
    return new AdbError('no_server', 'The adb server does not answer.', error);
  }
  return new AdbError('gone', printable(error instanceof Error ? error.message : String(error)), error);
}
