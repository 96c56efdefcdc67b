import net from 'node:net';
import type { Duplex } from 'node:stream';
import { every, type Timer } from '../foundation/timers.ts';
import type { SimFact } from '../relay/frames.ts';
import type {
  AwaitedDelivery,
  PhoneRelay,
  PhoneRelayOptions,
  PhoneRelayState,
  GatewayAddress,
  PairRequest,
  ShellAnswer,
} from './phone-relay-types.ts';
import { type DialEnd, Dialler } from './dialler.ts';
import { bootPhoneClock, type PhoneClock } from './phone-clock.ts';
import { RelayCore } from './relay-core.ts';
import { type LinkWorld, RelayLink } from './relay-link.ts';

const TICK_MS = 1_000;

/** Makes a relay on a ledger's file; nothing runs before `start`. */
export function createPhoneRelay(options: PhoneRelayOptions): PhoneRelay {
  return new LedgerRelay(options);
}

/** What lives from one start to the next stop or kill: the relay's process. */
interface Life {
  readonly core: RelayCore;
  readonly dialler: Dialler;
  readonly ticker: Timer;
  readonly forgetClock: () => void;
  link: RelayLink | null;
}

class LedgerRelay implements PhoneRelay {
  readonly #options: PhoneRelayOptions;
  readonly #clock: PhoneClock;
  #sims: readonly SimFact[];
  #power = { isCharging: true, percent: 100 };
  #life: Life | null = null;
  #pairRequest: PairRequest | null = null;
  #ledgerId = '';
  #problem: string | null = null;
  #dials = 0;

  constructor(options: PhoneRelayOptions) {
    this.#options = options;
    this.#clock = options.clock ?? bootPhoneClock(Date.now);
    this.#sims = options.sims;
  }

  get state(): PhoneRelayState {
    const life = this.#life;
    const pairing = life?.core.pairing ?? null;
    const session = life?.link?.session ?? null;
    return {
      isRunning: life !== null,
      isPaired: pairing !== null,
      isLinked: session !== null,
      session,
      deviceId: pairing?.deviceId ?? null,
      gatewayId: pairing?.gatewayId ?? null,
      pin: pairing?.pin ?? null,
      ledgerId: life?.core.store.ledgerId ?? this.#ledgerId,
      problem: this.#problem,
      dials: this.#dials,
    };
  }

  start(): void {
    if (this.#life !== null) return;
    const core = this.#openCore();
    const { random, redial } = this.#options;
    const dialler = new Dialler(() => this.#dialOnce(core), random ?? Math.random, redial);
    const tick = (): void => core.tick();
    const ticker = every(TICK_MS, tick, (error) => core.turn.fail(error));
    const forgetClock = this.#clock.onAdvance?.(tick) ?? ((): void => undefined);
    this.#life = { core, dialler, ticker, forgetClock, link: null };
    this.#ledgerId = core.ledgerId;
    core.begin();
    if (core.turn.isDead) return;
    if (core.pairing !== null) dialler.poke();
  }

  #openCore(): RelayCore {
    const db = this.#options.openLedger();
    try {
      return new RelayCore(this.#options, {
        db,
        clock: this.#clock,
        sims: () => this.#sims,
        failed: (error) => this.#failed(error),
      });
    } catch (error) {
      db.close();
      throw error;
    }
  }

  #failed(error: unknown): void {
    this.#problem = 'ledger_unusable';
    this.#end();
    if (this.#options.failed === undefined) throw error;
    this.#options.failed(error);
  }

  awaitingDelivery(): readonly AwaitedDelivery[] {
    const rows = this.#life?.core.store.attemptsAwaitingDelivery() ?? [];
    return rows.map(({ attemptId, partResults }) => ({
      attemptId,
      parts: partResults.filter((part) => part.delivery === null).map((part) => part.n),
    }));
  }

  pair(request: PairRequest): ShellAnswer {
    const life = this.#life;
    if (life === null) return { ok: false, reason: 'not_running' };
    const paired = life.core.pairing;
    const isOther = paired !== null && paired.pin.toLowerCase() !== request.pin.toLowerCase();
    if (isOther && request.replace !== true) return { ok: false, reason: 'already_paired' };
    this.#pairRequest = request;
    this.#problem = null;
    const current = life.link;
    life.dialler.poke();
    current?.cut('pairing');
    return { ok: true };
  }

  poke(port?: number): ShellAnswer {
    const life = this.#life;
    if (life === null) return { ok: false, reason: 'not_running' };
    if (life.core.pairing === null && this.#pairRequest === null) return { ok: false, reason: 'not_paired' };
    if (port !== undefined) {
      life.core.turn.guard(() => {
        life.core.usePort(port);
      });
    }
    if (this.state.isLinked) life.link?.poke();
    else life.dialler.poke();
    return { ok: true };
  }

  stop(): Promise<void> {
    const life = this.#end();
    life?.core.close();
    return Promise.resolve();
  }

  kill(): void {
    const life = this.#life;
    life?.core.kill();
    this.#end();
  }

  setPower(power: { readonly isCharging: boolean; readonly percent: number }): void {
    this.#power = power;
  }

  setSims(sims: readonly SimFact[]): void {
    this.#sims = sims;
  }

  #end(): Life | null {
    const life = this.#life;
    if (life === null) return null;
    this.#life = null;
    this.#pairRequest = null;
    life.ticker.stop();
    life.forgetClock();
    life.dialler.stop();
    life.link?.cut('stopped');
    return life;
  }

  async #dialOnce(core: RelayCore): Promise<DialEnd> {
    const life = this.#life;
    if (life === null || life.core !== core) return 'stop';
    const request = this.#pairRequest;
    this.#dials += 1;
    const link = new RelayLink(this.#worldOf(life, request), request);
    life.link = link;
    const end = await link.run();
    if (life.link === link) life.link = null;
    if (link.problem !== null && this.#life === life) this.#problem = link.problem;
    const isNobodysPhone = core.pairing === null && this.#pairRequest === null;
    if (isNobodysPhone && this.#life === life) this.#options.letGo?.();
    return isNobodysPhone ? 'stop' : end;
  }

  #worldOf(life: Life, request: PairRequest | null): LinkWorld {
    return {
      core: life.core,
      dial: this.#options.dial ?? dialTcp,
      hello: () => ({
        app_version: this.#options.appVersion,
        android: this.#options.android,
        model: this.#options.model,
        boot_id: this.#clock.bootId(),
        sims: [...this.#sims],
      }),
      heartbeat: () => this.#heartbeat(life.core),
      isCharging: () => this.#power.isCharging,
      welcomed: () => {
        this.#problem = null;
        life.dialler.welcomed();
      },
      pairingEnded: () => {
        if (this.#pairRequest === request) this.#pairRequest = null;
      },
    };
  }

  #heartbeat(core: RelayCore): ReturnType<LinkWorld['heartbeat']> {
    const { pairing, store, time } = core;
    return {
      battery_percent: this.#power.percent,
      charging: this.#power.isCharging,
      sims: this.#sims.map((sim) => ({ id: sim.id, in_service: true, signal: 4, operator: sim.carrier })),
      permissions: { SEND_SMS: true, RECEIVE_SMS: true, READ_SMS: true, READ_PHONE_STATE: true },
      doze: false,
      battery_optimised: false,
      clock_skew_ms: time.skewMs(),
      ledger: {
        rows: store.rowCount,
        open: store.openCount(),
        unacked: pairing === null ? 0 : store.unackedCount(pairing),
      },
    };
  }
}

/** The phone’s own network: plain TCP. */
export function dialTcp({ host, port }: GatewayAddress): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, noDelay: true });
    socket.once('connect', () => {
      socket.removeListener('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}
