import { describe, expect, it } from 'vitest';
import { countReport } from '../../../scripts/vitest-suite.mjs';

const file = (
  name: string,
  statuses: readonly string[],
  more: { status?: string; message?: string } = {},
) => ({
  name,
  status: more.status ?? (statuses.every((status) => status === 'passed') ? 'passed' : 'failed'),
  message: more.message ?? '',
  assertionResults: statuses.map((status, index) => ({ status, fullName: `test ${index + 1}` })),
});

const count = (files: Parameters<typeof countReport>[0], code = 0) =>
  countReport(files, { suite: 'unit', code });

describe('countReport', () => {
  it('adds up the tests of all files', () => {
    expect(count([file('a', ['passed', 'passed']), file('b', ['passed'])])).toEqual({
      passed: 3,
      failed: 0,
      failures: [],
    });
  });

  it('names each failed test with its file', () => {
    const { passed, failed, failures } = count([file('a', ['passed', 'failed'])], 1);
    expect({ passed, failed }).toEqual({ passed: 1, failed: 1 });
    expect(failures[0]).toContain('test 2 (failed)');
  });

  it.each(['skipped', 'todo', 'pending'])('counts a test that was %s as failed', (status) => {
    expect(count([file('a', ['passed', status], { status: 'passed' })])).toMatchObject({
      passed: 1,
      failed: 1,
    });
  });

  it('counts a file that did not load as one failure', () => {
    const { failed, failures } = count(
      [file('a', [], { status: 'failed', message: 'no such module\nat x' })],
      1,
    );
    expect(failed).toBe(1);
    expect(failures[0]).toMatch(/no such module$/);
  });

  it('fails a run without tests, and one that ended badly although every test passed', () => {
    expect(count([])).toMatchObject({ passed: 0, failed: 1 });
    expect(count([file('a', ['passed'])], 1)).toMatchObject({ passed: 1, failed: 1 });
  });
});
