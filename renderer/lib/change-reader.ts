import { isChangeTopic } from '../../electron/shared/change-topics.ts';
import type { Change } from '../../electron/shared/console/changes.ts';

/** Cuts server-sent events into changes; keeps what is not complete yet. Pure but for its buffer. */
export function createChangeReader(): (chunk: string) => readonly Change[] {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    return lines.flatMap((line) => {
      const change = line.startsWith('data: ') ? readChange(line.slice('data: '.length)) : null;
      return change === null ? [] : [change];
    });
  };
}

function readChange(text: string): Change | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    const topic: unknown = Reflect.get(value, 'topic');
    const id: unknown = Reflect.get(value, 'id');
    const seq: unknown = Reflect.get(value, 'seq');
    if (typeof topic !== 'string' || !isChangeTopic(topic)) return null;
    if (typeof id !== 'string' || typeof seq !== 'number') return null;
    return { seq, topic, id };
  } catch {
    // A line that is not JSON tells nothing; the next catch-up reads everything anew.
    return null;
  }
}
