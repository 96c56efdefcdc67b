import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLogSink } from '../../../../../electron/gateway/foundation/log-sink.ts';

describe('the sink of the log', () => {
  it('drops what nobody reads, and tells how much when there is room again', () => {
    const taken: string[] = [];
    const waiting: (() => void)[] = [];
    const stream = new Writable({
      decodeStrings: false,
      write: (line: string, _encoding, done) => {
        taken.push(line);
        waiting.push(done);
      },
    });
    const sink = createLogSink(stream, 100);
    for (let n = 0; n < 50; n += 1) sink.write('0123456789\n');
    expect(stream.writableLength).toBeLessThanOrEqual(100);
    while (waiting.length > 0) waiting.shift()?.();
    sink.write('after\n');
    while (waiting.length > 0) waiting.shift()?.();
    expect(taken.at(-2)).toContain('"dropped":41');
    expect(taken.at(-1)).toBe('after\n');
  });

  it('outlives a reader that goes away', () => {
    const stream = new PassThrough();
    const sink = createLogSink(stream);
    expect(stream.emit('error', new Error('write EPIPE'))).toBe(true);
    stream.destroy();
    sink.write('nobody hears\n');
  });
});
