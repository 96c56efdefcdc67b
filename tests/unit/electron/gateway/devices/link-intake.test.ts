import { describe, expect, it } from 'vitest';
import { createLinkIntake } from '../../../../../electron/gateway/devices/link-intake.ts';
import { createLogger } from '../../../../../electron/gateway/foundation/logger.ts';
import type { PhoneFrames } from '../../../../../electron/gateway/relay/frames.ts';
import { fakeSession } from './fake-session.ts';

const report = (seq: number): PhoneFrames['report'] => ({
  t: 'report',
  session: 1,
  seq,
  attempt_id: `att_${seq}`,
  state: 'accepted',
  at: 0,
});
const text = (seq: number): PhoneFrames['inbound'] => ({
  t: 'inbound',
  session: 1,
  seq,
  inbound_id: `in_${seq}`,
  from: '+9779812345678',
  body: 'yes',
  parts: 1,
  sim_id: 3,
  received_at: 1,
  smsc_at: null,
});

/** Writes down what happens, in order; a unit that throws undoes what it wrote. */
function setup(options: { readonly isBroken?: boolean } = {}) {
  const log: string[] = [];
  const store = (what: string): void => {
    if (options.isBroken === true) throw new Error('broken');
    log.push(what);
  };
  const intake = createLinkIntake<string>({
    store: { storeLastSeq: (deviceId, _ledger, seq) => log.push(`seq ${deviceId} ${seq}`) },
    writer: {
      write: (unit) => {
        const before = log.length;
        try {
          const value = unit();
          log.push('commit');
          return Promise.resolve(value);
        } catch (error) {
          log.length = before;
          return Promise.reject(error instanceof Error ? error : new Error(String(error)));
        }
      },
    },
    clock: { now: () => 7, monotonic: () => 7 },
    log: createLogger('silent'),
    storeReports: (_phone, reports) => {
      store(`reports ${reports.length}`);
      return 'news';
    },
    storeLedger: (_phone, entries) => {
      store(`ledger ${entries.length}`);
      return 'news';
    },
    storeTexts: (_phone, texts) => {
      store(`texts ${texts.map((own) => own.inboundId).join()}`);
    },
    storeBadFrame: (row) => {
      store(`bad ${row.frame} ${row.receivedAt}`);
    },
    sawSubmit: (deviceId) => log.push(`submit ${deviceId}`),
    sawBadFrame: (deviceId) => {
      log.push(`saw bad frame of ${deviceId}`);
    },
    hear: (news) => log.push(`heard ${news}`),
  });
  return { log, intake };
}

describe('what linked phones tell', () => {
  it('is stored with the last seq of the batch in one commit, before anybody acts on it', async () => {
    const { intake, log } = setup();
    await intake.reports(fakeSession(), [report(4), report(5)]);
    expect(log).toEqual(['reports 2', 'seq dev_1 5', 'commit', 'heard news']);
  });

  it('moves the seq also for texts that are not kept', async () => {
    const { intake, log } = setup();
    await intake.inbound(fakeSession(), [text(1), text(2)]);
    expect(log).toEqual(['texts in_1,in_2', 'seq dev_1 2', 'commit']);
  });

  it('keeps a frame with wrong fields as it came, and moves the seq past it', async () => {
    const { intake, log } = setup();
    await intake.badFrame(fakeSession(), { seq: 9, raw: '{"t":"report"}', detail: 'state' });
    expect(log).toEqual(['bad {"t":"report"} 7', 'seq dev_1 9', 'commit', 'saw bad frame of dev_1']);
  });

  it('moves no seq for answers of a ledger', async () => {
    const { intake, log } = setup();
    await intake.ledger(fakeSession(), [{ attempt_id: 'att_1', request_id: null, state: 'never_seen' }]);
    expect(log).toEqual(['ledger 1', 'commit', 'heard news']);
  });

  it('rejects, and so is not acked, where it could not be stored', async () => {
    const { intake, log } = setup({ isBroken: true });
    const session = fakeSession();
    await expect(intake.reports(session, [report(1)])).rejects.toThrow('broken');
    await expect(intake.inbound(session, [text(1)])).rejects.toThrow('broken');
    await expect(intake.badFrame(session, { seq: 1, raw: '', detail: '' })).rejects.toThrow('broken');
    expect(log).toEqual([]);
  });
});

describe('a submit', () => {
  it.each([
    ['accepted', false],
    ['submitting', true],
    ['sent', true],
    ['failed', true],
    ['rejected', false],
    ['delivered', false],
  ] as const)('is told of by %s: %s', async (state, isTold) => {
    const { log, intake } = setup();
    await intake.reports(fakeSession(), [report(1), { ...report(2), state }]);
    expect(log.includes('submit dev_1')).toBe(isTold);
  });

  it('is told of by what a ledger says, too', async () => {
    const { log, intake } = setup();
    await intake.ledger(fakeSession(), [{ attempt_id: 'att_1', request_id: 'req_1', state: 'sent' }]);
    expect(log.at(-2)).toBe('submit dev_1');
  });
});
