import { backoffMs, type BackoffRule } from '../foundation/backoff.ts';
import { pause } from '../foundation/timers.ts';
import { AdbError, type AdbConnection, type AdbServer } from './adb-server.ts';
import { listPhones } from './list-phones.ts';
import type { ListedPhone } from './parse-devices.ts';

/** What is known of the phones around: the list, or why there is none. */
export type TrackedPhones =
  | { readonly available: true; readonly phones: readonly ListedPhone[] }
  | { readonly available: false; readonly problem: AdbError };

const RETRY: BackoffRule = { firstMs: 500, factor: 2, maxMs: 10_000, jitter: 0.2 };
/** Without an adb on the machine somebody may install one; looking is cheap. */
const NO_ADB_RETRY_MS = 30_000;

interface PhoneTracker {
  start(): void;
  /**
   * Resolves when nothing is left running: at once while it follows, when the call under way is over while it
   * connects (`AdbServer.close` ends that too).
   */
  stop(): Promise<void>;
}

/**
 * Follows the list of phones for ever. adb tells that the list changed (`host:track-devices`); the list itself is
 * read anew each time, with models and transport ids. When the server dies the tracker starts it again.
 */
export function createPhoneTracker(server: AdbServer, saw: (sighting: TrackedPhones) => void): PhoneTracker {
  let isStopped = true;
  const hasStopped = (): boolean => isStopped;
  let following: AdbConnection | null = null;
  let running: Promise<void> = Promise.resolve();
  let wakeUp: () => void = () => undefined;

  async function followOnce(): Promise<void> {
    const connection = await server.follow('host:track-devices');
    following = connection;
    // A socket that is destroyed ends none of adbkit's reads, so its close has to.
    const closed = new Promise<never>((_resolve, reject) => {
      connection.socket.once('close', () => {
        reject(new AdbError('gone', 'The adb server went away.'));
      });
    });
    closed.then(undefined, () => undefined);
    try {
      while (!hasStopped()) {
        await Promise.race([Promise.resolve(connection.parser.readValue()), closed]);
        saw({ available: true, phones: await listPhones(server) });
      }
    } finally {
      following = null;
      connection.socket.destroy();
    }
  }

  async function run(): Promise<void> {
    let tries = 0;
    while (!hasStopped()) {
      const startedAt = performance.now();
      try {
        await followOnce();
      } catch (error) {
        if (hasStopped()) return;
        const problem =
          error instanceof AdbError ? error : new AdbError('gone', 'The adb server went away.', error);
        saw({ available: false, problem });
        if (performance.now() - startedAt > 5_000) tries = 0;
        tries += 1;
        const rest = pause(
          problem.kind === 'no_adb' ? NO_ADB_RETRY_MS : backoffMs(RETRY, tries, Math.random()),
        );
        wakeUp = rest.end;
        await rest.over;
      }
    }
  }

  return {
    start: () => {
      if (!isStopped) return;
      isStopped = false;
      running = run();
    },
    stop: async () => {
      isStopped = true;
      following?.socket.destroy();
      wakeUp();
      await running;
    },
  };
}
