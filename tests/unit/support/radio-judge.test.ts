import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judgeTexts } from '../../support/radio-judge.ts';
import { waitFor } from '../../support/wait-for.ts';
import { createRadio } from '../../virtual-phone/radio/radio.ts';
import type { PartPlan, Radio } from '../../virtual-phone/radio/radio-types.ts';

let directory: string;
let radio: Radio;
beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-judge-'));
  radio = createRadio({ logPath: path.join(directory, 'radio.jsonl') });
});
afterEach(() => {
  radio.stop();
  rmSync(directory, { recursive: true });
});

let attempts = 0;
const submit = (plan: Partial<PartPlan> = {}): void => {
  attempts += 1;
  radio.script([{ times: 1, plan }]);
  radio.submit({
    attemptId: `att_${attempts}`,
    to: '+9779812345678',
    text: 'a text',
    parts: 1,
    sim: 1,
    deliveryReport: true,
  });
};
const settled = (count: number) =>
  waitFor(
    'the radio to answer',
    () => radio.folders().sent.filter((row) => row.state !== 'pending').length === count,
  );
const verdict = (status: string, failureCode: string | null = null, lastAttemptAt: number | null = null) => {
  const { doubled, untrue, lost } = judgeTexts(radio, [
    { text: 'a text', status, failureCode, lastAttemptAt, story: '' },
  ]);
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
});
