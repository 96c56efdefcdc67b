import { after, type Timer } from '../foundation/timers.ts';
import type { PhoneFrames } from '../relay/frames.ts';
import type { Connection } from './connection.ts';

const SILENT_HEARTBEATS = 3.5;
const POKE_DEADLINE_MS = 3_000;
/** No heartbeat comes more often, whatever the gateway says. */
const SHORTEST_BEAT_MS = 100;

interface PulseEvents {
  /** Runs a beat that fell due. */
  beat(work: () => void): void;
  heartbeat(): Omit<PhoneFrames['heartbeat'], 't' | 'session'>;
  everySeconds(): number;
  /** The gateway is not there any more. */
  silent(why: 'gateway_silent' | 'no_answer_to_poke'): void;
  failed(error: unknown): void;
}

/** Heartbeats of one linked connection, each with a ping, so that a dead gateway is noticed here too. */
export class LinkPulse {
  readonly #session: number;
  readonly #connection: Connection;
  readonly #events: PulseEvents;
  #beatTimer: Timer | undefined;
  #pokeTimer: Timer | undefined;

  constructor(session: number, connection: Connection, events: PulseEvents) {
    this.#session = session;
    this.#connection = connection;
    this.#events = events;
  }

  /** Beats now and from now on. */
  start(): void {
    const session = this.#session;
    const everyMs = Math.max(SHORTEST_BEAT_MS, this.#events.everySeconds() * 1_000);
    if (performance.now() - this.#connection.lastReadAt > SILENT_HEARTBEATS * everyMs) {
      this.#events.silent('gateway_silent');
      return;
    }
    this.#connection.send({ t: 'heartbeat', session, ...this.#events.heartbeat() });
    this.#connection.send({ t: 'ping', session });
    this.#beatTimer = after(
      everyMs,
      () => this.#events.beat(() => this.start()),
      (error) => this.#events.failed(error),
    );
  }

  /** Asks at once; anything read within the deadline is answer enough. */
  poke(): void {
    const { lastReadAt } = this.#connection;
    this.#connection.send({ t: 'ping', session: this.#session });
    this.#pokeTimer ??= after(
      POKE_DEADLINE_MS,
      () => {
        this.#pokeTimer = undefined;
        if (this.#connection.lastReadAt === lastReadAt) this.#events.silent('no_answer_to_poke');
      },
      (error) => this.#events.failed(error),
    );
  }

  stop(): void {
    this.#beatTimer?.stop();
    this.#pokeTimer?.stop();
  }
}
