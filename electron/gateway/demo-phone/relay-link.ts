import type { Duplex } from 'node:stream';
import { after, soon, type Timer } from '../foundation/timers.ts';
import {
  type AnyGatewayFrame,
  type GatewayFrames,
  LINK_VERSION,
  MINIMUM_LINK_VERSION,
  type PhoneFrames,
} from '../relay/frames.ts';
import { Connection } from './connection.ts';
import type { GatewayAddress, PairRequest } from './phone-relay-types.ts';
import type { DialEnd } from './dialler.ts';
import { LinkPulse } from './link-pulse.ts';
import { openPinnedTls } from './pinned-tls.ts';
import type { RelayCore } from './relay-core.ts';

/** From dial to welcome. */
const DIAL_DEADLINE_MS = 15_000;

export interface LinkWorld {
  readonly core: RelayCore;
  dial(address: GatewayAddress): Promise<Duplex>;
  hello(): Omit<
    PhoneFrames['hello'],
    't' | 'v' | 'device_id' | 'token' | 'ledger_id' | 'newest_attempt_id' | 'acked_seq'
  >;
  heartbeat(): Omit<PhoneFrames['heartbeat'], 't' | 'session'>;
  isCharging(): boolean;
  welcomed(): void;
  /** The pairing code was used up, for better or worse. */
  pairingEnded(): void;
}

/** One dial and the connection that comes of it: pair when asked, hello, then frames until it ends. */
export class RelayLink {
  readonly #world: LinkWorld;
  readonly #pairRequest: PairRequest | null;
  #isPairing: boolean;
  #connection: Connection | null = null;
  #stream: Duplex | null = null;
  #session: number | null = null;
  #problem: string | null = null;
  #end: DialEnd = 'redial';
  #finish: () => void = () => undefined;
  #deadline: Timer | undefined;
  #pulse: LinkPulse | null = null;
  #isOver = false;

  constructor(world: LinkWorld, pairRequest: PairRequest | null) {
    this.#world = world;
    this.#pairRequest = pairRequest;
    this.#isPairing = pairRequest !== null;
  }

  get session(): number | null {
    return this.#isOver ? null : this.#session;
  }

  /** Why it ended without a welcome, or was refused. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Resolves when the connection is over. */
  async run(): Promise<DialEnd> {
    const target = this.#pairRequest ?? this.#world.core.pairing;
    if (target === null) return 'stop';
    const over = new Promise<void>((resolve) => {
      this.#finish = resolve;
    });
    this.#deadline = after(
      DIAL_DEADLINE_MS,
      () => this.cut('dial_timeout'),
      (error) => this.#world.core.turn.fail(error),
    );
    try {
      const stream = await this.#world.dial(target);
      this.#stream = stream;
      stream.on('error', () => this.cut('stream_failed'));
      if (!this.#isRunning()) stream.destroy();
      else await this.#open(stream, target.pin);
    } catch (error) {
      const why = error instanceof Error ? error.message : 'dial_failed';
      if (why === 'pin_mismatch' && this.#isPairing) this.#world.pairingEnded();
      this.cut(why);
    }
    await over;
    return this.#end;
  }

  /** Asks the gateway whether it is there; cuts when nothing comes back. */
  poke(): void {
    this.#pulse?.poke();
  }

  /** Ends it at once, whatever state it is in. */
  cut(why: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#session === null) this.#problem ??= why;
    this.#deadline?.stop();
    this.#pulse?.stop();
    if (this.#session !== null) this.#world.core.outbox.closeSink();
    if (this.#connection === null) this.#stream?.destroy();
    else this.#connection.cut(why);
    this.#finish();
  }

  async #open(stream: Duplex, pin: string): Promise<void> {
    const socket = await openPinnedTls(stream, pin, DIAL_DEADLINE_MS);
    if (!this.#isRunning()) {
      socket.destroy();
      return;
    }
    socket.once('close', () => stream.destroy());
    this.#connection = new Connection(socket, {
      frame: (frame) => {
        if (!this.#world.core.turn.isDead) this.#world.core.turn.guard(() => this.#read(frame));
      },
      session: () => this.#session,
      drained: () => {
        this.#world.core.turn.guard(() => this.#world.core.outbox.resume());
      },
      closed: (why) => this.cut(why),
    });
    if (this.#pairRequest === null) this.#hello();
    else this.#pair(this.#pairRequest.code);
  }

  #isRunning(): boolean {
    return !this.#isOver;
  }

  #pair(code: string): void {
    const { core } = this.#world;
    const { android, model } = this.#world.hello();
    this.#connection?.send({ t: 'pair', v: LINK_VERSION, code, ledger_id: core.ledgerId, android, model });
  }

  #hello(): void {
    const { core } = this.#world;
    const { pairing } = core;
    if (pairing === null) return;
    this.#connection?.send({
      t: 'hello',
      v: LINK_VERSION,
      device_id: pairing.deviceId,
      token: pairing.token,
      ledger_id: core.ledgerId,
      newest_attempt_id: core.store.newestAttemptId(pairing.gatewayId),
      acked_seq: pairing.ackedSeq,
      ...this.#world.hello(),
    });
  }

  #read(frame: AnyGatewayFrame): void {
    if (this.#isOver) return;
    switch (frame.t) {
      case 'paired':
        this.#paired(frame);
        return;
      case 'refused':
        this.#refused(frame);
        return;
      case 'welcome':
        this.#welcome(frame);
        return;
      default:
        if (this.#session !== null && frame.session === this.#session) this.#work(frame, this.#session);
    }
  }

  #paired(frame: GatewayFrames['paired']): void {
    const request = this.#pairRequest;
    if (request === null || !this.#isPairing) return;
    this.#isPairing = false;
    this.#world.pairingEnded();
    const { pin, host, port } = request;
    const { device_id, token, gateway_id } = frame;
    const { core } = this.#world;
    core.pair({ gatewayId: gateway_id, deviceId: device_id, token, pin, host, port });
    core.turn.afterCommit(() => this.#hello());
  }

  #refused(frame: GatewayFrames['refused']): void {
    const { core } = this.#world;
    this.#problem = frame.reason;
    const isTokenGone = frame.reason === 'bad_token' || frame.reason === 'removed';
    if (this.#isPairing) this.#world.pairingEnded();
    else if (isTokenGone) core.unpair(false);
    this.#end = core.pairing === null ? 'stop' : 'redial';
    core.turn.afterCommit(() => this.cut(frame.reason));
  }

  #welcome(frame: GatewayFrames['welcome']): void {
    const { core } = this.#world;
    const { pairing } = core;
    if (pairing === null || this.#session !== null) return;
    if (frame.v < MINIMUM_LINK_VERSION || frame.v > LINK_VERSION) {
      this.#problem = 'version';
      this.cut('version');
      return;
    }
    this.#deadline?.stop();
    this.#session = frame.session;
    core.welcome(frame);
    core.turn.afterCommit(() => this.#start(frame.session, pairing.gatewayId));
  }

  /** A heartbeat first, then what the gateway has not acked, then the work. */
  #start(session: number, gatewayId: string): void {
    const connection = this.#connection;
    const { core } = this.#world;
    if (connection === null || this.#isOver) return;
    this.#world.welcomed();
    this.#pulse = new LinkPulse(session, connection, {
      beat: (work) => core.turn.guard(work),
      heartbeat: () => this.#world.heartbeat(),
      everySeconds: () => this.#heartbeatSeconds(),
      silent: (why) => {
        if (why === 'no_answer_to_poke') this.#end = 'redial_now';
        this.cut(why);
      },
      failed: (error) => core.turn.fail(error),
    });
    this.#pulse.start();
    const sink = {
      session,
      gatewayId,
      write: (text: string) => connection.write(text),
      isWritable: () => connection.isWritable(),
    };
    core.outbox.open(sink, core.pairing?.ackedSeq ?? 0);
  }

  #heartbeatSeconds(): number {
    const { config } = this.#world.core;
    if (config === null) return 10;
    return this.#world.isCharging() ? config.heartbeat_charging_seconds : config.heartbeat_battery_seconds;
  }

  #work(
    frame: Exclude<AnyGatewayFrame, GatewayFrames['paired' | 'refused' | 'welcome']>,
    session: number,
  ): void {
    const { core } = this.#world;
    const gatewayId = core.pairing?.gatewayId;
    if (gatewayId === undefined) return;
    switch (frame.t) {
      case 'send':
        if (!core.step('send_read', frame.attempt_id)) return;
        core.attempts.send(gatewayId, frame, (answer) => this.#connection?.send(answer));
        return;
      case 'cancel':
        core.attempts.cancel(gatewayId, frame, (answer) => this.#connection?.send(answer));
        return;
      case 'query':
        core.attempts.query(gatewayId, frame, (answer) => this.#connection?.send(answer));
        return;
      case 'ack':
        if (frame.ledger_id === core.ledgerId) core.ack(frame.seq);
        return;
      case 'ping':
        this.#connection?.send({ t: 'pong', session });
        return;
      case 'pong':
        core.time.set(frame.time, false);
        return;
      case 'config':
        core.configure(frame.config);
        return;
      case 'unpair':
        this.#unpair(frame.wipe_ledger);
        return;
      case 'error':
        return;
    }
  }

  /** The last reports still go out, after their commit; then the relay belongs to nobody. */
  #unpair(isWipe: boolean): void {
    const { core } = this.#world;
    core.unpair(isWipe);
    this.#end = 'stop';
    core.turn.afterCommit(() => {
      soon(
        () => this.#connection?.finish('unpaired'),
        (error) => core.turn.fail(error),
      );
    });
  }
}
