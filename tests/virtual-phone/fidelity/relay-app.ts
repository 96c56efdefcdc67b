/**
 * The relay app on a phone, its own classes in a JVM: a process that starts, is killed and starts again on the same
 * data, with the phone's rules about who may start it and what reaches it.
 */
import { RadioError, type RadioEvent } from '../../../electron/gateway/demo-phone/radio.ts';
import type { SimFact } from '../../../electron/gateway/relay/frames.ts';

import type { Radio } from '../radio/radio-types.ts';
import type { ShellAnswer } from '../../../electron/gateway/demo-phone/phone-relay-types.ts';
import type { SettablePhoneClock } from '../relay/phone-clock.ts';
import { BroadcastQueue } from './broadcast-queue.ts';
import { jvmPool } from './jvm-pool.ts';
import { type Json, type JsonObject, type RelayJvm, wordOf } from './relay-jvm.ts';
import { ResultIntents } from './result-intents.ts';
import { SmsRows } from './sms-rows.ts';
import type { DialFromPhone } from './socks-door.ts';

export const LINK_SERVICE = 'app.relaydesk.relay.LinkService';

/** All that the app asks a person for. */
export const ALL_PERMISSIONS = [
  'SEND_SMS',
  'RECEIVE_SMS',
  'READ_SMS',
  'READ_PHONE_STATE',
  'READ_PHONE_NUMBERS',
  'POST_NOTIFICATIONS',
];

/** What the app can learn of its phone. */
export interface PhoneFacts {
  readonly sims: readonly SimFact[];
  /** Names without `android.permission.`. */
  readonly permissions: readonly string[];
  readonly power: { readonly isCharging: boolean; readonly percent: number };
  readonly isAirplane: boolean;
  readonly isDozing: boolean;
  readonly isWhitelisted: boolean;
}

interface RelayAppOptions {
  /** The app's data, which outlives its process. */
  readonly directory: string;
  readonly radio: Radio;
  readonly clock: SettablePhoneClock;
  readonly dial: DialFromPhone;
  readonly facts: () => PhoneFacts;
  readonly androidId: string;
  /** Rows that the ledger has room for; the app's own limit when left out. */
  readonly maxRows?: number;
  /**
   * Whether broadcasts and Android's restart of a killed service start the process. Without it nothing runs before
   * `start` is called, and what fires meanwhile waits.
   */
  readonly startsItself: boolean;
}

/** How long Android lets a killed app lie before it starts its sticky service again; a second on a real phone, too. */
const STICKY_RESTART_MS = 1_000;

export class RelayApp {
  readonly #options: RelayAppOptions;
  readonly #intents: ResultIntents;
  readonly #services = new Set<string>();
  readonly #queue = new BroadcastQueue(() =>
    this.isRunning || this.#options.startsItself ? this.#run() : null,
  );
  readonly #offences: string[] = [];
  readonly #detach: () => void;
  #jvm: RelayJvm | null = null;
  #starting: Promise<RelayJvm> | null = null;
  /** As after an install or a force-stop: no broadcast reaches it until somebody starts it. */
  #isStopped = true;
  #isOff = false;
  #bootCount = 1;
  #restart: NodeJS.Timeout | undefined;

  constructor(options: RelayAppOptions) {
    this.#options = options;
    this.#intents = new ResultIntents(options.clock);
    this.#detach = options.radio.attach((event) => this.#hear(event));
  }

  get isRunning(): boolean {
    return this.#jvm !== null && !this.#jvm.isGone;
  }

  /** What the app did against Android's rules, in the words of the exception it would have met. */
  get offences(): readonly string[] {
    return this.#offences;
  }

  /** Process id of the JVM; 0 when it does not run. */
  get pid(): number {
    return this.isRunning ? (this.#jvm?.pid ?? 0) : 0;
  }

  // -- what starts it

  /** `content call` by the shell. */
  async call(method: string, extras: JsonObject): Promise<ShellAnswer | null> {
    this.#isStopped = false;
    const jvm = await this.#run();
    const { bundle } = await jvm.order('call', { method, extras });
    if (typeof bundle !== 'object' || bundle === null) return null;
    const reason: unknown = Reflect.get(bundle, 'reason');
    if (Reflect.get(bundle, 'ok') === true) return { ok: true };
    return { ok: false, reason: typeof reason === 'string' ? reason : 'no reason' };
  }

  /** `am start-foreground-service`. */
  async startService(name: string): Promise<void> {
    this.#isStopped = false;
    await (await this.#run()).order('start_service', { class: name });
  }

  /** A broadcast of the system that the manifest asks for; a stopped app hears none. */
  async broadcast(action: string): Promise<void> {
    if (!this.#isStopped) await (await this.#run()).order('broadcast', { action });
  }

  /** As Android starts a killed app again. */
  async start(): Promise<void> {
    clearTimeout(this.#restart);
    await this.#run();
  }

  // -- what ends it

  /** kill -9 of the process; the phone goes on. */
  kill(): void {
    clearTimeout(this.#restart);
    this.#jvm?.kill();
    this.#jvm = null;
    this.#starting = null;
  }

  /** As `kill`, and Android forgets its intents, alarms and services until somebody starts it. */
  forceStop(): void {
    this.#services.clear();
    this.kill();
    this.#isStopped = true;
    this.#queue.clear();
    this.#intents.forget();
  }

  /** The phone is switched off: everything in memory is gone, its intents and alarms too. */
  powerOff(): void {
    this.#isOff = true;
    this.#services.clear();
    this.kill();
    this.#queue.clear();
    this.#intents.forget();
  }

  /** A new boot of the phone; tell clock and radio before. */
  async boot(): Promise<void> {
    this.#isOff = false;
    this.#bootCount += 1;
    await this.broadcast('android.intent.action.BOOT_COMPLETED');
  }

  /** Kills the process right after this step is reached next; null takes that back. */
  killAt(step: string | null): void {
    // A process that is gone by now needs no order; whoever asked sees that it does not run.
    void this.#jvm?.order('kill_at', { step }).catch(() => undefined);
  }

  /** Ends the process without a kill, as far as the app can tell, and lets its JVM be used again. */
  async stop(): Promise<void> {
    this.#isOff = true;
    clearTimeout(this.#restart);
    this.#detach();
    const jvm = await this.#starting?.catch(() => null);
    this.#jvm = null;
    this.#starting = null;
    if (jvm !== undefined && jvm !== null) await (await jvmPool()).giveBack(jvm);
  }

  // -- what changes around it

  /** A status report of the network reaches the first part of an attempt, be it about that text or not. */
  async receiveReport(attemptId: string, report: { recipient: string; status: number }): Promise<void> {
    const order = this.#intents.reportFor(attemptId, report);
    if (order !== null) await (await this.#run()).order(order.what, order.fields);
  }

  /** Breaks its connections, as a pulled cable would. */
  async cut(): Promise<void> {
    if (this.#jvm !== null) (await jvmPool()).cut(this.#jvm);
  }

  /** The facts of the phone are others now. */
  phoneChanged(): void {
    this.#tell('phone', phoneFields(this.#options.facts()));
  }

  /** Time was moved by hand; resolves when the app's clocks and alarms have followed. */
  async clockChanged(): Promise<void> {
    // A process that dies meanwhile reads the new clock when it starts.
    await this.#jvm?.order('clock', this.#clockFields()).catch(() => undefined);
  }

  // -- the process

  #tell(what: string, fields: JsonObject): void {
    // A process that dies meanwhile asks anew when it starts.
    void this.#jvm?.order(what, fields).catch(() => undefined);
  }

  #run(): Promise<RelayJvm> {
    if (this.#isOff) return Promise.reject(new Error('the phone is off'));
    if (this.#starting !== null) return this.#starting;
    const starting = this.#begin();
    this.#starting = starting;
    return starting;
  }

  async #begin(): Promise<RelayJvm> {
    const { directory, androidId, maxRows, dial, radio } = this.#options;
    const jvm = await (await jvmPool()).take(dial);
    const rows = new SmsRows(radio);
    const begin = {
      directory,
      ...this.#clockFields(),
      ...phoneFields(this.#options.facts()),
      boot_count: this.#bootCount,
      android_id: androidId,
      max_rows: maxRows ?? null,
      kill_at: null,
    };
    this.#jvm = jvm;
    await jvm.begin(begin, {
      ask: (question) => (question.ask === 'submit' ? this.#submit(question) : { rows: rows.changed() }),
      event: (event) => this.#note(event),
    });
    void jvm.gone.then(() => this.#died(jvm));
    // Services that ran in the killed process come back with the next one, without their intent.
    for (const name of [...this.#services]) await jvm.order('start_service', { class: name, sticky: true });
    this.#queue.deliver();
    return jvm;
  }

  #died(jvm: RelayJvm): void {
    if (this.#jvm === jvm) {
      this.#jvm = null;
      this.#starting = null;
    }
    const isLeft = this.#jvm === null && !this.#isOff && !this.#isStopped;
    if (!isLeft || !this.#options.startsItself) return;
    clearTimeout(this.#restart);
    const wait = !this.#queue.isEmpty ? 0 : STICKY_RESTART_MS;
    if (wait > 0 && this.#services.size === 0) return;
    this.#restart = setTimeout(() => {
      // Killed again before it was up: that death brings the next start.
      void this.start().catch(() => undefined);
    }, wait);
  }

  #note(event: JsonObject): void {
    if (event.event === 'received') this.#queue.heard();
    if (event.event === 'offence') this.#offences.push(wordOf(event.what));
    if (event.event !== 'service') return;
    if (event.runs === true) this.#services.add(wordOf(event.class));
    else this.#services.delete(wordOf(event.class));
  }

  #clockFields(): JsonObject {
    const { clock } = this.#options;
    return { elapsed: clock.elapsed(), wall: clock.wall() };
  }

  // -- the radio

  #submit(question: JsonObject): JsonObject {
    const submission = this.#intents.keep(question);
    try {
      this.#options.radio.submit(submission);
      return {};
    } catch (error) {
      if (error instanceof RadioError) return { throws: error.exception };
      throw error;
    }
  }

  #hear(event: RadioEvent): void {
    const order = this.#intents.orderFor(event);
    if (order === null || (order.what === 'sms' && this.#isStopped) || this.#isOff) return;
    this.#queue.push(order);
  }
}

function phoneFields(facts: PhoneFacts): Record<string, Json> {
  return {
    sims: facts.sims.map((sim) => ({
      id: sim.id,
      slot: sim.slot,
      carrier: sim.carrier,
      mcc_mnc: sim.mcc_mnc,
      number: sim.number,
    })),
    permissions: facts.permissions,
    power: { charging: facts.power.isCharging, percent: facts.power.percent },
    airplane: facts.isAirplane,
    doze: facts.isDozing,
    whitelisted: facts.isWhitelisted,
  };
}
