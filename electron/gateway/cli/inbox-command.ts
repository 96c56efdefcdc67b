import { inEnglish, sentence } from '../../shared/words/words.ts';
import { callConsole } from './console-client.ts';

interface InboxCommandOptions {
  readonly dataDir: string;
  readonly json: boolean;
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** One received text on one line: a line break would look like a second text, an escape could command the terminal. */
export function inboxLine(item: unknown): string {
  const field = (name: string): string =>
    textOf(typeof item === 'object' && item !== null ? Reflect.get(item, name) : undefined).replace(
      /[\s\p{Cc}]+/gu,
      ' ',
    );
  const place = `${field('device_name')}/${field('sim')}`;
  return [field('received_at'), field('from'), place, field('text')].join('  ');
}

/** Shows the newest received texts. */
export async function listInbox(options: InboxCommandOptions & { readonly limit: number }): Promise<boolean> {
  const answer = await callConsole(options.dataDir, 'GET', `/inbox?limit=${options.limit}`);
  if (options.json) {
    process.stdout.write(`${JSON.stringify(answer)}\n`);
    return true;
  }
  const items: readonly unknown[] = Array.isArray(answer.items) ? answer.items : [];
  for (const item of items) process.stdout.write(`${inboxLine(item)}\n`);
  if (items.length === 0) {
    process.stdout.write(`${inEnglish(sentence('cli.inbox_empty')).message}\n`);
  }
  return true;
}

/** Switches the inbox of one SIM and says what it means. */
export async function switchInbox(
  options: InboxCommandOptions & { readonly sim: string; readonly on: boolean },
): Promise<boolean> {
  const { sim, on } = options;
  const answer = await callConsole(options.dataDir, 'POST', '/inbox/switch', { sim, on });
  if (options.json) {
    process.stdout.write(`${JSON.stringify(answer)}\n`);
    return true;
  }
  const place = { slot: textOf(answer.sim), phone: textOf(answer.device_name) };
  const told = answer.told_phone === true ? [] : [sentence('cli.told_later')];
  const all = [sentence(on ? 'cli.inbox_on' : 'cli.inbox_off', place), ...told];
  process.stdout.write(`${all.map((spoken) => inEnglish(spoken).message).join(' ')}\n`);
  return true;
}
