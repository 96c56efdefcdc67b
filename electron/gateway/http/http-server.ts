import { createServer, type Server } from 'node:http';
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
    doorOf: (request: FastifyRequest) => (desktop.has(request.raw.socket) ? 'desktop' : 'browser'),
  };
}

/** Listens on loopback; a taken port is an error, never another port. Resolves with the port. */
export async function listenOnLoopback(app: HttpApp, port: number): Promise<number> {
  await app.listen({ host: '127.0.0.1', port });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('the HTTP server has no port');
  return address.port;
}

/**
 * The private socket of the screens and the command line: a Unix socket that only this user may open, or a named
 * pipe on Windows.
 */
export function listenOnSocket(
  app: HttpApp,
  path: string,
  markDesktop: (socket: Socket) => void,
): Promise<{ close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
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
        close: () =>
          new Promise((closed) => {
            server.closeAllConnections();
            server.close(() => {
              if (isFile) rmSync(path, { force: true });
              closed();
            });
          }),
      });
    });
    if (isFile) process.umask(oldMask);
  });
}
