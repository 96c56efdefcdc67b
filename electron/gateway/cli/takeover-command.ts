import { inEnglish, sentence } from '../../shared/words/words.ts';
import { callConsole, ConsoleClientError } from './console-client.ts';

export interface TakeoverCommandOptions {
  readonly dataDir: string;
  readonly json: boolean;
}

/** A question as the console tells it; what comes from a phone is made harmless for a terminal. */
interface Question {
  readonly oldSimId: string;
  readonly newSimId: string;
  readonly phone: string;
  readonly slot: string;
  readonly carrier: string;
  readonly count: string;
}

async function askConsole(dataDir: string): Promise<readonly unknown[]> {
  const { takeovers } = await callConsole(dataDir, 'GET', '/devices');
  const items: readonly unknown[] = Array.isArray(takeovers) ? takeovers : [];
  return items;
}

function questionsOf(items: readonly unknown[]): readonly Question[] {
  return items.map((item) => {
    const field = (name: string): string => {
      const value: unknown = typeof item === 'object' && item !== null ? Reflect.get(item, name) : undefined;
      const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
      return text.replace(/[\s\p{Cc}]+/gu, ' ');
    };
    return {
      oldSimId: field('old_sim_id'),
      newSimId: field('new_sim_id'),
      phone: field('device_name'),
      slot: field('sim'),
      carrier: field('carrier'),
      count: field('waiting'),
    };
  });
}

/** Lists the SIMs that stand in the place of one that is gone, and what waits for that. */
export async function listTakeovers({ dataDir, json }: TakeoverCommandOptions): Promise<boolean> {
  const items = await askConsole(dataDir);
  if (json) {
    process.stdout.write(`${JSON.stringify({ ok: true, items })}\n`);
    return true;
  }
  const lines = questionsOf(items).map(({ phone, slot, carrier, count, oldSimId }) =>
    [`${phone}/${slot}`, carrier, count, oldSimId].join('  '),
  );
  const empty = inEnglish(sentence('cli.no_takeover')).message;
  process.stdout.write(`${(lines.length === 0 ? [empty] : lines).join('\n')}\n`);
  return true;
}

/** Answers for the SIM that is gone, by its id or by `NAME/SLOT`. */
export async function answerTakeover(
  options: TakeoverCommandOptions & { readonly sim: string; readonly takesOver: boolean },
): Promise<boolean> {
  const { dataDir, sim, takesOver } = options;
  const meant = questionsOf(await askConsole(dataDir)).filter(
    ({ oldSimId, phone, slot }) => sim === oldSimId || sim === `${phone}/${slot}`,
  );
  const [question] = meant;
  if (question === undefined) throw refusal('cli.no_takeover');
  if (meant.length > 1) throw refusal('cli.several_takeovers');
  const { oldSimId, newSimId, phone, slot, count } = question;
  const answer = await callConsole(dataDir, 'POST', `/sims/${encodeURIComponent(oldSimId)}/takeover`, {
    new_sim_id: newSimId,
    takes_over: takesOver,
  });
  const said = sentence(takesOver ? 'cli.takes_over' : 'cli.stays', { phone, slot, count });
  process.stdout.write(options.json ? `${JSON.stringify(answer)}\n` : `${inEnglish(said).message}\n`);
  return true;
}

function refusal(code: 'cli.no_takeover' | 'cli.several_takeovers'): ConsoleClientError {
  return new ConsoleClientError(inEnglish(sentence(code)).message);
}
