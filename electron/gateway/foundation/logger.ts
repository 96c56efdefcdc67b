import { pino } from 'pino';
import { withoutRepeats } from './log-repeats.ts';
import { createLogSink } from './log-sink.ts';

/** What the gateway's parts may log: facts by name. Never texts, full numbers, codes or tokens. */
export interface Logger {
  info(facts: Readonly<Record<string, unknown>>, sentence: string): void;
  warn(facts: Readonly<Record<string, unknown>>, sentence: string): void;
  error(facts: Readonly<Record<string, unknown>>, sentence: string): void;
}

/**
 * Logs JSON lines to standard error, so that standard output stays free for `--json`. Never waits for who reads them,
 * and logs a cause that repeats itself once a minute.
 */
export function createLogger(level: 'info' | 'warn' | 'error' | 'silent'): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  return withoutRepeats(pino(options, createLogSink(process.stderr)));
}

export const silentLogger: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
