import { describe, expect, it } from 'vitest';
import { healingStep } from '../../../../../electron/gateway/devices/healing-step.ts';

const MINUTE = 60_000;

describe('healingStep', () => {
  it.each([
    [1, 'cable'],
    [2, 'cable'],
    [3, 'service'],
    [4, 'service'],
    [5, 'restart'],
    [6, 'cable'],
    [9, 'cable'],
    [10, 'restart'],
    [11, 'cable'],
    [100, 'restart'],
    [101, 'cable'],
  ])('try %i on a silent phone of which nothing is awaited: %s', (tries, step) => {
    expect(healingStep({ tries, hasOpenAttempt: false, sinceSubmitMs: 60 * MINUTE })).toBe(step);
  });

  it.each([
    [false, 15 * MINUTE, 'restart'],
    [false, 15 * MINUTE - 1, 'service'],
    [false, 0, 'service'],
    [true, 60 * MINUTE, 'service'],
    [true, 0, 'service'],
  ])('an open attempt (%s) and %i ms since the last submit: %s', (hasOpenAttempt, sinceSubmitMs, step) => {
    for (const tries of [5, 10, 500])
      expect(healingStep({ tries, hasOpenAttempt, sinceSubmitMs })).toBe(step);
  });
});
