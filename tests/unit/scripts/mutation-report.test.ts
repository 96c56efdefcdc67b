import { describe, expect, it } from 'vitest';
import { percentOf, scoreAfter, scoreOf } from '../../../scripts/mutation-report.mjs';

const at = (line: number) => ({ start: { line, column: 3 }, end: { line, column: 9 } });
const mutant = (status: string, line: number, replacement = 'false') => ({
  status,
  mutatorName: 'ConditionalExpression',
  replacement,
  location: at(line),
});

const REPORT = {
  files: {
    'electron/gateway/messages/a.ts': {
      mutants: [mutant('Killed', 1), mutant('Timeout', 2), mutant('Survived', 3, '{\n  x\n}')],
    },
    'electron/gateway/messages/b.ts': {
      mutants: [mutant('NoCoverage', 4), mutant('RuntimeError', 5), mutant('Ignored', 6)],
    },
  },
};

describe('scoreOf', () => {
  it('counts what was noticed and what was not; what could not run is neither', () => {
    expect(scoreOf(REPORT)).toMatchObject({ found: 2, total: 4 });
    expect(percentOf(scoreOf(REPORT))).toBe('50.0 %');
  });

  it('names each survivor so that a person finds it and the tool changes it alone', () => {
    expect(scoreOf(REPORT).survivors).toEqual([
      {
        file: 'electron/gateway/messages/a.ts',
        place: '3:3',
        range: 'electron/gateway/messages/a.ts:3:3-3:9',
        what: 'ConditionalExpression → { x }',
        isCovered: true,
      },
      expect.objectContaining({ place: '4:3', isCovered: false }),
    ]);
  });

  it('has no percentage of nothing', () => {
    expect(percentOf(scoreOf({ files: {} }))).toBe('—');
  });
});

describe('scoreAfter', () => {
  it('takes the total of the first run and the survivors of the second', () => {
    const second = scoreOf({ files: { 'a.ts': { mutants: [mutant('Killed', 3), mutant('Survived', 4)] } } });
    expect(scoreAfter(scoreOf(REPORT), second)).toMatchObject({ found: 3, total: 4 });
  });
});
