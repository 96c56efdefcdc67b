import { resolve } from 'node:path';
import { inEnglish, sentence, type Sentence } from '../../shared/words/words.ts';
import { callConsole, NoGatewayError } from './console-client.ts';

export interface BackupCommandOptions {
  readonly dataDir: string;
  readonly json: boolean;
}

/** A large database takes its time, on a slow disk much of it. */
const BACKUP_DEADLINE_MS = 30 * 60_000;

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
/** Some of it came from phones and files: an escape could command the terminal. */
const harmless = (text: string): string => text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();

function print(
  answer: Readonly<Record<string, unknown>>,
  isJson: boolean,
  ...spoken: readonly Sentence[]
): void {
  const lines = spoken.map((each) => {
    const { message, fix } = inEnglish(each);
    return harmless(fix === null ? message : `${message} ${fix}`);
  });
  process.stdout.write(isJson ? `${JSON.stringify(answer)}\n` : `${lines.join('\n')}\n`);
}

/** Makes a backup: by the running gateway, or without one. A path is taken from where the command is run. */
export async function backUp({
  dataDir,
  json,
  file,
}: BackupCommandOptions & { readonly file: string | null }): Promise<boolean> {
  const target = file === null ? null : resolve(file);
  const made = await askGateway(dataDir, target);
  const spoken = sentence('backup.made', { file: textOf(made.file), messages: textOf(made.messages) });
  print(made, json, spoken);
  return true;
}

async function askGateway(dataDir: string, file: string | null): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await callConsole(dataDir, 'POST', '/backups', { file }, BACKUP_DEADLINE_MS);
  } catch (error) {
    if (!(error instanceof NoGatewayError)) throw error;
    const { backUpAtRest } = await import('../wiring/at-rest.ts');
    return { ok: true, ...backUpAtRest(dataDir, file) };
  }
}

/** Puts a backup in the place of the database; no gateway may run. */
export async function restore({
  dataDir,
  json,
  file,
}: BackupCommandOptions & { readonly file: string }): Promise<boolean> {
  const { restoreAtRest } = await import('../wiring/at-rest.ts');
  const { at, messages, phones, aside, generation } = restoreAtRest(dataDir, resolve(file));
  print(
    { ok: true, file: resolve(file), backed_up_at: at, messages, phones, aside, generation },
    json,
    sentence('restore.done', { file, at: at ?? '?', messages }),
    ...(aside === null ? [] : [sentence('restore.aside', { aside })]),
    sentence('restore.phones_asked', { phones }),
  );
  return true;
}

interface AskedPhone {
  readonly name: string;
  readonly hasAnswered: boolean;
}

function phonesOf(value: unknown): readonly AskedPhone[] {
  if (!Array.isArray(value)) return [];
  return value.map((phone: unknown) => {
    const field = (name: string): unknown =>
      typeof phone === 'object' && phone !== null ? Reflect.get(phone, name) : undefined;
    return { name: textOf(field('name')), hasAnswered: field('has_answered') === true };
  });
}

/** Tells which phones are asked after a restore, or lets messages go without those that did not answer. */
export async function reconcile({
  dataDir,
  json,
  ...wanted
}: BackupCommandOptions & {
  readonly release: boolean;
  readonly acceptDuplicateRisk: boolean;
}): Promise<boolean> {
  const state = await callConsole(dataDir, 'GET', '/queue/reconcile');
  const missing = phonesOf(state.phones).filter(({ hasAnswered }) => !hasAnswered);
  const names = missing.map(({ name }) => name).join(', ');
  if (state.is_held !== true || !wanted.release) {
    const held =
      missing.length === 0 ? sentence('reconcile.ending') : sentence('reconcile.waiting', { names });
    print(state, json, state.is_held === true ? held : sentence('reconcile.none'));
    return true;
  }
  if (!wanted.acceptDuplicateRisk) {
    process.stderr.write(`${harmless(inEnglish(sentence('reconcile.risk', { names })).message)}\n`);
    return false;
  }
  const released = await callConsole(dataDir, 'POST', '/queue/reconcile/release', {
    accept_duplicate_risk: true,
  });
  print(released, json, sentence('reconcile.released'));
  return true;
}
