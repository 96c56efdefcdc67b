import { Compile } from 'typebox/compile';
import { GatewayFrame, type LinkConfig, type SimFact } from '../relay/frames.ts';
import type { RadioEvent } from './radio.ts';
import { AttemptDesk } from './attempt-desk.ts';
import { rejectAllAccepted } from './attempt-moves.ts';
import type { PhoneRelayOptions, RelayStep } from './phone-relay-types.ts';
import { GatewayTime } from './gateway-time.ts';
import { GroupTurn } from './group-turn.ts';
import { InboxDesk } from './inbox-desk.ts';
import type { Pairing } from './ledger-rows.ts';
import type { LedgerDatabase } from './ledger-database.ts';
import { createLedgerTables } from './ledger-schema.ts';
import { LedgerStore } from './ledger-store.ts';
import { Outbox } from './outbox.ts';
import { Pacing } from './pacing.ts';
import type { PhoneClock } from './phone-clock.ts';
import { RadioDesk } from './radio-desk.ts';
import type { RelayContext } from './relay-context.ts';
import { SettleDesk } from './settle-desk.ts';

const DEFAULT_MAX_ROWS = 250_000;
const KEEP_MS = 30 * 24 * 3_600_000;
const linkConfig = Compile(GatewayFrame.config.properties.config);
/** Where `adb reverse` listens on the phone. */
const CABLE_HOST = '127.0.0.1';
const HOURLY_MS = 3_600_000;

interface RelayWorld {
  readonly db: LedgerDatabase;
  readonly clock: PhoneClock;
  sims(): readonly SimFact[];
  /** The ledger could not be read or written, and is closed. */
  failed(error: unknown): void;
}

/** One life of the relay's process without its connection: ledger, desks, radio receivers. Ends with `close` or `kill`. */
export class RelayCore {
  readonly turn: GroupTurn;
  readonly store: LedgerStore;
  readonly outbox: Outbox;
  readonly time: GatewayTime;
  readonly attempts: AttemptDesk;
  readonly #context: RelayContext;
  readonly #pacing: Pacing;
  readonly #radioDesk: RadioDesk;
  readonly #settleDesk: SettleDesk;
  readonly #inboxDesk: InboxDesk;
  readonly #options: PhoneRelayOptions;
  #detachRadio: () => void = () => undefined;
  readonly #clock: PhoneClock;
  #config: LinkConfig | null = null;
  #pairing: Pairing | null;
  #hourlyAt: number;

  /** Throws when the ledger can't be read. */
  constructor(options: PhoneRelayOptions, world: RelayWorld) {
    createLedgerTables(world.db);
    this.turn = new GroupTurn(world.db, (error) => world.failed(error));
    this.store = new LedgerStore(world.db, this.turn);
    this.outbox = new Outbox(this.store, this.turn);
    this.time = new GatewayTime(world.clock, this.store);
    this.#clock = world.clock;
    this.#pacing = new Pacing(world.clock, this.store);
    this.#pairing = this.store.pairings.current();
    this.#config = readConfig(this.store.meta('config'));
    if (this.#config !== null) this.#pacing.setLimit(this.#config.parts_per_minute);
    this.#context = this.#makeContext(options, world);
    this.#radioDesk = new RadioDesk(this.#context);
    this.#settleDesk = new SettleDesk(this.#context);
    this.#inboxDesk = new InboxDesk(this.#context, () => this.#config);
    this.attempts = new AttemptDesk(this.#context, (gatewayId, attemptId) => {
      this.#radioDesk.submit(gatewayId, attemptId);
    });
    this.#hourlyAt = world.clock.elapsed();
    this.#options = options;
    this.turn.commit();
  }

  /** Takes up what a crash or a stop left: fired intents, submits without an answer, accepted rows. */
  begin(): void {
    this.#detachRadio = this.#options.radio.attach((event) => this.#hear(event));
    if (this.turn.isDead) return;
    this.turn.guard(() => {
      this.#settleDesk.settleDue();
      this.#inboxDesk.scan();
      this.#radioDesk.submitAccepted();
    });
  }

  get pairing(): Pairing | null {
    return this.#pairing;
  }

  get ledgerId(): string {
    return this.store.ledgerId;
  }

  get config(): LinkConfig | null {
    return this.#config;
  }

  step(step: RelayStep, attemptId: string | null): boolean {
    return this.#context.step(step, attemptId);
  }

  pair(pairing: Omit<Pairing, 'ackedSeq'>): void {
    const isSame = this.#pairing?.gatewayId === pairing.gatewayId;
    if (this.#pairing !== null && !isSame) rejectAllAccepted(this.#context);
    if (!isSame) this.#dropConfig();
    this.store.pairings.save(pairing);
    this.#pairing = this.store.pairings.current();
  }

  /** The port of the cable, which may be another after each time that it is laid; a gateway on the network keeps its own. */
  usePort(port: number): void {
    const pairing = this.#pairing;
    if (pairing === null || pairing.host !== CABLE_HOST || pairing.port === port) return;
    this.store.pairings.savePort(pairing.gatewayId, port);
    this.#pairing = { ...pairing, port };
  }

  /** Unpaired, or a token refused: nothing that was only accepted will go out. */
  unpair(isWipe: boolean): void {
    rejectAllAccepted(this.#context);
    this.store.pairings.dropTokens();
    if (isWipe) this.store.wipe();
    this.#pairing = null;
  }

  welcome(welcome: { time: number; last_seq: number; config: LinkConfig }): void {
    this.time.set(welcome.time, true);
    this.ack(welcome.last_seq);
    this.store.raiseSeq(welcome.last_seq);
    this.configure(welcome.config);
    this.#radioDesk.submitAccepted();
  }

  /** Texts that came before the switches moved are judged by the old ones. */
  configure(config: LinkConfig): void {
    this.#inboxDesk.scan();
    this.#config = config;
    this.#pacing.setLimit(config.parts_per_minute);
    this.store.setMeta('config', JSON.stringify(config));
  }

  /** Switches of one gateway let nothing out to the next. */
  #dropConfig(): void {
    this.#config = null;
    this.store.dropMeta('config');
  }

  ack(seq: number): void {
    const pairing = this.#pairing;
    if (pairing === null || seq <= pairing.ackedSeq || !this.step('ack_read', null)) return;
    this.store.pairings.saveAck(pairing.gatewayId, seq);
    this.#pairing = { ...pairing, ackedSeq: seq };
  }

  /** What falls due by the clock; called about once a second. */
  tick(): void {
    if (this.turn.isDead) return;
    this.turn.guard(() => {
      this.#tick();
    });
  }

  #tick(): void {
    this.#settleDesk.settleDue();
    if (this.#clock.elapsed() < this.#hourlyAt + HOURLY_MS) return;
    this.#hourlyAt = this.#clock.elapsed();
    if (this.time.isKnown) this.store.prune(this.time.now() - KEEP_MS);
    this.#inboxDesk.scan();
  }

  close(): void {
    this.#detachRadio();
    this.turn.close();
  }

  kill(): void {
    this.#detachRadio();
    this.turn.kill();
  }

  #hear(event: RadioEvent): void {
    if (this.turn.isDead) return;
    this.turn.guard(() => {
      if (event.kind === 'inbound') this.#inboxDesk.receive(event.text);
      else this.#radioDesk.hear(event);
    });
  }

  #makeContext(options: PhoneRelayOptions, world: RelayWorld): RelayContext {
    return {
      store: this.store,
      turn: this.turn,
      outbox: this.outbox,
      time: this.time,
      clock: world.clock,
      pacing: this.#pacing,
      radio: options.radio,
      maxRows: options.maxRows ?? DEFAULT_MAX_ROWS,
      keepsTexts: options.keepsTexts ?? true,
      sims: () => world.sims(),
      step: (step, attemptId) => {
        options.onStep?.(step, attemptId);
        return !this.turn.isDead;
      },
    };
  }
}

function readConfig(json: string | null): LinkConfig | null {
  if (json === null) return null;
  const value: unknown = JSON.parse(json);
  return linkConfig.Check(value) ? value : null;
}
