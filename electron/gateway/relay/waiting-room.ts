import type { Socket } from 'node:net';

interface Waiting {
  readonly socket: Socket;
  endsAt: number;
}

/** Names a TCP connection to one listener; the same for the plain socket and the TLS socket on top of it. */
export function peerKey(socket: Socket): string {
  return `${socket.remoteAddress ?? ''}|${socket.remotePort ?? 0}`;
}

/**
 * The sockets that have not proved who they are. Any program on a phone can reach the listener, so they are
 * few and have little time. When the room is full the one that waits longest must leave: an honest phone
 * needs it for a moment only, so that many silent sockets can't keep it out.
 */
export class WaitingRoom {
  readonly #seats: number;
  readonly #waitMs: number;
  readonly #monotonicMs: () => number;
  readonly #waiting = new Map<string, Waiting>();

  constructor(options: { readonly seats: number; readonly waitMs: number; monotonicMs(): number }) {
    this.#seats = options.seats;
    this.#waitMs = options.waitMs;
    this.#monotonicMs = () => options.monotonicMs();
  }

  get size(): number {
    return this.#waiting.size;
  }

  enter(socket: Socket): void {
    const key = peerKey(socket);
    for (const [oldest, waiting] of this.#waiting) {
      if (this.#waiting.size < this.#seats) break;
      this.#waiting.delete(oldest);
      waiting.socket.destroy();
    }
    this.#waiting.set(key, { socket, endsAt: this.#monotonicMs() + this.#waitMs });
    socket.once('close', () => {
      if (this.#waiting.get(key)?.socket === socket) this.#waiting.delete(key);
    });
  }

  /** It paired, and has the time for its `hello` from now on. */
  extend(key: string): void {
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined) waiting.endsAt = this.#monotonicMs() + this.#waitMs;
  }

  leave(key: string): void {
    this.#waiting.delete(key);
  }

  /** Cuts those whose time is over. */
  sweep(): void {
    const now = this.#monotonicMs();
    for (const [key, waiting] of this.#waiting) {
      if (waiting.endsAt > now) continue;
      this.#waiting.delete(key);
      waiting.socket.destroy();
    }
  }
}
