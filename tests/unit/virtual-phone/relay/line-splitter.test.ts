import { describe, expect, it } from 'vitest';
import { LineSplitter } from '../../../virtual-phone/relay/line-splitter.ts';

describe('the line splitter', () => {
  it('gives the same lines however the bytes are cut', () => {
    const bytes = Buffer.from('{"a":"ü"}\n\n{"b":"😀"}\n{"c"');
    for (let size = 1; size <= bytes.length; size += 1) {
      const splitter = new LineSplitter(64);
      const lines: string[] = [];
      for (let start = 0; start < bytes.length; start += size) {
        lines.push(...(splitter.push(bytes.subarray(start, start + size)) ?? ['too long']));
      }
      expect(lines).toEqual(['{"a":"ü"}', '', '{"b":"😀"}']);
    }
  });

  it('takes a line of exactly the limit with its LF, and none that is longer', () => {
    expect(new LineSplitter(8).push(Buffer.from('1234567\n'))).toEqual(['1234567']);
    expect(new LineSplitter(8).push(Buffer.from('12345678\n'))).toBeNull();
  });

  it('refuses a line that is too long before its end has come', () => {
    const splitter = new LineSplitter(8);
    expect(splitter.push(Buffer.from('1234567'))).toEqual([]);
    expect(splitter.push(Buffer.from('8'))).toBeNull();
  });
});
