import { AdbError } from '../adb/adb-server.ts';
import type { Feed } from '../events/feed.ts';
import { after } from '../foundation/timers.ts';

/** Lets a step wait for a change of some phone. */
interface DeviceChanges {
  /** Resolves at the next change, or when the time is up. Rejects with `AdbError` where the gateway is stopping. */
  readonly next: (withinMs: number) => Promise<void>;
  /** Ends every wait, and those that come. */
  readonly stop: () => void;
}

export function createDeviceChanges(feed: Feed): DeviceChanges {
  const stopping = new AbortController();
  const stopped = (): AdbError => new AdbError('gone', 'the gateway is stopping');
  return {
    next: (withinMs) =>
      new Promise((resolve, reject) => {
        if (stopping.signal.aborted) {
          reject(stopped());
          return;
        }
        const end = (tell: () => void): void => {
          timer.stop();
          stopListening();
          stopping.signal.removeEventListener('abort', giveUp);
          tell();
        };
        const giveUp = (): void => {
          end(() => {
            reject(stopped());
          });
        };
        const timer = after(
          withinMs,
          () => {
            end(resolve);
          },
          reject,
        );
        const stopListening = feed.listen((changes) => {
          if (changes.some((change) => change.topic === 'device')) end(resolve);
        });
        stopping.signal.addEventListener('abort', giveUp);
      }),
    stop: () => {
      stopping.abort();
    },
  };
}
