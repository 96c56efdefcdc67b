import { describe, expect, it } from 'vitest';
import { healingStep } from '../../../../../electron/gateway/devices/phone-supervisor.ts';

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
  ])('try %i on a silent phone: %s', (tries, step) => {
    expect(healingStep(tries)).toBe(step);
  });
});
