/** The diagrams in the folder's README against the tables that the code obeys. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  ATTEMPT_RANK,
  ATTEMPT_STATES,
  BATCH_MOVES,
  MESSAGE_MOVES,
  type AttemptState,
} from '../../../../../electron/shared/states.ts';

const FOLDER = new URL('../../../../../electron/gateway/messages/', import.meta.url);
const diagramsOf = (readme: string) =>
  [...readFileSync(new URL(readme, FOLDER), 'utf8').matchAll(/```mermaid\n([\s\S]*?)```/g)].map((found) =>
    [...(found[1] ?? '').matchAll(/^ +(\w+) --> (\w+)$/gm)].map(([, from = '', to = '']) => ({ from, to })),
  );
const diagrams = diagramsOf('README.md');
const isAttemptState = (text: string): text is AttemptState => Object.hasOwn(ATTEMPT_STATES, text);

describe('the diagrams of messages/README.md', () => {
  it('show every move of a message, and no other', () => {
    const drawn = (diagrams[0] ?? []).map(({ from, to }) => `${from} to ${to}`);
    const allowed = Object.entries(MESSAGE_MOVES).flatMap(([from, targets]) =>
      targets.map((to) => `${from} to ${to}`),
    );
    expect(drawn.sort()).toEqual(allowed.sort());
  });

  it('show every state of an attempt, and only moves that raise its rank', () => {
    const moves = diagrams[1] ?? [];
    const drawn = new Set(moves.flatMap(({ from, to }) => [from, to]));
    expect([...drawn].sort()).toEqual(Object.keys(ATTEMPT_STATES).sort());
    const lowering = moves.filter(({ from, to }) => {
      if (!isAttemptState(from) || !isAttemptState(to)) return true;
      return ATTEMPT_RANK[to] <= ATTEMPT_RANK[from];
    });
    expect(lowering).toEqual([]);
  });
});

describe('the diagram of messages/batches/README.md', () => {
  it('shows every move of a batch, and no other', () => {
    const drawn = (diagramsOf('batches/README.md')[0] ?? []).map(({ from, to }) => `${from} to ${to}`);
    const allowed = Object.entries(BATCH_MOVES).flatMap(([from, targets]) =>
      targets.map((to) => `${from} to ${to}`),
    );
    expect(drawn.sort()).toEqual(allowed.sort());
  });
});
