import { expect, it } from 'vitest';
import { dataDirOf } from '../../../scripts/data-dir-argument.mjs';

it.each([
  [undefined, []],
  [undefined, ['--demo-phone', '--data-dir']],
  ['X', ['--data-dir', 'X']],
  ['X', ['--demo-phone', '--data-dir=X']],
  ['a=b', ['--data-dir=a=b']],
  ['Y', ['--data-dir=X', '--data-dir', 'Y']],
])('finds %s in %o', (directory, args) => {
  expect(dataDirOf(args)).toBe(directory);
});
