/** Limits that both sides of the link hold for themselves, and that have to be the same. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { MAX_FRAME_BYTES, MAX_LEDGER_PAGE } from '../../../electron/gateway/relay/frames.ts';
import { MOST_PARTS, PARTS_PER_MINUTE } from '../../../electron/shared/parts.ts';

const JAVA = path.resolve(import.meta.dirname, '../../../relay-apk/src/main/java/app/relaydesk/relay');

/** The numbers of the one place in a Java file that the pattern finds; `64 * 1024` counts as its product. */
function numbersIn(file: string, pattern: RegExp): readonly number[] {
  const [, ...found] = pattern.exec(readFileSync(path.join(JAVA, file), 'utf8')) ?? [];
  return found.map((text) =>
    text.split('*').reduce((all, each) => all * Number(each.replaceAll('_', '')), 1),
  );
}

it.each([
  ['the bytes of a frame', 'model/FrameLimits.java', /MAX_FRAME_BYTES = ([\d_ *]+);/, [MAX_FRAME_BYTES]],
  [
    'the entries of a ledger page',
    'model/FrameLimits.java',
    /MAX_LEDGER_PAGE = ([\d_ *]+);/,
    [MAX_LEDGER_PAGE],
  ],
  ['the parts of a text', 'model/Radio.java', /MOST_PARTS = ([\d_ *]+);/, [MOST_PARTS]],
  [
    'the parts of a minute',
    'model/LinkConfig.java',
    /integer\("parts_per_minute", ([\d_]+), ([\d_]+)\)/,
    [PARTS_PER_MINUTE.minimum, PARTS_PER_MINUTE.maximum],
  ],
])('gateway and relay app agree on %s', (_what, file, pattern, ours) => {
  expect(numbersIn(file, pattern)).toEqual(ours);
});
