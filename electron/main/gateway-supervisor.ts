/**
 * Keeps one gateway process alive: starts it, hands it its options and a fresh launch token, starts it again when it
 * dies, and stops it cleanly. Knows nothing of Electron; `fork` brings the process.
 */
import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { GatewayCondition } from '../shared/ipc-contract.ts';
import {
  parseGatewayNews,
  type GatewayInfo,
  type GatewayOrder,
  type GatewayStartOptions,
} from '../shared/gateway-port.ts';
import { assertNever } from '../shared/assert-never.ts';

/** A child process with a message port. `exit` comes exactly once. */
export interface GatewayChild {
  send(order: GatewayOrder): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number) => void): void;
  kill(): void;
}

export interface SupervisorTimes {
  /** A child that says nothing for so long is ended and started again. */
  readonly startDeadlineMs: number;
  /** A child that does not stop for so long is ended. */
  readonly stopDeadlineMs: number;
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
  /** After so long alive, the next death counts as the first. */
  readonly provenAfterMs: number;
}

const DEFAULT_TIMES: SupervisorTimes = {
  startDeadlineMs: 30_000,
  stopDeadlineMs: 8_000,
  firstRetryMs: 100,
  longestRetryMs: 30_000,
  provenAfterMs: 30_000,
};

/** How to reach the running gateway's console. */
interface GatewayAccess {
  readonly info: GatewayInfo;
  readonly launchToken: string;
}

export interface GatewaySupervisor {
  start(): void;
  /** Resolves when no process is left. Safe twice and before start. */
  stop(): Promise<void>;
  /** Ends the present pause between tries. */
  retryNow(): void;
  condition(): GatewayCondition;
  /** The running gateway, waiting up to `deadlineMs` while it starts; undefined at once when it has failed. */
  access(deadlineMs: number, signal?: AbortSignal): Promise<GatewayAccess | undefined>;
  onCondition(listener: (condition: GatewayCondition) => void): void;
}

/** The pause before try `n` (1-based): doubles, up to the longest. */
export function retryDelayMs(times: SupervisorTimes, n: number): number {
  return Math.min(times.longestRetryMs, times.firstRetryMs * 2 ** Math.max(0, n - 1));
}

export function createGatewaySupervisor(parts: {
  readonly fork: () => GatewayChild;
  readonly options: GatewayStartOptions;
  readonly times?: SupervisorTimes;
}): GatewaySupervisor {
  return new Supervisor(parts.fork, parts.options, parts.times ?? DEFAULT_TIMES);
}

class Supervisor implements GatewaySupervisor {
  readonly #fork: () => GatewayChild;
  readonly #options: GatewayStartOptions;
  readonly #times: SupervisorTimes;
  readonly #changes = new EventEmitter();
  #condition: GatewayCondition = { state: 'stopped' };
  #access: GatewayAccess | undefined;
  #child: GatewayChild | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #isWanted = false;

  constructor(fork: () => GatewayChild, options: GatewayStartOptions, times: SupervisorTimes) {
    this.#fork = fork;
    this.#options = options;
    this.#times = times;
    this.#changes.setMaxListeners(0);
  }

  start(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#spawn();
  }

  async stop(): Promise<void> {
    this.#isWanted = false;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (child === undefined) {
      this.#become({ state: 'stopped' });
      return;
    }
    const ended = once(this.#changes, 'ended');
    child.send({ type: 'stop' });
    this.#timer = setTimeout(() => child.kill(), this.#times.stopDeadlineMs);
    await ended;
  }

  retryNow(): void {
    if (!this.#isWanted || this.#child !== undefined) return;
    clearTimeout(this.#timer);
    this.#spawn();
  }

  condition(): GatewayCondition {
    return this.#condition;
  }

  onCondition(listener: (condition: GatewayCondition) => void): void {
    this.#changes.on('condition', listener);
  }

  async access(deadlineMs: number, signal?: AbortSignal): Promise<GatewayAccess | undefined> {
    const deadline = AbortSignal.timeout(deadlineMs);
    const until = signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
    while (this.#condition.state === 'starting' && !until.aborted) {
      // A rejection is the deadline or the caller's abort; the loop's condition sees either.
      await once(this.#changes, 'condition', { signal: until }).catch(() => undefined);
    }
    return this.#access;
  }

  #become(condition: GatewayCondition): void {
    this.#condition = condition;
    this.#changes.emit('condition', condition);
  }

  #spawn(): void {
    const child = this.#fork();
    const launchToken = randomBytes(32).toString('base64url');
    const startedAt = performance.now();
    this.#child = child;
    if (this.#condition.state !== 'failed') this.#become({ state: 'starting' });
    child.onMessage((message) => this.#hear(child, launchToken, message));
    child.onExit((code) => this.#ended(child, code, performance.now() - startedAt));
    child.send({ type: 'start', options: this.#options, launchToken });
    this.#timer = setTimeout(() => child.kill(), this.#times.startDeadlineMs);
  }

  #hear(child: GatewayChild, launchToken: string, message: unknown): void {
    const news = parseGatewayNews(message);
    if (news === undefined || child !== this.#child || !this.#isWanted) return;
    clearTimeout(this.#timer);
    switch (news.type) {
      case 'ready':
        this.#access = { info: news.info, launchToken };
        this.#become({ state: 'running', url: news.info.url });
        return;
      case 'failed':
        this.#become({ state: 'failed', sentence: news.sentence });
        child.send({ type: 'stop' });
        this.#timer = setTimeout(() => child.kill(), this.#times.stopDeadlineMs);
        return;
      default:
        assertNever(news);
    }
  }

  #ended(child: GatewayChild, code: number, aliveMs: number): void {
    if (child !== this.#child) return;
    clearTimeout(this.#timer);
    this.#child = undefined;
    const wasRunning = this.#access !== undefined;
    this.#access = undefined;
    if (!this.#isWanted) {
      this.#become({ state: 'stopped' });
      this.#changes.emit('ended');
      return;
    }
    this.#failures = wasRunning && aliveMs >= this.#times.provenAfterMs ? 1 : this.#failures + 1;
    if (this.#condition.state !== 'failed') this.#tellEnd(wasRunning, code);
    this.#timer = setTimeout(() => this.#spawn(), retryDelayMs(this.#times, this.#failures));
  }

  /** The first end of a gateway that ran is mended without a word; what goes on is said. */
  #tellEnd(wasRunning: boolean, code: number): void {
    if (wasRunning && this.#failures === 1) this.#become({ state: 'starting' });
    else this.#become({ state: 'failed', sentence: `The gateway ended by itself (code ${code}).` });
  }
}
