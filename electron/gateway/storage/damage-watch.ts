/** The state of a damaged database: from the first sign until its indexes are made anew, or the gateway ends. */
import { assertNever } from '../../shared/assert-never.ts';
import { logged } from '../foundation/faults.ts';
import type { Logger } from '../foundation/logger.ts';
import { isDamage } from './database.ts';
import type { BackgroundMending } from './mend-in-background.ts';
import type { Mending } from './mend-database.ts';

interface DamageWatchDeps {
  readonly path: string;
  readonly log: Logger;
  readonly mend: () => BackgroundMending;
  /** Only indexes were hurt, and they were made anew: keeps that for the operator. */
  readonly record: (why: string) => void;
}

/** Who is told, after the fact. */
export interface DamageListener {
  /** The state began or ended. */
  readonly changed: () => void;
  /** What was read through the indexes before may be wrong: they have been made anew. */
  readonly rebuilt: () => void;
}

interface DamageWatch {
  readonly isDamaged: () => boolean;
  /** Any error of the database; one that tells of damage begins the state and has the file checked. */
  readonly notice: (error: unknown) => void;
  /** What a check found. */
  readonly learn: (found: Mending) => void;
  /** From now on the file is checked beside the gateway: at once if `checkNow`, and at each first sign of damage. */
  start(listener: DamageListener, checkNow: boolean): void;
  /** Resolves when no check is running. Safe twice and before start. */
  readonly stop: () => Promise<void>;
}

export function createDamageWatch({ path, log, mend, record }: DamageWatchDeps): DamageWatch {
  let isDamaged = false;
  let listener: DamageListener | null = null;
  let running: BackgroundMending | null = null;

  function enter(why: string): void {
    if (isDamaged) return;
    isDamaged = true;
    log.error({ file: path, why }, 'the database is damaged; nothing new is taken or sent');
    listener?.changed();
  }

  function leave(why: string): void {
    log.warn(
      { file: path, why },
      'indexes of the database were damaged; they were made anew, and it is sound',
    );
    record(why);
    isDamaged = false;
    listener?.rebuilt();
    listener?.changed();
  }

  function learn(found: Mending): void {
    switch (found.kind) {
      case 'sound':
        // A page that was read wrong may be right on the disk; only a new start reads all of them anew.
        if (isDamaged) log.error({ file: path }, 'a check finds the database sound; start RelayDesk again');
        return;
      case 'rebuilt':
        leave(found.why);
        return;
      case 'damaged':
        enter(found.why);
        return;
      case 'unchecked':
        log.warn({ file: path, why: found.why }, 'the database could not be checked for damage');
        return;
      default:
        assertNever(found);
    }
  }

  function look(): void {
    if (listener === null || running !== null) return;
    const own = mend();
    running = own;
    own.found
      .then((found) => {
        running = null;
        if (listener !== null) learn(found);
      })
      .catch(logged(log, 'what a check of the database found could not be told'));
  }

  return {
    isDamaged: () => isDamaged,
    notice: (error) => {
      if (isDamaged || !isDamage(error)) return;
      enter(String(error));
      look();
    },
    learn,
    start: (told, checkNow) => {
      listener = told;
      if (checkNow || isDamaged) look();
    },
    stop: async () => {
      listener = null;
      await running?.stop();
      running = null;
    },
  };
}
