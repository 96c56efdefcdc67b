import type { GatewayFrames, AnyGatewayFrame, AnyPhoneFrame } from '../relay/frames.ts';
import { LINK_VERSION } from '../relay/frames.ts';
import { DEMO_SIM_ID, type Answer, type AttemptDesk } from './attempt-desk.ts';
import type { DemoLedger } from './demo-ledger.ts';
import type { DemoLink } from './demo-link.ts';
import type { GatewayTime } from './gateway-time.ts';

/** How the gateway answered `pair` or `hello`, or that it went. */
export type HandshakeEnd =
  | { readonly kind: 'paired'; readonly frame: GatewayFrames['paired'] }
  | { readonly kind: 'welcome'; readonly frame: GatewayFrames['welcome'] }
  | { readonly kind: 'refused'; readonly reason: string; readonly message: string }
  | { readonly kind: 'closed'; readonly why: string };

export const DEMO_MODEL = 'Demo phone';
export const DEMO_API_LEVEL = 35;
const APP_VERSION = 'demo';
const CARRIER = 'Demo';
const SILENT_HEARTBEATS = 3.5;
const PERMISSIONS = { SEND_SMS: true, RECEIVE_SMS: true, READ_SMS: true, READ_PHONE_STATE: true };

export interface ConversationOptions {
  readonly link: DemoLink;
  readonly ledger: DemoLedger;
  readonly desk: AttemptDesk;
  readonly time: GatewayTime;
  readonly bootId: string;
  /** The ledger can't be written: the phone must stop. */
  failed(error: unknown): void;
  /** The gateway let the phone go. */
  unpaired(): void;
}

/** What the demo phone says and answers on one connection. */
export class DemoConversation {
  readonly #options: ConversationOptions;
  #session: number | null = null;
  #heartbeat: NodeJS.Timeout | null = null;
  #writtenSeq = 0;

  constructor(options: ConversationOptions) {
    this.#options = options;
  }

  async pair(code: string): Promise<HandshakeEnd> {
    const { ledgerId } = this.#options.ledger;
    return this.#ask({
      t: 'pair',
      v: LINK_VERSION,
      code,
      ledger_id: ledgerId,
      android: DEMO_API_LEVEL,
      model: DEMO_MODEL,
    });
  }

  async hello(): Promise<HandshakeEnd> {
    const { ledger, bootId } = this.#options;
    return this.#ask({
      t: 'hello',
      v: LINK_VERSION,
      device_id: ledger.identity?.device_id ?? '',
      token: ledger.identity?.token ?? '',
      ledger_id: ledger.ledgerId,
      newest_attempt_id: ledger.newestAttemptId,
      acked_seq: ledger.ackedSeq,
      app_version: APP_VERSION,
      android: DEMO_API_LEVEL,
      model: DEMO_MODEL,
      boot_id: bootId,
      sims: [{ id: DEMO_SIM_ID, slot: 1, carrier: CARRIER, mcc_mnc: null, number: null }],
    });
  }

  /** Speaks the linked protocol from `welcome` until the connection ends; resolves to why it did. */
  async run(welcome: GatewayFrames['welcome']): Promise<string> {
    const { link, ledger } = this.#options;
    this.#session = welcome.session;
    this.#options.time.set(welcome.time);
    await ledger.storeAck(welcome.last_seq);
    this.#beat();
    this.#pace(welcome.config.heartbeat_charging_seconds);
    this.#writtenSeq = ledger.ackedSeq;
    this.pushReports();
    link.listen((frame) => {
      this.#take(frame);
    });
    const why = await link.closed;
    this.#session = null;
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat);
    return why;
  }

  /** Writes the reports that reached the disk since the last call, in order. */
  pushReports(): void {
    const session = this.#session;
    if (session === null) return;
    const reports = this.#options.ledger.reportsAfter(this.#writtenSeq);
    this.#writtenSeq = reports.at(-1)?.seq ?? this.#writtenSeq;
    this.#options.link.write(reports.map((report) => ({ ...report, session })));
  }

  #ask(frame: AnyPhoneFrame): Promise<HandshakeEnd> {
    const { link } = this.#options;
    return new Promise((resolve) => {
      link.listen((answer) => {
        link.mute();
        if (answer.t === 'paired') resolve({ kind: 'paired', frame: answer });
        else if (answer.t === 'welcome') resolve({ kind: 'welcome', frame: answer });
        else if (answer.t === 'refused')
          resolve({ kind: 'refused', reason: answer.reason, message: answer.message });
        else link.close(`a ${answer.t} frame before welcome`);
      });
      void link.closed.then((why) => {
        resolve({ kind: 'closed', why });
      });
      link.write([frame]);
    });
  }

  #take(frame: AnyGatewayFrame): void {
    if (!('session' in frame) || frame.session !== this.#session) return;
    this.#answer(frame).then(
      (answers) => {
        for (const answer of answers) this.#say(answer, frame.session);
      },
      (error: unknown) => {
        this.#options.failed(error);
      },
    );
  }

  async #answer(frame: AnyGatewayFrame): Promise<readonly Answer[]> {
    const { desk, ledger, time, link } = this.#options;
    switch (frame.t) {
      case 'send': {
        const answer = await desk.send(frame);
        return answer === null ? [] : [answer];
      }
      case 'cancel':
        return [await desk.cancel(frame.attempt_id)];
      case 'query':
        if (frame.since !== undefined) return desk.listSince(frame.query_id, frame.since);
        return [await desk.query(frame.query_id, frame.attempt_ids ?? [])];
      case 'ack':
        if (frame.ledger_id === ledger.ledgerId) await ledger.storeAck(frame.seq);
        return [];
      case 'ping':
        if (this.#session !== null) link.write([{ t: 'pong', session: this.#session }]);
        return [];
      case 'pong':
        time.set(frame.time);
        return [];
      case 'config':
        this.#pace(frame.config.heartbeat_charging_seconds);
        return [];
      case 'unpair':
        await desk.unpair();
        await (frame.wipe_ledger ? ledger.wipe() : ledger.dropToken());
        this.#options.unpaired();
        return [];
      case 'error':
      case 'paired':
      case 'refused':
      case 'welcome':
        return [];
    }
  }

  /** An answer belongs to the session that asked. */
  #say(answer: Answer, session: number | undefined): void {
    if (session === undefined || session !== this.#session) return;
    this.pushReports();
    this.#options.link.write([{ ...answer, session }]);
  }

  #pace(heartbeatSeconds: number): void {
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat);
    const everyMs = Math.max(1, heartbeatSeconds) * 1000;
    this.#heartbeat = setInterval(() => {
      const { link } = this.#options;
      if (performance.now() - link.heardAt > everyMs * SILENT_HEARTBEATS) link.close('the gateway is silent');
      else this.#beat();
    }, everyMs);
  }

  /** A ping goes with it: its answer brings the time, and shows that the gateway is there. */
  #beat(): void {
    const session = this.#session;
    if (session === null) return;
    const { link, ledger, time } = this.#options;
    link.write([
      {
        t: 'heartbeat',
        session,
        battery_percent: 100,
        charging: true,
        sims: [{ id: DEMO_SIM_ID, in_service: true, signal: 4, operator: CARRIER }],
        permissions: PERMISSIONS,
        doze: false,
        battery_optimised: false,
        clock_skew_ms: time.skewMs(),
        ledger: ledger.counts(),
      },
      { t: 'ping', session },
    ]);
  }
}
