import { connect, type TLSSocket } from 'node:tls';
import {
  parseGatewayFrame,
  type AnyGatewayFrame,
  type GatewayFrames,
} from '../../electron/gateway/relay/frames.ts';
import { LineSplitter } from '../../electron/gateway/relay/line-splitter.ts';
import { waitFor } from './wait-for.ts';

const WAIT = { deadlineMs: 5_000, everyMs: 5 };
export const LEDGER_ID = 'ab'.repeat(16);

/** The facts of a `hello` that passes the schema. */
export const helloFrame = {
  t: 'hello',
  v: 1,
  device_id: 'dev_1',
  token: 'token-1',
  ledger_id: LEDGER_ID,
  newest_attempt_id: null,
  acked_seq: 0,
  app_version: '0.1.0',
  android: 35,
  model: 'Test phone',
  boot_id: 'boot-1',
  sims: [{ id: 1, slot: 1, carrier: 'Test', mcc_mnc: '42901', number: null }],
} as const;

/** A `report` that passes the schema. */
export function reportFrame(session: number, seq: number, attemptId = `att_${seq}`) {
  return { t: 'report', session, seq, attempt_id: attemptId, state: 'accepted', parts: 1, at: 1000 } as const;
}

/** A `heartbeat` that passes the schema. */
export function heartbeatFrame(session: number, charging: boolean | null = true) {
  return {
    t: 'heartbeat',
    session,
    battery_percent: 80,
    charging,
    sims: [{ id: 1, in_service: true, signal: 4, operator: 'Test' }],
    permissions: { SEND_SMS: true },
    doze: false,
    battery_optimised: false,
    clock_skew_ms: 0,
    ledger: { rows: 0, open: 0, unacked: 0 },
  } as const;
}

/** The phone's end of a link, frame by frame: it says and does nothing by itself. */
export class TestPhone {
  readonly socket: TLSSocket;
  readonly frames: AnyGatewayFrame[] = [];
  isClosed = false;
  isSecure = false;
  readonly #splitter = new LineSplitter(1 << 20);

  constructor(port: number) {
    this.socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
    this.socket.on('error', () => undefined);
    this.socket.on('secureConnect', () => {
      this.isSecure = true;
    });
    this.socket.on('close', () => {
      this.isClosed = true;
    });
    this.socket.on('data', (chunk: Buffer) => {
      for (const line of this.#splitter.push(chunk).lines) {
        const parsed = parseGatewayFrame(line);
        if (parsed.kind === 'frame') this.frames.push(parsed.frame);
      }
    });
  }

  /** Any object, right or wrong; or a line as it is. */
  say(...frames: readonly (object | string)[]): void {
    this.socket.write(
      frames.map((frame) => (typeof frame === 'string' ? frame : `${JSON.stringify(frame)}\n`)).join(''),
    );
  }

  /** The first frame of a type that has come and was not taken yet. */
  async next<T extends keyof GatewayFrames>(type: T): Promise<GatewayFrames[T]> {
    const isOfType = (frame: AnyGatewayFrame): frame is GatewayFrames[T] => frame.t === type;
    await waitFor(`a ${type} frame`, () => this.frames.some(isOfType), WAIT);
    const frame = this.frames.find(isOfType);
    if (frame === undefined) throw new Error(`no ${type} frame`);
    this.frames.splice(this.frames.indexOf(frame), 1);
    return frame;
  }

  async closed(): Promise<void> {
    await waitFor('the end of the connection', () => this.isClosed, WAIT);
  }

  /** Says hello and takes the welcome; resolves to the session. */
  async link(facts: Partial<Record<keyof typeof helloFrame, unknown>> = {}): Promise<number> {
    this.say({ ...helloFrame, ...facts });
    return (await this.next('welcome')).session;
  }

  hangUp(): void {
    this.socket.destroy();
  }
}
