import { silentLogger, type Logger } from '../foundation/logger.ts';
import type { BackoffRule } from '../foundation/backoff.ts';
import type { SimFact } from '../relay/frames.ts';
import type { LedgerDatabase } from './ledger-database.ts';
import { bootPhoneClock } from './phone-clock.ts';
import type { PhoneRelay } from './phone-relay-types.ts';
import { createPhoneRelay, dialTcp } from './phone-relay.ts';
import { PretendRadio, RADIO_PACE, type RadioPace } from './pretend-radio.ts';

const DEMO_SIM: SimFact = { id: 1, slot: 1, carrier: 'Demo', mcc_mnc: null, number: null };

export interface DemoPhoneDeps {
  /** Opens the phone's own ledger file, durable at each commit; called at each start. */
  openLedger(): LedgerDatabase;
  now(): number;
  readonly logger?: Logger;
  readonly radioPace?: RadioPace;
  readonly redial?: BackoffRule;
  /** Called when the pretend radio takes a text: what tests count. */
  submitted?(attemptId: string): void;
}

interface DemoPhoneStart {
  readonly host: string;
  readonly port: number;
  /** Hex SHA-256 of the gateway's SPKI. */
  readonly pin: string;
  /** Used once, when the phone holds no token, or the gateway no longer takes the one it holds. */
  readonly code: string | null;
}

export interface DemoPhone {
  /**
   * Reads the ledger back and begins to dial. A ledger that can't be used is not an error of the caller: the phone
   * does not run then, and `problem` says so.
   */
  start(at: DemoPhoneStart): void;
  /** Hangs up; resolves when nothing is left running. Safe twice and before start; it can be started again. */
  stop(): Promise<void>;
  /** Its id at the gateway, once it is paired. */
  readonly deviceId: string | null;
  readonly isLinked: boolean;
  /**
   * Why it stopped by itself; null while it has no reason to. A reason of the link (`bad_code`, `removed`, …),
   * `pin_mismatch`, `not_paired`, `unpaired`, or `ledger_unusable`.
   */
  readonly problem: string | null;
}

/** A phone that is not there: it dials the gateway's relay link and answers as a phone would. */
export function createDemoPhone(deps: DemoPhoneDeps): DemoPhone {
  let run: DemoPhoneRun | null = null;
  let problem: string | null = null;
  return {
    start: (at) => {
      if (run !== null) return;
      run = new DemoPhoneRun(deps, at);
      problem = null;
      run.start();
    },
    stop: async () => {
      const ending = run;
      run = null;
      problem = ending?.problem ?? problem;
      await ending?.stop();
    },
    get deviceId() {
      return run?.relay.state.deviceId ?? null;
    },
    get isLinked() {
      return run?.relay.state.isLinked ?? false;
    },
    get problem() {
      return run?.problem ?? problem;
    },
  };
}

/** From `start` to `stop`: one boot of the phone. */
class DemoPhoneRun {
  readonly relay: PhoneRelay;
  readonly #at: DemoPhoneStart;
  readonly #logger: Logger;
  readonly #radio: PretendRadio;
  #code: string | null;
  problem: string | null = null;

  constructor(deps: DemoPhoneDeps, at: DemoPhoneStart) {
    this.#at = at;
    this.#code = at.code;
    this.#logger = deps.logger ?? silentLogger;
    this.#radio = new PretendRadio(
      deps.radioPace ?? RADIO_PACE,
      deps.now(),
      (attemptId) => {
        deps.submitted?.(attemptId);
      },
      (error) => {
        this.#fail(error);
      },
    );
    this.relay = createPhoneRelay({
      openLedger: () => deps.openLedger(),
      radio: this.#radio,
      // The gateway may listen elsewhere than when the phone was paired.
      dial: () => dialTcp(at),
      model: 'Demo phone',
      android: 35,
      appVersion: 'demo',
      sims: [DEMO_SIM],
      clock: bootPhoneClock(() => deps.now()),
      keepsTexts: false,
      ...(deps.redial === undefined ? {} : { redial: deps.redial }),
      letGo: () => {
        this.#letGo();
      },
      failed: (error) => {
        this.#fail(error);
      },
    });
  }

  start(): void {
    try {
      this.relay.start();
      for (const awaited of this.relay.awaitingDelivery()) this.#radio.deliver(awaited);
    } catch (error) {
      this.#fail(error);
      return;
    }
    const { isPaired, pin } = this.relay.state;
    if (!isPaired || pin !== this.#at.pin) this.#letGo();
  }

  async stop(): Promise<void> {
    this.#radio.stop();
    await this.relay.stop();
  }

  /** It belongs to no gateway that is there: a code in hand pairs it, unless the gateway has just let it go. */
  #letGo(): void {
    const { isRunning, problem, dials } = this.relay.state;
    if (!isRunning) return;
    const wasLetGo = dials > 0 && problem === null;
    const code = this.#code;
    this.#code = null;
    if (code === null || wasLetGo) {
      this.#giveUp(problem ?? (wasLetGo ? 'unpaired' : 'not_paired'));
      return;
    }
    const { host, port, pin } = this.#at;
    this.relay.pair({ host, port, pin, code, replace: true });
  }

  #giveUp(problem: string): void {
    this.problem ??= problem;
    this.#logger.warn({ problem }, 'the demo phone stops dialling');
  }

  #fail(error: unknown): void {
    this.problem ??= 'ledger_unusable';
    this.#radio.stop();
    this.#logger.error({ err: error }, "the demo phone stops: its ledger can't be used");
  }
}
