/** A server that speaks just enough of adb's smart sockets for a test to script every byte of its answers. */
import { once } from 'node:events';
import net from 'node:net';
import { onTestFinished } from 'vitest';

/** What to do with a request on a connection; requests before it on the same connection were answered. */
export type Script = (request: string, socket: net.Socket) => void;

export const framed = (text: string): string => Buffer.byteLength(text).toString(16).padStart(4, '0') + text;

export interface ScriptedAdb {
  readonly port: number;
  readonly sockets: ReadonlySet<net.Socket>;
  readonly requests: readonly string[];
  close(): Promise<void>;
}

export async function startScriptedAdb(script: Script): Promise<ScriptedAdb> {
  const sockets = new Set<net.Socket>();
  const requests: string[] = [];
  const server = net.createServer((socket) => {
    let held = '';
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      held += chunk.toString('latin1');
      for (;;) {
        const length = Number.parseInt(held.slice(0, 4), 16);
        if (!(held.length >= 4 + length)) return;
        const request = held.slice(4, 4 + length);
        held = held.slice(4 + length);
        requests.push(request);
        script(request, socket);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  onTestFinished(close);
  return { port: address.port, sockets, requests, close };
}
