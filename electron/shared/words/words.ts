/**
 * Everything that the gateway tells a person: a code with values, and its text in every language from one table, split
 * into files by subject. A code is `subject.name`. The gateway hands codes out; what a person reads is made here, in
 * English for the API, the command line and the log, in the chosen language for the screens.
 */
import { BULK_WARNING } from './bulk.ts';
import { ADB, PHONE, PROBLEM } from './phones.ts';
import { BACKUP, RECONCILE, RESTORE } from './backups.ts';
import { CLI } from './command-line.ts';
import { DOCTOR } from './doctor.ts';
import { FAILURE } from './failures.ts';
import { FIELD } from './fields.ts';
import { INSTALL } from './installing.ts';
import { CHECK, QUEUE, WAITING } from './queue.ts';
import { LINK, REFUSAL } from './refusals.ts';
import { START } from './starting.ts';
import { STEP, STEP_TITLE } from './steps.ts';
import { WARNING } from './warnings.ts';
import { fill, type Entries, type Entry, type Language, type ValueNames } from './text.ts';

export const WORDS = {
  adb: ADB,
  backup: BACKUP,
  bulk_warning: BULK_WARNING,
  check: CHECK,
  cli: CLI,
  doctor: DOCTOR,
  failure: FAILURE,
  field: FIELD,
  install: INSTALL,
  link: LINK,
  phone: PHONE,
  problem: PROBLEM,
  queue: QUEUE,
  reconcile: RECONCILE,
  refusal: REFUSAL,
  restore: RESTORE,
  start: START,
  step: STEP,
  step_title: STEP_TITLE,
  waiting: WAITING,
  warning: WARNING,
} as const satisfies Readonly<Record<string, Entries>>;

type Words = typeof WORDS;
type Subject = keyof Words;
/** `subject.name` of every entry of a subject. */
type CodeOf<S extends Subject> = `${S}.${Extract<keyof Words[S], string>}`;
export type Code = { [S in Subject]: CodeOf<S> }[Subject];

type EntryOf<C extends Code> = C extends `${infer S extends Subject}.${infer N}`
  ? N extends keyof Words[S]
    ? Words[S][N]
    : never
  : never;

export type Values = Readonly<Record<string, string | number>>;
/** The values that the texts of a code need, by their names. */
export type ValuesOf<C extends Code> = Readonly<Record<ValueNames<EntryOf<C>>, string | number>>;

/** One thing to tell a person. `sentence` makes it, and holds the values to what the code needs. */
export interface Sentence {
  readonly code: Code;
  readonly values: Values;
}

/** What a person reads: what is so, and what to do next. */
export interface Wording {
  readonly message: string;
  readonly fix: string | null;
}

const ENTRIES: ReadonlyMap<string, Entry> = new Map(
  Object.entries<Entries>(WORDS).flatMap(([subject, entries]) =>
    Object.entries(entries).map(([name, entry]) => [`${subject}.${name}`, entry] as const),
  ),
);

const NO_VALUES: Values = {};

/** A code with the values that its texts need. */
export function sentence<C extends Code>(
  code: C,
  ...values: [ValueNames<EntryOf<C>>] extends [never] ? [] : [values: ValuesOf<C>]
): Sentence {
  return { code, values: values[0] ?? NO_VALUES };
}

/** The words for a sentence in a language. */
export function say(language: Language, { code, values }: Sentence): Wording {
  const entry = ENTRIES.get(code);
  // Only an answer of another version can bring a code that is not in the table.
  if (entry === undefined) return { message: code, fix: null };
  return {
    message: fill(entry.message[language], values),
    fix: entry.fix === undefined ? null : fill(entry.fix[language], values),
  };
}

/** The words for the API, the command line and the log. */
export function inEnglish(spoken: Sentence): Wording {
  return say('en', spoken);
}

export function isCode(text: string): text is Code {
  return ENTRIES.has(text);
}
