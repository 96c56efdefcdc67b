/**
 * The network of apps that run in a JVM: every socket of theirs is dialled through this SOCKS5 door (RFC 1928), so
 * that the phone decides where an address leads. The user name of the handshake (RFC 1929) says whose app dials.
 */
import net from 'node:net';
import type { Duplex } from 'node:stream';
import type { GatewayAddress } from '../../../electron/gateway/demo-phone/phone-relay-types.ts';

/** Opens the phone's connection to an address; rejects when there is none. */
export type DialFromPhone = (address: GatewayAddress) => Promise<Duplex>;

const VERSION = 5;
const USER_PASSWORD = 2;
const CONNECT = 1;
const IPV4 = 1;
const NAME = 3;
const REFUSED = 5;

export interface SocksDoor {
  readonly port: number;
  /** Sends the dials of this user by this connection from now on. */
  route(user: string, dial: DialFromPhone): void;
  /** Breaks the user's connections; new ones are dialled as before. */
  cut(user: string): void;
  /** Ends the user's connections and takes no more of them. */
  close(user: string): void;
}

/** Listens on loopback; a door never keeps the process alive by itself. */
export async function openSocksDoor(): Promise<SocksDoor> {
  const routes = new Map<string, DialFromPhone>();
  const sockets = new Map<string, Set<Duplex>>();
  const keep = (user: string, stream: Duplex): void => {
    const open = sockets.get(user) ?? new Set();
    sockets.set(user, open.add(stream));
    stream.once('close', () => open.delete(stream));
  };
  const server = net.createServer({ noDelay: true }, (socket) => {
    socket.unref();
    // A dead app's socket breaks without ceremony.
    socket.on('error', () => socket.destroy());
    void serve(socket).catch(() => socket.destroy());
  });
  const serve = async (socket: net.Socket): Promise<void> => {
    const { user, address } = await handshake(socket);
    const dial = routes.get(user);
    keep(user, socket);
    try {
      if (dial === undefined) throw new Error('no such app');
      const connection = await dial(address);
      keep(user, connection);
      connection.on('error', () => socket.destroy());
      connection.on('close', () => socket.destroy());
      socket.on('close', () => connection.destroy());
      if (socket.destroyed) {
        connection.destroy();
        return;
      }
      socket.write(reply(0));
      socket.pipe(connection);
      connection.pipe(socket);
    } catch {
      socket.end(reply(REFUSED));
    }
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the door has no port');
  const cut = (user: string): void => {
    for (const stream of sockets.get(user) ?? []) stream.destroy();
    sockets.delete(user);
  };
  return {
    port: bound.port,
    route: (user, dial) => void routes.set(user, dial),
    cut,
    close(user) {
      routes.delete(user);
      cut(user);
    },
  };
}

const reply = (code: number): Buffer => Buffer.from([VERSION, code, 0, IPV4, 0, 0, 0, 0, 0, 0]);

async function handshake(socket: net.Socket): Promise<{ user: string; address: GatewayAddress }> {
  const read = reader(socket);
  const [, methods = 0] = await read(2);
  await read(methods);
  socket.write(Buffer.from([VERSION, USER_PASSWORD]));
  const [, userLength = 0] = await read(2);
  const user = (await read(userLength)).toString();
  const [passwordLength = 0] = await read(1);
  await read(passwordLength);
  socket.write(Buffer.from([1, 0]));
  const [, command, , kind] = await read(4);
  if (command !== CONNECT) throw new Error('only CONNECT is served');
  const host = await readHost(kind, read);
  return { user, address: { host, port: (await read(2)).readUInt16BE() } };
}

type Read = (count: number) => Promise<Buffer>;

async function readHost(kind: number | undefined, read: Read): Promise<string> {
  if (kind === IPV4) return (await read(4)).join('.');
  if (kind !== NAME) throw new Error('IPv6 is not served');
  const [length = 0] = await read(1);
  return (await read(length)).toString();
}

/** Reads exact counts of bytes and leaves the rest in the socket. */
function reader(socket: net.Socket): Read {
  return async (count) => {
    if (count === 0) return Buffer.alloc(0);
    for (;;) {
      const bytes: unknown = socket.read(count);
      if (Buffer.isBuffer(bytes) && bytes.length === count) return bytes;
      if (socket.readableEnded || socket.destroyed) throw new Error('hung up');
      await new Promise<void>((resolve) => {
        const done = (): void => {
          for (const event of ['readable', 'end', 'close']) socket.removeListener(event, done);
          resolve();
        };
        for (const event of ['readable', 'end', 'close']) socket.once(event, done);
      });
    }
  };
}
