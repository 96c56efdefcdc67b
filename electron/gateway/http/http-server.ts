import type { RequestListener, Server } from 'node:http';
import { chmodSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { ConsoleDoors } from './console/console-auth.ts';
import type { HttpApp } from './http-app.ts';

/** Remembers which connections came over the private socket. */
export function createDoors(): ConsoleDoors & { readonly markDesktop: (socket: Socket) => void } {
  const desktop = new WeakSet<Socket>();
  return {
    markDesktop: (socket) => {
      desktop.add(socket);
    },
    doorOf: (request: Pick<FastifyRequest, 'raw'>) =>
      desktop.has(request.raw.socket) ? 'desktop' : 'browser',
  };
}

type CreateServer = (handle: RequestListener) => Server;

const isListenError = (error: unknown, codes: readonly string[]): boolean =>
  error instanceof Error && codes.includes(String(Reflect.get(error, 'code')));

/**
 * Listens on loopback; a taken port is an error, never another port. `localhost` is ::1 for many programs, so
 * the same port is taken there too, where the machine has it.
 */
export async function listenOnLoopback(
  app: HttpApp,
  createServer: CreateServer,
  port: number,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  await app.listen({ host: '127.0.0.1', port });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('the HTTP server has no port');
  return { port: address.port, close: await listenOnIpv6(app, createServer, address.port) };
}

/** Resolves with what closes it. */
async function listenOnIpv6(
  app: HttpApp,
  createServer: CreateServer,
  port: number,
): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    app.routing(request, response);
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: '::1', port, ipv6Only: true }, resolve);
    });
  } catch (error) {
    if (isListenError(error, ['EADDRNOTAVAIL', 'EAFNOSUPPORT'])) return () => Promise.resolve();
    await app.close();
    throw error;
  }
  return () => closeServer(server);
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((closed) => {
    server.close(() => {
      closed();
    });
  });
}

/**
 * The private socket of the screens and the command line: a Unix socket that only this user may open, or a named
 * pipe on Windows.
 */
export function listenOnSocket(
  app: HttpApp,
  createServer: CreateServer,
  path: string,
  markDesktop: (socket: Socket) => void,
): Promise<{ close(): Promise<void> }> {
  const server = createServer((request, response) => {
    app.routing(request, response);
  });
  server.on('connection', markDesktop);
  const isFile = process.platform !== 'win32';
  if (isFile) rmSync(path, { force: true });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const oldMask = isFile ? process.umask(0o177) : 0;
    server.listen(path, () => {
      if (isFile) chmodSync(path, 0o600);
      resolve({
        close: async () => {
          await closeServer(server);
          if (isFile) rmSync(path, { force: true });
        },
      });
    });
    if (isFile) process.umask(oldMask);
  });
}
