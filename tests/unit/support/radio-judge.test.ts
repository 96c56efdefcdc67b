import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judgeTexts, type ClaimedText } from '../../support/radio-judge.ts';
import { waitFor } from '../../support/wait-for.ts';
import { createRadio } from '../../virtual-phone/radio/radio.ts';
import type { PartPlan, Radio } from '../../virtual-phone/radio/radio-types.ts';

let directory: string;
let radio: Radio;
let other: Radio;
beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-judge-'));
  radio = createRadio({ logPath: path.join(directory, 'radio.jsonl') });
  other = createRadio({ logPath: path.join(directory, 'other.jsonl') });
});
afterEach(() => {
  radio.stop();
  other.stop();
  rmSync(directory, { recursive: true });
});

let attempts = 0;
const submit = (plan: Partial<PartPlan> = {}, at = radio, text = 'a text'): void => {
  attempts += 1;
  at.script([{ times: 1, plan }]);
  at.submit({
    attemptId: `att_${attempts}`,
    to: '+9779812345678',
    text,
    parts: 1,
    sim: 1,
    deliveryReport: true,
  });
};
const settled = (count: number, at = radio) =>
  waitFor(
    'the radio to answer',
    () => at.folders().sent.filter((row) => row.state !== 'pending').length === count,
  );
const verdict = (
  status: string,
  failureCode: string | null = null,
  lastAttemptAt: number | null = null,
  more: Partial<ClaimedText> = {},
) => {
  const { doubled, untrue, lost } = judgeTexts(
    [radio, other],
    [{ text: 'a text', status, failureCode, lastAttemptAt, story: '', ...more }],
  );
  return [doubled.length, untrue.length, lost.length];
};
const FINE = [0, 0, 0];
const DOUBLED = [1, 0, 0];
const UNTRUE = [0, 1, 0];
const LOST = [0, 0, 1];

describe('the judge', () => {
  it('finds a text lost that no radio was given, unless an attempt may have died on the way', () => {
    expect(verdict('sent', null, Date.now())).toEqual(LOST);
    expect(verdict('queued', null, Date.now())).toEqual(LOST);
    expect(verdict('unknown')).toEqual(LOST);
    expect(verdict('unknown', null, Date.now())).toEqual(FINE);
  });

  it('takes unknown after a submit that was answered only from a newer attempt', async () => {
    const before = Date.now() - 1;
    submit({ result: 4 });
    await settled(1);
    expect(verdict('unknown', null, before)).toEqual(UNTRUE);
    expect(verdict('unknown', null, Date.now() + 1)).toEqual(FINE);
  });

  it('finds a text doubled after a submit that did not fail, or failed with a code that proves nothing', async () => {
    submit();
    await settled(1);
    submit({ delivery: 'missing' });
    await settled(2);
    expect(verdict('sent')).toEqual(DOUBLED);
  });

  it('lets a text go again after a code that proves it unsent', async () => {
    submit({ result: 4 });
    await settled(1);
    submit();
    await settled(2);
    expect(verdict('sent')).toEqual(FINE);
  });

  it('takes delivered only from a report of every part', async () => {
    submit({ delivery: 'missing' });
    await settled(1);
    expect(verdict('delivered')).toEqual(UNTRUE);
    expect(verdict('sent')).toEqual(FINE);
  });

  it('takes undelivered only from a report', async () => {
    submit({ delivery: 'undelivered' });
    await waitFor('the report', () => radio.reports().length === 1);
    expect(verdict('undelivered')).toEqual(FINE);
    expect(verdict('delivered')).toEqual(UNTRUE);
  });

  it('takes failed only from a radio that failed, and with a code', async () => {
    submit({ result: 10 });
    await settled(1);
    expect(verdict('failed', 'carrier_rejected')).toEqual(FINE);
    expect(verdict('failed')).toEqual(UNTRUE);
    expect(verdict('sent')).toEqual(UNTRUE);
  });

  it('takes unknown only while the radio itself never answered', async () => {
    submit({ resultAfterMs: 60_000 });
    expect(verdict('unknown')).toEqual(FINE);
    submit({ result: 10 });
    await settled(1);
    expect(verdict('unknown')).not.toEqual(FINE);
  });

  it.each(['queued', 'sending'])('takes %s for no end', async (status) => {
    submit();
    await settled(1);
    expect(verdict(status)).toEqual(UNTRUE);
  });

  it('finds a text doubled that two phones were given', async () => {
    submit();
    await settled(1);
    submit({}, other);
    await settled(1, other);
    expect(verdict('delivered')).toEqual(DOUBLED);
    expect(verdict('unanswered')).toEqual(DOUBLED);
  });

  it('lets another phone have it after a code that proves it unsent', async () => {
    submit({ result: 4 });
    await settled(1);
    submit({}, other);
    await waitFor('the report', () => other.reports().length === 1);
    expect(verdict('delivered')).toEqual(FINE);
  });

  it('takes cancelled only where somebody asked for it and nothing left', async () => {
    expect(verdict('cancelled', null, null, { isCancelAsked: true })).toEqual(FINE);
    expect(verdict('cancelled')).toEqual(UNTRUE);
    submit({ result: 4 });
    await settled(1);
    expect(verdict('cancelled', null, null, { isCancelAsked: true })).toEqual(FINE);
    submit();
    await settled(2);
    expect(verdict('cancelled', null, null, { isCancelAsked: true })).toEqual(UNTRUE);
  });

  it('takes refused only for a text that no radio was given', async () => {
    expect(verdict('refused')).toEqual(FINE);
    submit({ result: 4 });
    await settled(1);
    expect(verdict('refused')).toEqual(UNTRUE);
  });

  it('takes unknown where the test knows that the answer was lost', async () => {
    submit();
    await settled(1);
    expect(verdict('unknown', null, null, { isAnswerLost: true })).toEqual(FINE);
    expect(verdict('sending', null, null, { isAnswerLost: true })).toEqual(UNTRUE);
  });

  it('finds a text that nobody asked for', async () => {
    submit({}, other, 'another text');
    submit();
    await settled(1);
    expect(verdict('sent')).toEqual(UNTRUE);
  });

  it('takes expired, and a text that the API does not know any more, for lost', () => {
    expect(verdict('expired')).toEqual(LOST);
    expect(verdict('not found')).toEqual(LOST);
  });
});
