import { afterInBackground } from './timers.ts';

type Level = 'info' | 'warn' | 'error';
type Facts = Readonly<Record<string, unknown>>;
type Log = Readonly<Record<Level, (facts: Facts, sentence: string) => void>>;

export const REPEAT_WINDOW_MS = 60_000;
/** Different causes of one sentence in one window; what is said may come from a peer that makes up new ones. */
const MAX_CAUSES = 20;
const MAX_ERROR_CHARS = 200;
/** What tells two causes of one sentence apart. */
const CAUSE_FACTS = ['device', 'deviceId', 'route', 'step', 'code'] as const;

interface Repeated {
  readonly level: Level;
  readonly facts: Facts;
  readonly sentence: string;
  times: number;
}

function causeOf(facts: Facts): string {
  const told = CAUSE_FACTS.map((name) => JSON.stringify(facts[name] ?? ''));
  return [...told, JSON.stringify(facts['error'] ?? '').slice(0, MAX_ERROR_CHARS)].join();
}

/**
 * Logs each cause once a minute: the first time at once, and when the minute is over how often it came again
 * (`times`, with the facts of the first), so that a peer or a fault that repeats itself does not drown the rest.
 */
export function withoutRepeats(log: Log): Log {
  const bySentence = new Map<string, Map<string, Repeated>>();

  function tell(sentence: string): void {
    const causes = bySentence.get(sentence);
    bySentence.delete(sentence);
    for (const { level, facts, times } of causes?.values() ?? []) {
      if (times > 0) log[level]({ ...facts, times }, `again: ${sentence}`);
    }
  }

  function take(level: Level, facts: Facts, sentence: string): void {
    let causes = bySentence.get(sentence);
    if (causes === undefined) {
      causes = new Map();
      bySentence.set(sentence, causes);
      afterInBackground(
        REPEAT_WINDOW_MS,
        () => {
          tell(sentence);
        },
        () => undefined,
      );
    }
    const cause = causeOf(facts);
    const key = causes.has(cause) || causes.size < MAX_CAUSES ? cause : 'others';
    const known = causes.get(key);
    if (known !== undefined) {
      known.times += 1;
      return;
    }
    causes.set(key, { level, facts, sentence, times: 0 });
    log[level](facts, sentence);
  }

  return {
    info: (facts, sentence) => {
      take('info', facts, sentence);
    },
    warn: (facts, sentence) => {
      take('warn', facts, sentence);
    },
    error: (facts, sentence) => {
      take('error', facts, sentence);
    },
  };
}
