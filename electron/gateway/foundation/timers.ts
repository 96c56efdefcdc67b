/**
 * The only place of the gateway that starts timers (a lint rule holds it): each has an owner who hears of what it
 * throws, and a way to stop it.
 */
import { guarded, type Failed } from './faults.ts';

/** A timer that runs or ran; `stop` is safe twice. */
export interface Timer {
  stop(): void;
}

/** Runs it again and again until it is stopped; one run that throws does not end the next. */
export function every(ms: number, run: () => unknown, failed: Failed): Timer {
  const timer = setInterval(guarded(run, failed), ms);
  return {
    stop: () => {
      clearInterval(timer);
    },
  };
}

/** Runs it once, after so many milliseconds, unless it is stopped before. */
export function after(ms: number, run: () => unknown, failed: Failed): Timer {
  const timer = setTimeout(guarded(run, failed), ms);
  return {
    stop: () => {
      clearTimeout(timer);
    },
  };
}

/** As `after`, but does not keep the process alive. */
export function afterInBackground(ms: number, run: () => unknown, failed: Failed): Timer {
  const timer = setTimeout(guarded(run, failed), ms);
  timer.unref();
  return {
    stop: () => {
      clearTimeout(timer);
    },
  };
}

/** Runs it once, when the loop has dealt with what waits now. */
export function soon(run: () => unknown, failed: Failed): Timer {
  const immediate = setImmediate(guarded(run, failed));
  return {
    stop: () => {
      clearImmediate(immediate);
    },
  };
}

/** A wait that can be ended before its time. */
export interface Pause {
  readonly over: Promise<void>;
  readonly end: () => void;
}

export function pause(ms: number): Pause {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => {
    resolve(undefined);
  }, ms);
  return {
    over: promise,
    end: () => {
      clearTimeout(timer);
      resolve(undefined);
    },
  };
}
