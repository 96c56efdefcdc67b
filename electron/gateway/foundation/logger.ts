import { pino } from 'pino';

/** What the gateway's parts may log: facts by name. Never texts, full numbers, codes or tokens. */
export interface Logger {
  info(facts: Readonly<Record<string, unknown>>, sentence: string): void;
  warn(facts: Readonly<Record<string, unknown>>, sentence: string): void;
  error(facts: Readonly<Record<string, unknown>>, sentence: string): void;
}

/** Logs JSON lines to standard error, so that standard output stays free for `--json`. */
export function createLogger(level: 'info' | 'warn' | 'error' | 'silent'): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  );
}

export const silentLogger: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
