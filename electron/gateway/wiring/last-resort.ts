/**
 * What happens to an error that nobody caught: the gateway can not know what it left half done, so it ends, and whoever
 * started it (the desktop, systemd) starts it again. What was accepted is on disk.
 */
import { join } from 'node:path';
import { textOfError } from '../foundation/faults.ts';
import type { Logger } from '../foundation/logger.ts';
import { readVersion } from '../foundation/product-version.ts';
import { writePrivateFile } from '../storage/private-file.ts';

/** In the data directory: why the gateway ended by itself the last time, as one JSON object. */
export const LAST_CRASH_FILE = 'last-crash';

/** The exit code of a gateway that ended for an error of its own (EX_SOFTWARE of sysexits.h). */
const CRASH_EXIT_CODE = 70;

interface LastResortDeps {
  readonly dataDir: string;
  /** Closes the storage at once. */
  readonly abandon: () => void;
  readonly log: Logger;
}

/** As much of `process` as is needed; tests bring their own. */
interface FaultyProcess {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (error: unknown) => void): unknown;
  exit(code: number): void;
}

/** From now on an error that nobody caught is logged, written to `last-crash`, and ends the process with code 70. */
export function installLastResort(deps: LastResortDeps, faulty: FaultyProcess = process): void {
  let isEnding = false;
  const end = (origin: string) => (error: unknown) => {
    if (isEnding) return;
    isEnding = true;
    const reason = textOfError(error);
    const steps = [
      () => {
        deps.log.error({ error: reason, origin }, 'the gateway ends: an error that nobody caught');
      },
      () => {
        writePrivateFile(join(deps.dataDir, LAST_CRASH_FILE), crashText(origin, reason));
      },
      deps.abandon,
    ];
    for (const step of steps) attempt(step);
    faulty.exit(CRASH_EXIT_CODE);
  };
  faulty.on('uncaughtException', end('uncaughtException'));
  faulty.on('unhandledRejection', end('unhandledRejection'));
}

function attempt(step: () => void): void {
  try {
    step();
  } catch {
    // On a full disk the reason is in the log alone; nothing may keep the process from ending.
  }
}

function crashText(origin: string, reason: string): string {
  const facts = { at: new Date().toISOString(), version: readVersion(), origin, reason };
  return `${JSON.stringify(facts)}\n`;
}
