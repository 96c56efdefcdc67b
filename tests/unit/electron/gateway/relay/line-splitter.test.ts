import { describe, expect, it } from 'vitest';
import { LineSplitter } from '../../../../../electron/gateway/relay/line-splitter.ts';

const push = (splitter: LineSplitter, text: string) => splitter.push(Buffer.from(text));

describe('LineSplitter', () => {
  it('gives the complete lines of a read and holds the rest', () => {
    const splitter = new LineSplitter(100);
    expect(push(splitter, 'one\ntwo\nthr')).toEqual({ lines: ['one', 'two'], problem: null });
    expect(push(splitter, 'ee')).toEqual({ lines: [], problem: null });
    expect(push(splitter, '\n\n')).toEqual({ lines: ['three', ''], problem: null });
  });

  it('joins a character whose bytes came apart', () => {
    const splitter = new LineSplitter(100);
    const bytes = Buffer.from('नमस्ते\n');
    const lines = [...bytes].flatMap((byte) => splitter.push(Buffer.of(byte)).lines);
    expect(lines).toEqual(['नमस्ते']);
  });

  it.each([
    ['in one read', [`${'x'.repeat(9)}\n`], null],
    ['in two reads', ['x'.repeat(9), '\n'], null],
    ['one byte over in one read', [`${'x'.repeat(10)}\n`], 'a line is too long'],
    ['one byte over in two reads', ['xxxxx', 'xxxxx\n'], 'a line is too long'],
    ['one byte over and still without an end', ['x'.repeat(10)], 'a line is too long'],
  ])('counts the LF towards the cap of 10 bytes: %s', (_how, reads, problem) => {
    const splitter = new LineSplitter(10);
    expect(reads.map((read) => push(splitter, read)).at(-1)?.problem).toBe(problem);
  });

  it('keeps the good lines before a bad one', () => {
    expect(push(new LineSplitter(10), `ok\n${'x'.repeat(50)}`)).toEqual({
      lines: ['ok'],
      problem: 'a line is too long',
    });
  });

  it('refuses what is not UTF-8', () => {
    const read = Buffer.concat([Buffer.from('ok\n'), Buffer.from([0xc3, 0x28, 0x0a])]);
    expect(new LineSplitter(100).push(read)).toEqual({ lines: ['ok'], problem: 'a line is not UTF-8' });
  });
});
