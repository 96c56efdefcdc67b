import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Failed } from '../foundation/faults.ts';
import { soon } from '../foundation/timers.ts';

/** More reads than this of one connection are left in the system's buffers. */
const MOST_WAITING = 64;
/** Answers that nobody reads: over this, the connection that has held one for longest is cut. */
const MOST_UNREAD_BYTES = 64 * 1024 * 1024;

interface Turn {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly run: () => void;
}

interface Line {
  isBusy: boolean;
  readonly waiting: Turn[];
}

/**
 * Lets reads in one at a time per connection, the next once the answer before has left, and one in a turn of the loop
 * over all: a connection that writes hundreds of them at once waits by itself. Health, which touches no disk, and what
 * changes something pass at once.
 */
type ReadGate = (request: IncomingMessage, response: ServerResponse, run: () => void) => void;

export function createReadGate(failed: Failed): ReadGate {
  const lines = new WeakMap<Socket, Line>();
  const ready: Turn[] = [];
  const answering = new Set<ServerResponse>();
  let isPumping = false;

  const lineOf = (socket: Socket): Line => {
    const line = lines.get(socket) ?? { isBusy: false, waiting: [] };
    lines.set(socket, line);
    return line;
  };

  function leave({ request, response }: Turn): void {
    answering.delete(response);
    const line = lineOf(request.socket);
    const next = line.waiting.shift();
    if (line.waiting.length < MOST_WAITING / 2 && request.socket.isPaused()) request.socket.resume();
    if (next === undefined) line.isBusy = false;
    else enter(next);
  }

  function pump(): void {
    const turn = ready.shift();
    isPumping = turn !== undefined;
    if (turn === undefined) return;
    soon(pump, failed);
    if (turn.request.socket.destroyed) return;
    cutUnread(answering);
    answering.add(turn.response);
    turn.response.once('close', () => {
      leave(turn);
    });
    turn.run();
  }

  function enter(turn: Turn): void {
    ready.push(turn);
    if (!isPumping) pump();
  }

  return (request, response, run) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead || request.url === '/v1/health') {
      run();
      return;
    }
    const line = lineOf(request.socket);
    const turn = { request, response, run };
    if (!line.isBusy) {
      line.isBusy = true;
      enter(turn);
      return;
    }
    line.waiting.push(turn);
    if (line.waiting.length > MOST_WAITING) request.socket.pause();
  };
}

/** A response that has left, or whose connection has gone, holds nothing. */
function cutUnread(answering: Set<ServerResponse>): void {
  let unread = 0;
  for (const response of answering) {
    if (response.req.socket.destroyed) answering.delete(response);
    else unread += response.writableLength;
  }
  for (const response of answering) {
    if (unread <= MOST_UNREAD_BYTES) return;
    if (response.writableLength === 0) continue;
    unread -= response.writableLength;
    response.req.socket.destroy();
  }
}
