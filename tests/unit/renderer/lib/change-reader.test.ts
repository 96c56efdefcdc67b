import { describe, expect, it } from 'vitest';
import { createChangeReader } from '../../../../renderer/lib/change-reader.ts';

const line = (seq: number): string =>
  `data: ${JSON.stringify({ seq, topic: 'message', id: `req_${seq}` })}\n\n`;

describe('the reader of live changes', () => {
  it('reads changes that came together', () => {
    expect(createChangeReader()(line(1) + line(2)).map((change) => change.seq)).toEqual([1, 2]);
  });

  it('reads the same whatever the place of the cut', () => {
    const whole = line(1) + ': beat\n\n' + line(2);
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const read = createChangeReader();
      const changes = [...read(whole.slice(0, cut)), ...read(whole.slice(cut))];
      expect(changes.map((change) => change.id)).toEqual(['req_1', 'req_2']);
    }
  });

  it('passes over beats and what it does not understand', () => {
    const read = createChangeReader();
    expect(read(': beat\n\ndata: {"seq":"x"}\n\ndata: {broken\n\ndata: null\n\n')).toEqual([]);
    expect(read('data: {"seq":1,"topic":"weather","id":""}\n\n')).toEqual([]);
    expect(read(line(3))).toHaveLength(1);
  });
});
