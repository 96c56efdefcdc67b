/** The ports of the phone that `adb reverse` listens on (AOSP adb_listeners.cpp, handle_forward_request). */
import { type Transport } from './transport.ts';

interface Listener {
  readonly local: string;
  readonly host: string;
  readonly transport: Transport;
}

/** First column of `reverse --list`: the name of the cable as adbd calls it. */
const TRANSPORT_NAME = 'UsbFfs';
const FIRST_FREE_PORT = 40_000;

export class ReverseTable {
  readonly #listeners = new Map<string, Listener>();
  readonly #taken = new Set<string>();
  #nextFree = FIRST_FREE_PORT;

  /** Another app listens on this port already. */
  take(port: number): void {
    this.#taken.add(`tcp:${port}`);
  }

  /** The other app stopped listening. */
  giveBack(port: number): void {
    this.#taken.delete(`tcp:${port}`);
  }

  /** Where a connection to this port of the phone goes; undefined when nothing of adb listens there. */
  find(local: string): { readonly host: string; readonly transport: Transport } | undefined {
    return this.#listeners.get(local);
  }

  /** What is listened on, as "tcp:8643 tcp:51234". */
  list(): readonly string[] {
    return [...this.#listeners.values()].map(({ local, host }) => `${local} ${host}`);
  }

  /** Reverses end with their transport. */
  drop(transport: Transport): void {
    for (const [local, listener] of this.#listeners) {
      if (listener.transport === transport) this.#listeners.delete(local);
    }
  }

  /** Answers a `reverse:` service: the bytes that go into its stream before it closes. Undefined: no such service. */
  answer(request: string, transport: Transport): string | undefined {
    if (request === 'list-forward') return framed(this.#format());
    if (request === 'killforward-all') {
      this.#listeners.clear();
      return 'OKAY';
    }
    if (request.startsWith('killforward:')) {
      const local = request.slice('killforward:'.length);
      return this.#listeners.delete(local) ? 'OKAY' : fail(`listener '${local}' not found`);
    }
    if (request.startsWith('forward:')) return this.#forward(request.slice('forward:'.length), transport);
    return undefined;
  }

  #forward(request: string, transport: Transport): string {
    const noRebind = request.startsWith('norebind:');
    const [wanted = '', host = ''] = (noRebind ? request.slice('norebind:'.length) : request).split(';');
    if (wanted === '' || host === '' || host.startsWith('*')) return fail(`bad forward: forward:${request}`);
    if (this.#listeners.has(wanted)) {
      if (noRebind) return fail('cannot rebind existing socket');
      this.#listeners.set(wanted, { local: wanted, host, transport });
      return 'OKAY';
    }
    if (this.#taken.has(wanted)) return fail('cannot bind listener: Address already in use');
    const local = wanted === 'tcp:0' ? `tcp:${this.#nextFree++}` : wanted;
    this.#listeners.set(local, { local, host, transport });
    // Since Android 10 the port is answered for every newly bound TCP listener, not only for tcp:0.
    return local.startsWith('tcp:') ? `OKAY${framed(local.slice('tcp:'.length))}` : 'OKAY';
  }

  #format(): string {
    return this.list()
      .map((line) => `${TRANSPORT_NAME} ${line}\n`)
      .join('');
  }
}

const framed = (text: string): string => Buffer.byteLength(text).toString(16).padStart(4, '0') + text;
const fail = (why: string): string => `FAIL${framed(why)}`;
