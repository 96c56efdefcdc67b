import type { TLSSocket } from 'node:tls';
import { guarded, logged, textOfError, type Failed } from '../foundation/faults.ts';
import type { Logger } from '../foundation/logger.ts';
import { pause } from '../foundation/timers.ts';
import { FrameIntake } from './frame-intake.ts';
import { encodeFrame, MAX_FRAME_BYTES, type AnyGatewayFrame, type PhoneFrames } from './frames.ts';
import { LineSplitter } from './line-splitter.ts';
import type { LinkLimits } from './link-limits.ts';
import { PhoneSession, type LineWriter } from './phone-session.ts';
import type { HelloFacts, RelayCallbacks } from './relay-callbacks.ts';
import { answerHandshake, type HandshakeOutcome } from './relay-handshake.ts';

interface PhoneConnectionOptions {
  readonly socket: TLSSocket;
  readonly callbacks: RelayCallbacks;
  readonly limits: LinkLimits;
  readonly logger: Logger;
  now(): number;
  monotonicMs(): number;
  /** It paired; its `hello` is due now. */
  paired(): void;
  /**
   * Makes this the device's connection: the older one is closed and done with when it resolves. False when
   * a still newer one has come.
   */
  admit(connection: PhoneConnection, deviceId: string, session: number): Promise<boolean>;
}

/**
 * One TLS connection of a phone, from the first byte to the last. Lines wait in one queue; one loop takes
 * them, so that order holds from the first frame on and nothing is read while the last is being stored.
 */
export class PhoneConnection implements LineWriter {
  /** Resolves when the socket is closed and no callback is running. */
  readonly finished: Promise<void>;
  readonly #options: PhoneConnectionOptions;
  readonly #socket: TLSSocket;
  readonly #splitter = new LineSplitter(MAX_FRAME_BYTES);
  readonly #resolveFinished: () => void;
  #lines: string[] = [];
  #heldBytes = 0;
  /** What is wrong with the bytes after `#lines`. */
  #problem: string | null = null;
  #isWorking = false;
  #isStoring = false;
  #isCorked = false;
  #isSocketClosed = false;
  #isReportedClosed = false;
  #hasPaired = false;
  #closing: string | null = null;
  #lingerEndsAt = Number.POSITIVE_INFINITY;
  #heardAt: number;
  #session: PhoneSession | null = null;
  #intake: FrameIntake | null = null;
  #wake: (() => void) | null = null;

  constructor(options: PhoneConnectionOptions) {
    this.#options = options;
    this.#socket = options.socket;
    this.#heardAt = options.monotonicMs();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.finished = promise;
    this.#resolveFinished = () => {
      resolve(undefined);
    };
    this.#listen();
  }

  get isOpen(): boolean {
    return this.#closing === null && !this.#socket.destroyed;
  }

  get isBackedUp(): boolean {
    return this.#socket.writableNeedDrain;
  }

  /** Set from `welcome` on. */
  get session(): PhoneSession | null {
    return this.#session;
  }

  /** Everything written in one turn leaves as one TLS record where it fits. */
  write(line: string): void {
    if (!this.#isCorked) {
      this.#isCorked = true;
      this.#socket.cork();
      process.nextTick(
        guarded(() => {
          this.#isCorked = false;
          this.#socket.uncork();
        }, this.#broken),
      );
    }
    this.#socket.write(line);
  }

  finish(why: string): void {
    if (!this.#startClosing(why)) return;
    this.#lingerEndsAt = this.#options.monotonicMs() + this.#options.limits.lingerMs;
    this.#socket.end();
    this.#socket.resume();
  }

  /** Closes at once; what is unread or unsent is dropped. */
  cut(why: string): void {
    this.#startClosing(why);
    this.#socket.destroy();
  }

  /** Called about once a second: cuts a silent phone, and one that does not close after we did. */
  sweep(nowMs: number): void {
    if (nowMs > this.#lingerEndsAt) this.#socket.destroy();
    if (this.#session === null || this.#isStoring || !this.isOpen) return;
    const silentMs = nowMs - this.#heardAt;
    if (silentMs > this.#session.heartbeatMs * this.#options.limits.silentHeartbeats) {
      this.cut(`silent for ${Math.round(silentMs / 1000)} s`);
    }
  }

  /** Whatever breaks in a callback of the socket costs this connection only. */
  readonly #broken: Failed = (error) => {
    const deviceId = this.#session?.deviceId ?? null;
    this.#options.logger.error({ deviceId, error: textOfError(error) }, 'a connection of a phone broke');
    this.cut('the gateway could not go on with it');
  };

  #listen(): void {
    const socket = this.#socket;
    socket.setNoDelay(true);
    socket.on(
      'data',
      guarded((chunk: Buffer) => {
        this.#read(chunk);
      }, this.#broken),
    );
    socket.on(
      'drain',
      guarded(() => {
        this.#wake?.();
        this.#session?.window.drained();
      }, this.#broken),
    );
    socket.on('error', (error: Error) => {
      this.#startClosing(`connection failed: ${error.message}`);
    });
    socket.on('close', () => {
      this.#isSocketClosed = true;
      this.#startClosing('the phone closed the connection');
      this.#finishClosing();
    });
  }

  #read(chunk: Buffer): void {
    if (!this.isOpen || this.#problem !== null) return;
    const { lines, problem } = this.#splitter.push(chunk);
    for (const line of lines) this.#lines.push(line);
    this.#problem = problem;
    this.#heldBytes += chunk.length;
    if (!this.#isWorking) void this.#work();
    if (this.#heldBytes > this.#options.limits.heldBytes) this.#socket.pause();
  }

  /** Never rejects: what goes wrong in it costs this connection only. */
  async #work(): Promise<void> {
    this.#isWorking = true;
    try {
      while (this.isOpen && (this.#lines.length > 0 || this.#problem !== null)) {
        if (this.#lines.length === 0) this.cut(this.#problem ?? '');
        else if (this.#intake === null) await this.#shake(this.#lines.shift() ?? '');
        else await this.#takeAll(this.#intake);
      }
    } catch (error) {
      const deviceId = this.#session?.deviceId ?? null;
      this.#options.logger.error({ deviceId, err: error }, 'a frame of a phone could not be dealt with');
      this.cut('the gateway could not store what the phone said');
    } finally {
      this.#isWorking = false;
      this.#finishClosing();
    }
  }

  async #takeAll(intake: FrameIntake): Promise<void> {
    const lines = this.#lines;
    this.#lines = [];
    this.#heldBytes = 0;
    this.#isStoring = true;
    const cut = await intake.take(lines);
    this.#isStoring = false;
    if (cut !== null) this.cut(cut);
    if (!this.isOpen) return;
    if (this.#socket.isPaused()) {
      // It could not be heard while it was held back.
      this.#heardAt = this.#options.monotonicMs();
      this.#socket.resume();
    }
    // A phone that does not read what it is told is not listened to either; silence then cuts it.
    if (this.isBackedUp) await this.#drained();
  }

  async #drained(): Promise<void> {
    this.#socket.pause();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = null;
    this.#socket.resume();
  }

  async #shake(line: string): Promise<void> {
    const outcome = await answerHandshake(line, !this.#hasPaired, this.#options.callbacks);
    if (!this.isOpen) return;
    switch (outcome.kind) {
      case 'cut':
        this.cut(outcome.why);
        return;
      case 'refused':
        await this.#refuse(outcome);
        return;
      case 'paired':
        this.#hasPaired = true;
        this.#say(outcome.frame);
        this.#options.paired();
        return;
      case 'welcome':
        await this.#welcome(outcome);
    }
  }

  async #refuse({ frame, cause }: Extract<HandshakeOutcome, { kind: 'refused' }>): Promise<void> {
    const { limits, logger } = this.#options;
    if (cause !== undefined) logger.error({ err: cause }, 'a phone could not be paired');
    if (frame.reason === 'bad_code') await pauseWhileOpen(this.#socket, limits.wrongCodePauseMs);
    if (!this.isOpen) return;
    this.#say(frame);
    this.finish(`refused: ${frame.reason}`);
  }

  async #welcome(outcome: Extract<HandshakeOutcome, { kind: 'welcome' }>): Promise<void> {
    const { callbacks, limits } = this.#options;
    const now = (): number => this.#options.now();
    const { deviceId, session: number, lastSeq, config } = outcome.answer;
    if (!(await this.#options.admit(this, deviceId, number))) {
      this.cut('a newer connection of this phone is there');
      return;
    }
    const hello = withoutToken(outcome.hello);
    const session = new PhoneSession(
      { deviceId, session: number, hello, config },
      { writer: this, sendWindow: limits.unansweredSends, now },
    );
    this.#session = session;
    this.#heardAt = this.#options.monotonicMs();
    this.#intake = new FrameIntake({
      session,
      callbacks,
      lastSeq,
      isOpen: () => this.isOpen,
      heard: () => {
        this.#heardAt = this.#options.monotonicMs();
      },
    });
    const time = now();
    this.#say({ t: 'welcome', v: outcome.version, session: number, time, last_seq: lastSeq, config });
    callbacks.linked(session, hello);
  }

  #say(frame: AnyGatewayFrame): void {
    this.write(encodeFrame(frame));
  }

  /** False when it is closing already. */
  #startClosing(why: string): boolean {
    if (this.#closing !== null) return false;
    this.#closing = why;
    this.#lines = [];
    this.#session?.queries.close(why);
    this.#wake?.();
    process.nextTick(() => {
      this.#finishClosing();
    });
    return true;
  }

  #tellClosed(session: PhoneSession, why: string): void {
    try {
      this.#options.callbacks.closed(session, why);
    } catch (error) {
      logged(this.#options.logger, 'the end of a link could not be told')(error);
    }
  }

  #finishClosing(): void {
    if (this.#closing === null || this.#isWorking) return;
    if (this.#session !== null && !this.#isReportedClosed) {
      this.#isReportedClosed = true;
      this.#tellClosed(this.#session, this.#closing);
    }
    if (this.#isSocketClosed) this.#resolveFinished();
  }
}

/** Resolves when the time is over or the socket closes, whichever is first. */
async function pauseWhileOpen(socket: TLSSocket, ms: number): Promise<void> {
  const { over, end } = pause(ms);
  socket.once('close', end);
  await over;
  socket.off('close', end);
}

function withoutToken(hello: PhoneFrames['hello']): HelloFacts {
  const facts: HelloFacts & { token?: string } = { ...hello };
  delete facts.token;
  return facts;
}
