import { callConsole } from './console-client.ts';

export interface InboxCommandOptions {
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
    process.stdout.write(
      'No text was taken in yet. A SIM takes in texts after: relaydesk inbox on "NAME/1"\n',
    );
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
  const place = `SIM ${textOf(answer.sim)} of ${textOf(answer.device_name)}`;
  const what = on
    ? 'takes in texts: from numbers texted in the last 30 days, and STOP. All others stay on the phone.'
    : 'takes in no texts.';
  const told = answer.told_phone === true ? '' : ' The phone is told when it is connected again.';
  process.stdout.write(`${place} ${what}${told}\n`);
  return true;
}
