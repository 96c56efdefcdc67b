/** Hears of what a callback threw or its promise rejected with. Must not throw itself. */
export type Failed = (error: unknown) => void;

/** As much of the logger as a fault needs. */
interface FaultLog {
  error(facts: Readonly<Record<string, unknown>>, sentence: string): void;
}

/** What to log of an error: its stack where there is one. */
export function textOfError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? String(error)) : String(error);
}

/** Logs the error under the sentence, and goes on. */
export function logged(log: FaultLog, sentence: string): Failed {
  return (error) => {
    log.error({ error: textOfError(error) }, sentence);
  };
}

/**
 * The callback for a timer, an emitter or a stream, made safe: whatever it throws, now or by a promise, is given to
 * `failed`, and whoever calls it goes on. An error that nobody catches there would end the process.
 */
export function guarded<A extends unknown[]>(
  run: (...args: A) => unknown,
  failed: Failed,
): (...args: A) => void {
  return (...args) => {
    try {
      const result = run(...args);
      if (result instanceof Promise) result.catch(failed);
    } catch (error) {
      failed(error);
    }
  };
}
