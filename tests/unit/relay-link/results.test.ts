import { describe, expect, it } from 'vitest';
import { ANDROID_RESULTS, readAndroidResult } from '../../../electron/shared/android-results.ts';
import { readResultCases } from '../../relay-link/frame-cases.ts';

const cases = readResultCases();

describe('android-results.ts and results.json', () => {
  it('know the same numbers', () => {
    expect([...ANDROID_RESULTS.keys()].sort((a, b) => a - b)).toEqual(cases.map((each) => each.result));
  });

  for (const { result, name, class: outcome, may_have_left: mayHaveLeft } of cases) {
    it(`reads ${String(result)} ${name} as ${outcome}${mayHaveLeft ? ' that may have left' : ''}`, () => {
      const read = readAndroidResult(result);
      expect(read).toMatchObject({ outcome, mayHaveLeft });
      expect([`RESULT_${read.name}`, `RESULT_ERROR_${read.name}`]).toContain(name);
    });
  }

  it('retry only the closed list', () => {
    expect(cases.filter((each) => each.class === 'retry').map((each) => each.name)).toEqual([
      'RESULT_ERROR_RADIO_OFF',
      'RESULT_ERROR_NO_SERVICE',
      'RESULT_ERROR_LIMIT_EXCEEDED',
      'RESULT_RADIO_NOT_AVAILABLE',
      'RESULT_RIL_NETWORK_NOT_READY',
      'RESULT_RIL_SIM_ABSENT',
      'RESULT_RIL_NO_SUBSCRIPTION',
      'RESULT_RIL_NO_NETWORK_FOUND',
    ]);
  });

  it('read a number that the SDK does not name as unknown', () => {
    expect(readAndroidResult(4711)).toMatchObject({ outcome: 'unknown' });
    expect(readAndroidResult(null)).toMatchObject({ outcome: 'unknown' });
  });
});
