import { describe, expect, it } from 'vitest';
import type { AttemptRow } from '../../../../../electron/gateway/demo-phone/ledger-rows.ts';
import { judgeSend, type SendFacts } from '../../../../../electron/gateway/demo-phone/send-rules.ts';

const FIRST: AttemptRow = {
  gatewayId: 'gateway',
  attemptId: 'att_1',
  requestId: 'req_1',
  hash: 'hash',
  to: '+9779812345678',
  text: 'Your table is ready.',
  simId: 1,
  simMccMnc: null,
  parts: 1,
  deliveryReport: true,
  sensitive: false,
  notAfter: 5_000,
  state: 'sent',
  reason: null,
  earlier: null,
  bootId: null,
  submittedElapsed: null,
  mark: null,
  sentRow: null,
  partResults: [],
  changedAt: 1_000,
  lastSeq: 1,
};

/** A good second attempt of a message; what is given goes wrong with it. */
function facts(change: Partial<SendFacts> = {}): SendFacts {
  return {
    send: {
      t: 'send',
      session: 1,
      attempt_id: 'att_2',
      request_id: 'req_1',
      to: FIRST.to,
      text: FIRST.text,
      sim: { id: 1, mcc_mnc: null },
      max_parts: 3,
      delivery_report: true,
      sensitive: false,
      not_after: 5_000,
    },
    now: 5_000,
    parts: 1,
    sims: [{ id: 1, slot: 1, carrier: 'Testel', mcc_mnc: '26201', number: null }],
    pacing: { verdict: 'go' },
    siblings: [],
    pruneMark: null,
    isFull: false,
    ...change,
  };
}

/** What may be wrong with a send, in the order in which it is told. */
const WRONGS: readonly { readonly reason: string; readonly change: Partial<SendFacts> }[] = [
  { reason: 'too_old', change: { pruneMark: 'att_2' } },
  { reason: 'duplicate_message', change: { siblings: [FIRST] } },
  { reason: 'expired', change: { now: 5_001 } },
  { reason: 'sim_changed', change: { sims: [] } },
  { reason: 'too_many_parts', change: { parts: 4 } },
  { reason: 'ledger_full', change: { isFull: true } },
  { reason: 'paced', change: { pacing: { verdict: 'wait', retryAfterMs: 7 } } },
];

describe('a send of an id that the ledger does not hold', () => {
  it('is accepted up to its last millisecond, when nothing is wrong with it', () => {
    expect(judgeSend(facts())).toEqual({ verdict: 'accept' });
  });

  for (const [index, { reason, change }] of WRONGS.entries()) {
    it(`is rejected as ${reason}`, () => {
      expect(judgeSend(facts(change))).toMatchObject({ verdict: 'reject', reason });
    });

    const rest = WRONGS.slice(index + 1);
    if (rest.length === 0) continue;
    it(`is rejected as ${reason} before ${rest.map((each) => each.reason).join(', ')}`, () => {
      const all = rest.reduce<Partial<SendFacts>>((sum, each) => ({ ...sum, ...each.change }), change);
      expect(judgeSend(facts(all))).toMatchObject({ verdict: 'reject', reason });
    });
  }

  it.each(['accepted', 'submitting', 'sent', 'unknown'] as const)(
    'names the earlier attempt that is %s and may have gone',
    (state) => {
      expect(judgeSend(facts({ siblings: [{ ...FIRST, state }] }))).toMatchObject({
        reason: 'duplicate_message',
        earlier: { attempt_id: 'att_1', state },
      });
    },
  );

  it.each(['rejected', 'never_seen'] as const)('goes out when the earlier attempt is %s', (state) => {
    expect(judgeSend(facts({ siblings: [{ ...FIRST, state }] }))).toEqual({ verdict: 'accept' });
  });
});
