import type { RadioEvent, RadioSubmission } from '../../../../electron/gateway/demo-phone/radio.ts';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../../../support/wait-for.ts';
import { readRadioLog } from '../../../virtual-phone/radio/radio-log.ts';
import type { Radio, RadioOptions } from '../../../virtual-phone/radio/radio-types.ts';
import { createRadio } from '../../../virtual-phone/radio/radio.ts';

const SUBMISSION: RadioSubmission = {
  attemptId: 'att_1',
  to: '+4915112345678',
  text: 'Hello',
  parts: 1,
  sim: 1,
  deliveryReport: true,
};

async function setup(options: Partial<RadioOptions> = {}) {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-radio-'));
  const logPath = path.join(directory, 'radio.jsonl');
  const events: RadioEvent[] = [];
  const open = (): Radio => createRadio({ logPath, ...options });
  const radio = open();
  radio.attach((event) => events.push(event));
  return {
    radio,
    events,
    logPath,
    open,
    count: (n: number) => waitFor(`${String(n)} events`, () => events.length >= n, { everyMs: 2 }),
    async [Symbol.asyncDispose]() {
      radio.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

describe('the radio', () => {
  it('has the submit in its file before the call returns', async () => {
    await using world = await setup();
    world.radio.submit({ ...SUBMISSION, parts: 2 });
    expect(readRadioLog(world.logPath)).toMatchObject([
      { submit: 1, attempt_id: 'att_1', to: '+4915112345678', text: 'Hello', part: 1, parts: 2, sim: 1 },
      { submit: 1, part: 2, parts: 2 },
    ]);
  });

  it('answers sent, then delivered, when no rule fits', async () => {
    await using world = await setup({ script: [{ to: '+1', plan: { result: 1 } }] });
    world.radio.submit(SUBMISSION);
    await world.count(2);
    expect(world.events).toMatchObject([
      { kind: 'result', part: 1, result: -1 },
      { kind: 'delivery', part: 1, delivery: 'delivered' },
    ]);
  });

  it('reports no delivery when none was asked for, or the part failed', async () => {
    await using world = await setup({ script: [{ text: /^fail/, plan: { result: 1, error: 38 } }] });
    world.radio.submit({ ...SUBMISSION, deliveryReport: false });
    world.radio.submit({ ...SUBMISSION, text: 'fail please' });
    await world.count(2);
    expect(world.events.map((event) => event.kind)).toEqual(['result', 'result']);
  });

  it('uses a rule up by submits, not by parts, and asks the newest rule first', async () => {
    await using world = await setup({ script: [{ times: 1, plan: { result: 1 } }] });
    world.radio.script([{ part: 2, plan: { result: 4 } }]);
    world.radio.submit({ ...SUBMISSION, parts: 2, deliveryReport: false });
    world.radio.submit({ ...SUBMISSION, parts: 2, deliveryReport: false });
    await world.count(4);
    const results = world.events.map((event) => (event.kind === 'result' ? event.result : null));
    expect(results).toEqual([1, 4, -1, 4]);
  });

  it('keeps what fires while no relay runs for the next one', async () => {
    await using world = await setup();
    const detach = world.radio.attach(() => undefined);
    detach();
    world.radio.submit({ ...SUBMISSION, deliveryReport: false });
    const query = { above: 0, to: SUBMISSION.to, text: SUBMISSION.text, sim: 1 };
    await waitFor('the result', () => world.radio.findSent(query)[0]?.state === 'sent', { everyMs: 2 });
    const late: RadioEvent[] = [];
    world.radio.attach((event) => late.push(event));
    expect(late).toMatchObject([{ kind: 'result', attemptId: 'att_1' }]);
  });

  it('loses what was still to come when the phone restarts, and keeps the folder', async () => {
    await using world = await setup({ script: [{ plan: { resultAfterMs: 5 } }] });
    world.radio.submit(SUBMISSION);
    world.radio.reboot();
    world.radio.submit({ ...SUBMISSION, attemptId: 'att_2', text: 'Second', deliveryReport: false });
    await world.count(1);
    expect(world.events).toMatchObject([{ attemptId: 'att_2' }]);
    const rows = world.radio.findSent({ above: 0, to: SUBMISSION.to, text: 'Hello', sim: 1 });
    expect(rows).toMatchObject([{ id: 1, state: 'pending' }]);
  });

  it('tells the sent folder what a lost intent would have told', async () => {
    await using world = await setup({ script: [{ plan: { isResultLost: true, result: 1, error: 7 } }] });
    world.radio.submit(SUBMISSION);
    const query = { above: 0, to: SUBMISSION.to, text: SUBMISSION.text, sim: 1 };
    await waitFor('the folder', () => world.radio.findSent(query)[0]?.state === 'failed', { everyMs: 2 });
    expect(world.radio.findSent(query)).toMatchObject([{ result: 1, error: 7 }]);
    expect(world.events).toEqual([]);
  });

  it('throws what the script says without a submit, except the exception that says nothing', async () => {
    await using world = await setup();
    world.radio.script([{ text: 'a', plan: { throws: 'SecurityException' } }]);
    world.radio.script([{ text: 'b', plan: { throws: 'RuntimeException' } }]);
    expect(() => world.radio.submit({ ...SUBMISSION, text: 'a' })).toThrow('SecurityException');
    expect(world.radio.log()).toEqual([]);
    expect(() => world.radio.submit({ ...SUBMISSION, text: 'b' })).toThrow('RuntimeException');
    expect(world.radio.log()).toHaveLength(1);
  });

  it('refuses parts above its limit as LIMIT_EXCEEDED until the minute has passed', async () => {
    let now = 0;
    await using world = await setup({ partLimit: 3, now: () => now });
    const submit = { ...SUBMISSION, parts: 2, deliveryReport: false };
    world.radio.submit(submit);
    world.radio.submit(submit);
    now = 60_000;
    world.radio.submit(submit);
    await world.count(6);
    const results = world.events.map((event) => (event.kind === 'result' ? event.result : null));
    expect(results).toEqual([-1, -1, 5, 5, -1, -1]);
    expect(world.radio.timesAsked()).toBe(1);
  });

  it('counts each SIM by itself', async () => {
    await using world = await setup({ partLimit: 3, now: () => 0 });
    for (const sim of [1, 2, 1]) world.radio.submit({ ...SUBMISSION, parts: 2, sim });
    expect(world.radio.timesAsked()).toBe(1);
  });

  it('says RADIO_OFF in airplane mode and SIM_ABSENT without its SIM', async () => {
    await using world = await setup();
    world.radio.setAirplane(true);
    world.radio.submit(SUBMISSION);
    world.radio.setAirplane(false);
    world.radio.setSimPresent(1, false);
    world.radio.submit(SUBMISSION);
    await world.count(2);
    expect(world.events).toMatchObject([{ result: 2 }, { result: 120 }]);
  });

  it('goes on from its files, past a line that a crash cut short', async () => {
    await using world = await setup();
    world.radio.submit({ ...SUBMISSION, deliveryReport: false });
    await world.count(1);
    world.radio.stop();
    await appendFile(world.logPath, '{"submit":2,"at":');
    const again = world.open();
    expect(again.log()).toHaveLength(1);
    expect(again.findSent({ above: 0, to: SUBMISSION.to, text: 'Hello', sim: 1 })).toMatchObject([
      { state: 'sent' },
    ]);
    again.submit({ ...SUBMISSION, text: 'Next' });
    expect(readRadioLog(world.logPath).map((line) => line.text)).toEqual(['Hello', 'Next']);
    again.stop();
  });
});
