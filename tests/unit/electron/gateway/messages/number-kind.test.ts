import { describe, expect, it } from 'vitest';
import { numberKindOf } from '../../../../../electron/gateway/messages/number-kind.ts';

describe('the kind of a number', () => {
  it.each([
    ['a mobile of Nepal', '+9779812345678', 'mobile'],
    ['a fixed line of Kathmandu', '+97714412345', 'other'],
    ['one of a plan that does not tell', '+12025550123', 'mobile'],
    ['a toll-free number', '+18005550123', 'other'],
    ['one that no plan knows', '+9771', 'unknown'],
  ])('%s', async (_title, number, kind) => {
    expect(await numberKindOf(number)).toBe(kind);
  });
});
