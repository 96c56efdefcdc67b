import { describe, expect, it } from 'vitest';
import { countSurefire } from '../../../scripts/relay-suite.mjs';

describe('countSurefire', () => {
  it('counts tests that passed, with output or without', () => {
    const xml =
      '<testsuite><testcase name="a" classname="A"/><testcase name="b" classname="A"><system-out>x</system-out></testcase></testsuite>';
    expect(countSurefire(xml)).toEqual({ passed: 2, failures: [] });
  });

  it.each(['failure', 'error', 'skipped'])('counts a %s by the name of its test', (problem) => {
    const xml = `<testsuite><testcase name="a" classname="A"><${problem} message="no"/></testcase><testcase name="b" classname="A"/></testsuite>`;
    expect(countSurefire(xml)).toEqual({ passed: 1, failures: [`relay: A.a (${problem})`] });
  });
});
