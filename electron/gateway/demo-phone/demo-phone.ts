import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { backoffMs, type BackoffRule } from '../foundation/backoff.ts';
import { silentLogger, type Logger } from '../foundation/logger.ts';
import { AttemptDesk } from './attempt-desk.ts';
import { DemoConversation } from './demo-conversation.ts';
import { DemoLedger } from './demo-ledger.ts';
import { DemoLink, type DialTarget } from './demo-link.ts';
import { GatewayTime } from './gateway-time.ts';
import { PretendRadio, RADIO_PACE, type RadioJob, type RadioPace } from './pretend-radio.ts';

export interface DemoPhoneOptions {
  /** Holds the ledger; made when missing. One phone a directory. */
  readonly directory: string;
  now(): number;
  /** How many parts the phone counts in a text. */
  countParts(text: string): { readonly parts: number };
  readonly logger?: Logger;
  readonly radioPace?: RadioPace;
  readonly redial?: BackoffRule;
  /** Called when the pretend radio takes a text: what tests count. */
  submitted?(job: RadioJob): void;
}

export interface DemoPhoneStart extends DialTarget {
  /** Used when the phone holds no token, or the gateway no longer takes the one it holds. */
  readonly pairing?: { readonly code: string };
  /** Replaces the token the phone holds. */
  readonly token?: { readonly deviceId: string; readonly token: string; readonly gatewayId: string };
}

export interface DemoPhone {
  /** Reads the ledger back and begins to dial. Rejects with `JournalError` when the ledger can't be used. */
  start(at: DemoPhoneStart): Promise<void>;
  /** Hangs up; resolves when nothing is left running. Safe twice and before start; it can be started again. */
  stop(): Promise<void>;
  /** Its id at the gateway, once it is paired. */
  readonly deviceId: string | null;
  readonly isLinked: boolean;
  /** Why it stopped dialling by itself, in a sentence; null while it has no reason to. */
  readonly problem: string | null;
}

const REDIAL: BackoffRule = { firstMs: 1_000, factor: 2, maxMs: 30_000, jitter: 0.2 };

/** A phone that is not there: it dials the gateway's relay link and answers as a phone would. */
export function createDemoPhone(options: DemoPhoneOptions): DemoPhone {
  let run: DemoPhoneRun | null = null;
  let problem: string | null = null;
  return {
    start: async (at) => {
      if (run !== null) return;
      const ledger = await DemoLedger.open({ directory: options.directory, now: () => options.now() });
      run = new DemoPhoneRun(options, at, ledger);
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
      return run?.deviceId ?? null;
    },
    get isLinked() {
      return run?.isLinked ?? false;
    },
    get problem() {
      return run?.problem ?? problem;
    },
  };
}

/** From `start` to `stop`: one boot of the phone. */
class DemoPhoneRun {
  readonly #options: DemoPhoneOptions;
  readonly #at: DemoPhoneStart;
  readonly #ledger: DemoLedger;
  readonly #logger: Logger;
  readonly #time: GatewayTime;
  readonly #radio: PretendRadio;
  readonly #desk: AttemptDesk;
  readonly #bootId = randomUUID();
  readonly #stopping = new AbortController();
  #dialling: Promise<void> = Promise.resolve();
  #conversation: DemoConversation | null = null;
  #link: DemoLink | null = null;
  #canPair: boolean;
  #hasSettled = false;
  #failedDials = 0;
  #problem: string | null = null;
  isLinked = false;

  constructor(options: DemoPhoneOptions, at: DemoPhoneStart, ledger: DemoLedger) {
    this.#options = options;
    this.#at = at;
    this.#ledger = ledger;
    this.#logger = options.logger ?? silentLogger;
    this.#canPair = at.pairing !== undefined;
    this.#time = new GatewayTime(() => options.now());
    this.#radio = new PretendRadio(options.radioPace ?? RADIO_PACE);
    this.#desk = new AttemptDesk({
      ledger,
      radio: this.#radio,
      countParts: (text) => options.countParts(text),
      gatewayNow: () => this.#time.now(),
      reported: () => this.#conversation?.pushReports(),
      submitted: (job) => options.submitted?.(job),
      failed: (error) => {
        this.#fail(error);
      },
    });
  }

  get problem(): string | null {
    return this.#problem;
  }

  get deviceId(): string | null {
    return this.#ledger.identity?.device_id ?? null;
  }

  get #isPaired(): boolean {
    return typeof this.#ledger.identity?.token === 'string';
  }

  start(): void {
    this.#dialling = this.#dialOn().catch((error: unknown) => {
      this.#fail(error);
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#link?.close('the demo phone stops');
    this.#radio.stop();
    await this.#dialling;
    this.#radio.stop();
    await this.#ledger.close();
  }

  /** Dials until stopped, or until the gateway refuses for good. */
  async #dialOn(): Promise<void> {
    const { token } = this.#at;
    if (token !== undefined) {
      const identity = { device_id: token.deviceId, token: token.token, gateway_id: token.gatewayId };
      await this.#ledger.pairWith(identity);
    }
    while (!this.#isOver()) {
      try {
        const why = await this.#dialOnce();
        this.#logger.info({ why }, 'the demo phone lost its link');
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        this.#logger.warn({ why }, 'the demo phone could not dial');
      }
      await this.#waitToRedial();
    }
  }

  #isOver(): boolean {
    return this.#problem !== null || this.#stopping.signal.aborted;
  }

  async #waitToRedial(): Promise<void> {
    if (this.#isOver()) return;
    this.#failedDials += 1;
    const waitMs = backoffMs(this.#options.redial ?? REDIAL, this.#failedDials, Math.random());
    try {
      await pause(waitMs, undefined, { signal: this.#stopping.signal });
    } catch {
      // Stopped while waiting; the loop sees it.
    }
  }

  async #dialOnce(): Promise<string> {
    const { signal } = this.#stopping;
    const link = await DemoLink.dial(this.#at, signal);
    this.#link = link;
    const conversation = new DemoConversation({
      link,
      ledger: this.#ledger,
      desk: this.#desk,
      time: this.#time,
      bootId: this.#bootId,
      failed: (error) => {
        this.#fail(error);
      },
      unpaired: () => {
        this.#giveUp('the gateway let the demo phone go');
      },
    });
    try {
      if (signal.aborted) return 'the demo phone stops';
      if (!this.#isPaired && !(await this.#pair(conversation))) return 'not paired';
      return await this.#converse(conversation);
    } finally {
      this.#conversation = null;
      this.isLinked = false;
      link.close('done');
    }
  }

  /** False when the gateway did not take the code. */
  async #pair(conversation: DemoConversation): Promise<boolean> {
    const code = this.#at.pairing?.code;
    if (code === undefined || !this.#canPair) {
      this.#giveUp('the demo phone is not paired');
      return false;
    }
    const end = await conversation.pair(code);
    if (end.kind === 'refused') this.#giveUp(end.message);
    if (end.kind !== 'paired') return false;
    this.#canPair = false;
    const { device_id, token, gateway_id } = end.frame;
    await this.#ledger.pairWith({ device_id, token, gateway_id });
    return true;
  }

  async #converse(conversation: DemoConversation): Promise<string> {
    const end = await conversation.hello();
    if (end.kind === 'closed') return end.why;
    if (end.kind === 'paired') return 'the gateway paired twice';
    if (end.kind === 'refused') {
      await this.#refused(end.reason, end.message);
      return `refused: ${end.reason}`;
    }
    this.#failedDials = 0;
    this.#conversation = conversation;
    this.isLinked = true;
    this.#logger.info({ session: end.frame.session }, 'the demo phone is linked');
    const running = conversation.run(end.frame);
    const settling = this.#hasSettled ? Promise.resolve() : this.#desk.settle();
    this.#hasSettled = true;
    const [why] = await Promise.all([running, settling]);
    return why;
  }

  /** A refused token first takes back what was only accepted; a code in hand pairs anew. */
  async #refused(reason: string, message: string): Promise<void> {
    if (reason === 'bad_token' || reason === 'removed') {
      await this.#desk.unpair();
      await this.#ledger.dropToken();
      if (this.#canPair) return;
    }
    this.#giveUp(message);
  }

  #giveUp(sentence: string): void {
    this.#problem ??= sentence;
    if (!this.#stopping.signal.aborted)
      this.#logger.warn({ problem: sentence }, 'the demo phone stops dialling');
    this.#link?.close(sentence);
  }

  #fail(error: unknown): void {
    if (this.#stopping.signal.aborted) return;
    this.#logger.error({ err: error }, 'the demo phone stops: its ledger cannot be used');
    this.#giveUp("the ledger of the demo phone can't be used");
  }
}
