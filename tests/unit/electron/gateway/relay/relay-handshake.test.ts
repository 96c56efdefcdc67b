import { describe, expect, it } from 'vitest';
import { answerHandshake } from '../../../../../electron/gateway/relay/relay-handshake.ts';

const LEDGER_ID = 'ab'.repeat(16);
const pair = { t: 'pair', v: 1, code: 'code', ledger_id: LEDGER_ID, android: 35, model: 'Pixel 7' };
const hello = {
  t: 'hello',
  v: 1,
  device_id: 'dev_1',
  token: 'token',
  ledger_id: LEDGER_ID,
  newest_attempt_id: null,
  acked_seq: 0,
  app_version: '1',
  android: 35,
  model: 'Pixel 7',
  boot_id: 'boot',
  sims: [],
};
const config = {
  heartbeat_charging_seconds: 10,
  heartbeat_battery_seconds: 60,
  parts_per_minute: 25,
  inbox: { sims: [], stop_words: [] },
};

function setup() {
  const asked: string[] = [];
  return {
    asked,
    callbacks: {
      redeemPairing: () => {
        asked.push('pairing');
        return Promise.resolve({
          ok: true,
          deviceId: 'dev_1',
          token: 'token',
          gatewayId: 'gateway',
        } as const);
      },
      authenticate: () => {
        asked.push('hello');
        return Promise.resolve({ ok: true, deviceId: 'dev_1', session: 4, lastSeq: 9, config } as const);
      },
    },
  };
}

describe('answerHandshake', () => {
  it.each([
    ['pair, when nothing came before', pair, true, 'paired', ['pairing']],
    ['pair a second time', pair, false, 'cut', []],
    ['hello at once', hello, true, 'welcome', ['hello']],
    ['hello after pair', hello, false, 'welcome', ['hello']],
    ['hello of a newer relay', { ...hello, v: 9 }, true, 'welcome', ['hello']],
    ['hello of a relay that is too old', { ...hello, v: 0 }, true, 'refused', []],
    ['pair of a relay that is too old', { ...pair, v: 0 }, true, 'refused', []],
    ['hello with wrong fields', { ...hello, ledger_id: 'x' }, true, 'cut', []],
    ['a report with wrong fields and a seq', { t: 'report', seq: 1 }, true, 'cut', []],
    ['a ping', { t: 'ping', session: 1 }, true, 'cut', []],
    ['an unknown type', { t: 'what' }, true, 'cut', []],
  ])('deals with %s', async (_what, frame, mayPair, kind, asked) => {
    const world = setup();
    const outcome = await answerHandshake(JSON.stringify(frame), mayPair, world.callbacks);
    expect(outcome.kind).toBe(kind);
    expect(world.asked).toEqual(asked);
  });

  it('agrees on the lower version', async () => {
    const outcome = await answerHandshake(JSON.stringify({ ...hello, v: 9 }), true, setup().callbacks);
    expect(outcome).toMatchObject({ kind: 'welcome', version: 1 });
  });

  it('says which side to update', async () => {
    const outcome = await answerHandshake(JSON.stringify({ ...hello, v: 0 }), true, setup().callbacks);
    expect(outcome).toMatchObject({ frame: { reason: 'version' } });
    expect(JSON.stringify(outcome)).toContain('Update the relay app on the phone.');
  });
});
