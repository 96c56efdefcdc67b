/** Why a message failed, from what the radio or the relay said to what `GET /v1/messages/{id}` answers. */
import { describe, expect, it } from 'vitest';
import { FAILURE_CODES, isFailureCode, type FailureCode } from '../../../electron/shared/failure-codes.ts';
import { FAILURE } from '../../../electron/shared/words/failures.ts';
import { waitFor } from '../../support/wait-for.ts';
import { plan, setUpScriptedRadio, TWO_PARTS, type WorldOptions } from './scripted-radio-world.ts';

interface Row {
  readonly title: string;
  readonly world: WorldOptions;
  readonly text?: string;
  readonly code: string;
  readonly detail: string;
  readonly mayHaveLeft?: boolean;
  /** Parts that the radio is handed. */
  readonly submits?: number;
}

const says = (result: number, error: number | null = null): WorldOptions => ({
  radio: [plan({ result, error })],
});

/** Failures that end a message at the first try. */
const AT_ONCE: readonly Row[] = [
  {
    title: 'RADIO_NOT_AVAILABLE of the modem',
    world: says(100),
    code: 'radio_off',
    detail: 'RESULT_RIL_RADIO_NOT_AVAILABLE (100)',
  },
  {
    title: 'NETWORK_ERROR',
    world: says(17),
    code: 'network_error',
    detail: 'RESULT_NETWORK_ERROR (17)',
    mayHaveLeft: true,
  },
  {
    title: 'MODEM_ERROR',
    world: says(16),
    code: 'modem_error',
    detail: 'RESULT_MODEM_ERROR (16)',
    mayHaveLeft: true,
  },
  {
    title: 'GENERIC_FAILURE with a number of the vendor',
    world: says(1, 38),
    code: 'generic_failure',
    detail: 'RESULT_GENERIC_FAILURE (1), error 38',
    mayHaveLeft: true,
  },
  {
    title: 'a SIM without subscription',
    world: says(128),
    code: 'sim_absent',
    detail: 'RESULT_RIL_SUBSCRIPTION_NOT_AVAILABLE (128)',
  },
  {
    title: 'a SIM that wants its PIN2',
    world: says(126),
    code: 'sim_locked',
    detail: 'RESULT_RIL_SIM_PIN2 (126)',
  },
  {
    title: 'a rate limit of the modem',
    world: says(106),
    code: 'os_limit',
    detail: 'RESULT_RIL_REQUEST_RATE_LIMITED (106)',
  },
  {
    title: 'NETWORK_REJECT',
    world: says(10),
    code: 'carrier_rejected',
    detail: 'RESULT_NETWORK_REJECT (10)',
  },
  {
    title: 'a number that fixed dialling forbids',
    world: says(6),
    code: 'number_invalid',
    detail: 'RESULT_FDN_CHECK_FAILURE (6)',
  },
  {
    title: 'a number that Android does not take',
    world: { radio: [plan({ throws: 'IllegalArgumentException' })] },
    code: 'number_invalid',
    detail: 'number_invalid',
    submits: 0,
  },
  {
    title: 'a person who may not send texts',
    world: says(33),
    code: 'permission_missing',
    detail: 'RESULT_USER_NOT_ALLOWED (33)',
  },
  {
    title: 'a text longer than the minute of every phone',
    world: { partsPerMinute: 1 },
    text: TWO_PARTS,
    code: 'text_too_long',
    detail: 'too_many_parts',
    submits: 0,
  },
  {
    title: 'one part sent and one not',
    world: { radio: [plan({ result: 4 }, 2)] },
    text: TWO_PARTS,
    code: 'partially_sent',
    detail: 'RESULT_NO_SERVICE (4)',
    mayHaveLeft: true,
    submits: 2,
  },
  {
    title: 'a text that can not be encoded',
    world: says(18),
    code: 'relay_rejected',
    detail: 'RESULT_ENCODING_ERROR (18)',
  },
];

/** Failures that prove that nothing left: tried again, and told at the last try. */
const AT_LAST: readonly Row[] = [
  { title: 'NO_SERVICE', world: says(4), code: 'no_service', detail: 'RESULT_NO_SERVICE (4)' },
  {
    title: 'a network that is not ready',
    world: says(116),
    code: 'no_service',
    detail: 'RESULT_RIL_NETWORK_NOT_READY (116)',
  },
  { title: 'RADIO_OFF', world: says(2), code: 'radio_off', detail: 'RESULT_RADIO_OFF (2)' },
  { title: 'SIM_ABSENT', world: says(120), code: 'sim_absent', detail: 'RESULT_RIL_SIM_ABSENT (120)' },
  { title: 'LIMIT_EXCEEDED', world: says(5), code: 'os_limit', detail: 'RESULT_LIMIT_EXCEEDED (5)' },
  {
    title: 'an app without the permission',
    world: { radio: [plan({ throws: 'SecurityException' })] },
    code: 'permission_missing',
    detail: 'permission_missing',
    submits: 0,
  },
  {
    title: 'a ledger without room',
    world: { maxRows: 0 },
    code: 'too_many_attempts',
    detail: 'ledger_full',
    submits: 0,
  },
];

/** Codes of things that do not exist yet: removing a phone, the list of opted-out numbers. */
const NOT_YET: readonly string[] = ['device_removed', 'recipient_opted_out'];

const wordsOf = (code: FailureCode) => ({
  code,
  message: FAILURE[code].message.en,
  hint: FAILURE[code].fix.en,
});

function expectedOf(row: Row) {
  if (!isFailureCode(row.code)) throw new Error(`${row.code} is not in the table`);
  return { ...wordsOf(row.code), detail: row.detail };
}

describe('GET /v1/messages/{id}: failure', () => {
  it.each(AT_ONCE)('tells $code after $title', async (row) => {
    const world = await setUpScriptedRadio(row.world);
    await world.startPhone();
    const id = await world.submit(row.text ?? 'Hello');
    const answer = await world.reaches(id, 'failed');
    expect(answer.failure).toEqual(expectedOf(row));
    expect(answer).toMatchObject({ attempts: 1, may_have_left: row.mayHaveLeft ?? false });
    expect(world.submits()).toBe(row.submits ?? 1);
  });

  it.each(AT_LAST)('tells $code when $title is the last word', async (row) => {
    const world = await setUpScriptedRadio(row.world);
    const id = await world.submit('Hello');
    world.leaveOneTry(id);
    await world.startPhone();
    const answer = await world.reaches(id, 'failed');
    expect(answer.failure).toEqual(expectedOf(row));
    expect(answer).toMatchObject({ attempts: 5, may_have_left: false });
    expect(world.submits()).toBe(row.submits ?? 1);
  });

  it.each(AT_LAST)('puts the message back in line after $title while tries are left', async (row) => {
    const world = await setUpScriptedRadio(row.world);
    await world.startPhone();
    const id = await world.submit('Hello');
    const answer = await waitFor('the first try to end', async () => {
      const seen = await world.message(id);
      return seen.attempt_log[0]?.outcome === 'failed' || seen.attempt_log[0]?.outcome === 'rejected'
        ? seen
        : undefined;
    });
    expect(answer).toMatchObject({ status: 'queued', attempts: 1, failure: null });
    expect(answer.attempt_log[0]).toMatchObject({ reason: row.detail });
  });

  it('gives a phone without the permission a minute, in which its heartbeat can tell of it', async () => {
    const world = await setUpScriptedRadio({ radio: [plan({ throws: 'SecurityException' })] });
    await world.startPhone();
    const first = await world.submit('Hello');
    await waitFor('the refusal', async () => (await world.message(first)).attempt_log[0]?.code);
    const second = await world.message(await world.submit('Hello again'));
    expect(second).toMatchObject({ status: 'queued', attempts: 0, waiting: { reason: 'pacing' } });
    expect(Date.parse(second.waiting?.until ?? '')).toBeGreaterThan(Date.now() + 50_000);
  });

  it('tells report_failed of a text that the network could not deliver', async () => {
    const world = await setUpScriptedRadio({ radio: [plan({ delivery: 'undelivered' })] });
    await world.startPhone();
    const answer = await world.reaches(await world.submit('Hello'), 'undelivered');
    expect(answer.failure).toMatchObject(wordsOf('report_failed'));
    expect(answer.attempt_log).toMatchObject([{ outcome: 'sent', code: 'report_failed' }]);
  });

  it.each([4711, 31, 23])(
    'knows nothing of the outcome after result %i, and never repeats it',
    async (result) => {
      const world = await setUpScriptedRadio(says(result));
      await world.startPhone();
      const answer = await world.reaches(await world.submit('Hello'), 'unknown');
      expect(answer.failure).toBeNull();
      expect(answer.attempt_log).toMatchObject([
        { code: null, reason: expect.stringContaining(`(${result})`) as unknown },
      ]);
      expect(world.submits()).toBe(1);
    },
  );

  it('is caused here for every code but those of things to come', () => {
    const caused = [...AT_ONCE, ...AT_LAST].map((row) => row.code).concat('report_failed', NOT_YET);
    expect([...new Set(caused)].sort()).toEqual([...FAILURE_CODES].sort());
  });
});
