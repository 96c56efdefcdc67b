import { describe, expect, it, vi } from 'vitest';
import type { HelloOutcome } from '../../../../../electron/gateway/devices/device-pairing.ts';
import { createLinkGreeting } from '../../../../../electron/gateway/devices/link-greeting.ts';
import type { PairingPurpose } from '../../../../../electron/gateway/devices/pairing-desk.ts';
import { createLogger } from '../../../../../electron/gateway/foundation/logger.ts';
import type { LedgerEntry } from '../../../../../electron/gateway/relay/frames.ts';
import { fakeSession, LEDGER } from './fake-session.ts';

const PURPOSE: PairingPurpose = { mode: 'live', hardwareSerial: null, partsPerMinute: null, name: null };
const PAIR = { t: 'pair', v: 1, code: 'good', ledger_id: LEDGER, android: 35, model: 'Test' } as const;
const ENTRY: LedgerEntry = { attempt_id: 'att_1', request_id: 'req_1', state: 'sent' };

const REFUSED: HelloOutcome = { ok: false, reason: 'bad_token', message: 'no' };
const GREETED: HelloOutcome = {
  ok: true,
  deviceId: 'dev_1',
  session: 1,
  lastSeq: 0,
  config: {
    heartbeat_charging_seconds: 10,
    heartbeat_battery_seconds: 60,
    parts_per_minute: null,
    inbox: { sims: [], stop_words: [] },
  },
};

const unknown = (seq: number) => ({ attempt_id: `att_unknown_${seq}`, not_after: seq, seq });

interface Options {
  readonly open?: readonly string[];
  /** How many more are unknown. */
  readonly unknown?: number;
  readonly cancels?: readonly string[];
  readonly isDiskBroken?: boolean;
  /** From where it is asked what it did. */
  readonly place?: { readonly since: number; readonly after: string | null };
  readonly isKnown?: boolean;
}

/** Writes down what happens, in order. */
function setup(options: Options = {}) {
  const log: string[] = [];
  const greeting = createLinkGreeting({
    devices: {
      pair: (_frame, purpose) => {
        log.push(`paired ${purpose.mode}`);
        return Promise.resolve({ ok: true, deviceId: 'dev_1', token: 'token' });
      },
      authenticate: () => Promise.resolve(options.isKnown === true ? GREETED : REFUSED),
      linked: () => log.push('linked'),
      queried: () => log.push('queried'),
      sawSubmit: () => undefined,
    },
    gatewayId: () => 'wsp_1',
    redeemCode: (code) => (code === 'good' ? PURPOSE : null),
    heldAttempts: () => options.open ?? [],
    unknownAttempts: (_deviceId, { after, limit }) => {
      const from = after === null ? 0 : after.seq;
      const count = Math.max(0, Math.min(limit, (options.unknown ?? 0) - from));
      return Array.from({ length: count }, (_, index) => unknown(from + index + 1));
    },
    cancelsFor: () => options.cancels ?? [],
    storeLedger: (_phone, entries) => {
      log.push(`stored ${entries.map((entry) => entry.state).join()}`);
      return entries.length;
    },
    storeList: (_phone, entries) => {
      log.push(`listed ${entries.map((entry) => entry.state).join()}`);
      return entries.length;
    },
    reconcile: {
      lastSeenAt: () => 5,
      compare: (hello, lastSeenAt) => {
        log.push(`compared ${hello.device_id} ${String(lastSeenAt)}`);
        return Promise.resolve();
      },
      placeOf: () => options.place ?? null,
      storePlace: (_session, next) => log.push(`place ${next?.since ?? 'last'}`),
      told: () => {
        log.push('told');
        return Promise.resolve();
      },
    },
    hear: (news) => log.push(`heard ${news}`),
    writer: {
      write: (unit) => {
        if (options.isDiskBroken === true) return Promise.reject(new Error('the disk is full'));
        const value = unit();
        log.push('committed');
        return Promise.resolve(value);
      },
    },
    clock: { now: () => 0, monotonic: () => 0 },
    wake: () => log.push('woken'),
    log: createLogger('silent'),
  });
  return { log, greeting };
}

describe('redeemPairing', () => {
  it('binds a phone with a code that is good, and tells it who this gateway is', async () => {
    const { greeting, log } = setup();
    expect(await greeting.redeemPairing(PAIR)).toMatchObject({ ok: true, gatewayId: 'wsp_1' });
    expect(log).toEqual(['paired live']);
  });

  it('binds nothing with any other code', async () => {
    const { greeting, log } = setup();
    const answer = await greeting.redeemPairing({ ...PAIR, code: 'guessed' });
    expect(answer).toMatchObject({ ok: false, reason: 'bad_code' });
    expect(log).toEqual([]);
  });
});

describe('authenticate', () => {
  it.each([
    [true, ['compared dev_1 5']],
    [false, []],
  ])('compares what a phone knows only where it proved who it is: %s', async (isKnown, compared) => {
    const { greeting, log } = setup({ isKnown });
    const { hello } = fakeSession();
    expect(await greeting.authenticate({ ...hello, token: 'token' })).toMatchObject({ ok: isKnown });
    expect(log).toEqual(compared);
  });
});

describe('a phone that must tell what it did', () => {
  const page = (...next: readonly [number, number][]) => {
    const places = next.map(([since, entries]) => ({ since, entries }));
    const asked: object[] = [];
    return {
      asked,
      listSince: (place: object) => {
        asked.push(place);
        const { since = 0, entries = 0 } = places.shift() ?? {};
        return Promise.resolve({
          entries: Array.from({ length: entries }, () => ENTRY),
          next: places.length === 0 ? null : { since, after: 'att_1' },
        });
      },
    };
  };

  it('tells page after page, each on disk before the next, and before anything else is asked of it', async () => {
    const { greeting, log } = setup({ open: ['att_9'], place: { since: 7, after: null } });
    const { asked, listSince } = page([8, 2], [9, 1]);
    const session = { ...fakeSession('dev_1', () => Promise.resolve([])), listSince };
    greeting.linked(session, session.hello);
    await vi.waitFor(() => {
      expect(log.at(-1)).toBe('queried');
    });
    expect(asked).toEqual([
      { since: 7, after: null },
      { since: 8, after: 'att_1' },
    ]);
    expect(log).toEqual([
      ...['linked', 'listed sent,sent', 'place 8', 'committed', 'heard 2'],
      ...['listed sent', 'place last', 'committed', 'heard 1', 'told'],
      ...['stored ', 'committed', 'heard 0', 'queried'],
    ]);
  });

  it('is cut where what it told can not be stored, and has not told', async () => {
    const { greeting, log } = setup({ place: { since: 7, after: null }, isDiskBroken: true });
    const session = { ...fakeSession(), listSince: page([8, 1]).listSince };
    greeting.linked(session, session.hello);
    await vi.waitFor(() => {
      expect(session.closedBecause).toHaveLength(1);
    });
    expect(log).toEqual(['linked']);
  });
});

describe('linked', () => {
  it('lets a phone send at once when it can hold nothing of ours', async () => {
    const { greeting, log } = setup();
    const session = fakeSession();
    greeting.linked(session, session.hello);
    await vi.waitFor(() => {
      expect(log).toEqual(['linked', 'queried']);
    });
    expect(session.asked).toEqual([]);
  });

  it('lets it send only after what it holds is on disk', async () => {
    const { greeting, log } = setup({ open: ['att_1', 'att_2'] });
    const session = fakeSession('dev_1', () => Promise.resolve([ENTRY]));
    greeting.linked(session, session.hello);
    await vi.waitFor(() => {
      expect(log).toEqual(['linked', 'stored sent', 'committed', 'heard 1', 'queried']);
    });
    expect(session.asked).toEqual(['att_1', 'att_2']);
  });

  it('asks it to stop what was cancelled while it was away, after it told and before it gets more', async () => {
    const { greeting, log } = setup({ open: ['att_1'], cancels: ['att_1'] });
    const session = fakeSession('dev_1', () => Promise.resolve([ENTRY]));
    greeting.linked({ ...session, cancel: (id) => log.push(`cancel ${id}`) > 0 }, session.hello);
    await vi.waitFor(() => {
      expect(log.slice(-2)).toEqual(['cancel att_1', 'queried']);
    });
  });

  it.each([
    ['does not answer', false, () => Promise.reject(new Error('deadline'))],
    ['answers what can not be stored', true, () => Promise.resolve([ENTRY])],
  ])('closes the link of a phone that %s, and lets it send nothing', async (_what, isDiskBroken, answer) => {
    const { greeting, log } = setup({ open: ['att_1'], isDiskBroken });
    const session = fakeSession('dev_1', answer);
    greeting.linked(session, session.hello);
    await vi.waitFor(() => {
      expect(session.closedBecause).toHaveLength(1);
    });
    expect(log).toEqual(['linked']);
  });

  it('asks about 200 unknown attempts before it lets the phone send, and about the others after that', async () => {
    const { greeting, log } = setup({ open: ['att_1'], unknown: 1_234 });
    let asked = 0;
    let askedBeforeItMaySend: number | null = null;
    const session = fakeSession('dev_1', (ids) => {
      if (log.includes('queried')) askedBeforeItMaySend ??= asked;
      expect(ids.length).toBeLessThanOrEqual(50);
      asked += ids.length;
      return Promise.resolve([]);
    });
    greeting.linked(session, session.hello);
    await vi.waitFor(() => {
      expect(session.asked).toHaveLength(1_235);
    });
    expect(askedBeforeItMaySend).toBe(201);
    expect(new Set(session.asked).size).toBe(1_235);
  });

  it('keeps a phone that stops answering what can wait', async () => {
    const { greeting, log } = setup({ unknown: 300 });
    const session = fakeSession('dev_1', () =>
      log.includes('queried') ? Promise.reject(new Error('deadline')) : Promise.resolve([]),
    );
    greeting.linked(session, session.hello);
    await vi.waitFor(() => {
      expect(session.asked).toHaveLength(250);
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(session.closedBecause).toEqual([]);
    expect(session.asked).toHaveLength(250);
  });

  it('wakes the dispatcher when a full link has room again', () => {
    const { greeting, log } = setup();
    const session = fakeSession();
    greeting.linked(session, session.hello);
    session.drain();
    expect(log).toContain('woken');
  });
});
