import { describe, expect, it } from 'vitest';
import { createPairingDesk } from '../../../../../electron/gateway/devices/pairing-desk.ts';

const MINUTE_MS = 60_000;
const FOR_TILL = { mode: 'live', hardwareSerial: 'R58M', partsPerMinute: 25, name: 'Till' } as const;
const FOR_ANYONE = { ...FOR_TILL, hardwareSerial: null, name: null };

function setup() {
  const clock = { now: 1_800_000_000_000 };
  return { clock, desk: createPairingDesk(() => clock.now) };
}

/** The same code with another secret behind its name. */
const guessAt = (code: string, n = 0): string => `${code.slice(0, -4)}${String(n).padStart(4, '_')}`;

describe('a pairing code', () => {
  it('has 128 random bits beside its name, and none is like another', () => {
    const { desk } = setup();
    const codes = Array.from({ length: 100 }, () => desk.issue(FOR_ANYONE));
    expect(new Set(codes.map((code) => code.slice(0, 8))).size).toBe(100);
    expect(new Set(codes.map((code) => code.slice(8))).size).toBe(100);
    for (const code of codes) expect(Buffer.from(code, 'base64url')).toHaveLength(22);
  });

  it('tells what it was made for, once', () => {
    const { desk } = setup();
    const code = desk.issue(FOR_TILL);
    expect(desk.redeem(code)).toEqual(FOR_TILL);
    expect(desk.redeem(code)).toBeNull();
  });

  it.each([
    ['works in its last moment', 5 * MINUTE_MS, FOR_TILL],
    ['is too old after five minutes', 5 * MINUTE_MS + 1, null],
  ])('%s', (_title, age, purpose) => {
    const { clock, desk } = setup();
    const code = desk.issue(FOR_TILL);
    clock.now += age;
    expect(desk.redeem(code)).toEqual(purpose);
  });

  it.each([
    ['survives two wrong secrets', 2, FOR_TILL],
    ['is void after three', 3, null],
  ])('%s', (_title, tries, purpose) => {
    const { desk } = setup();
    const code = desk.issue(FOR_TILL);
    for (let n = 0; n < tries; n += 1) expect(desk.redeem(guessAt(code, n))).toBeNull();
    expect(desk.redeem(code)).toEqual(purpose);
  });

  it.each(['', 'x', 'never-issued-by-anyone', 'A'.repeat(30)])(
    'survives any number of wrong codes of a stranger: %j',
    (stranger) => {
      const { desk } = setup();
      const code = desk.issue(FOR_TILL);
      for (let n = 0; n < 50; n += 1) expect(desk.redeem(stranger)).toBeNull();
      expect(desk.redeem(code)).toEqual(FOR_TILL);
    },
  );

  it('falls alone: three wrong secrets for one leave the others be', () => {
    const { desk } = setup();
    const attacked = desk.issue(FOR_TILL);
    const other = desk.issue(FOR_ANYONE);
    for (let n = 0; n < 3; n += 1) desk.redeem(guessAt(attacked, n));
    expect(desk.redeem(attacked)).toBeNull();
    expect(desk.redeem(other)).toEqual(FOR_ANYONE);
  });

  it.each([
    ['is void once the same phone gets another', FOR_TILL, false],
    ['stays when another phone gets one', { ...FOR_TILL, hardwareSerial: 'R59X' }, true],
    ['stays when the demo phone gets one', { ...FOR_TILL, mode: 'test' as const }, true],
    ['stays when one is made for whoever brings it', FOR_ANYONE, true],
  ])('%s', (_title, next, stays) => {
    const { desk } = setup();
    const code = desk.issue(FOR_TILL);
    const newer = desk.issue(next);
    expect(desk.redeem(code)).toEqual(stays ? FOR_TILL : null);
    expect(desk.redeem(newer)).toEqual(next);
  });

  it('for whoever brings it is not void when another such is made', () => {
    const { desk } = setup();
    const code = desk.issue(FOR_ANYONE);
    desk.issue(FOR_ANYONE);
    expect(desk.redeem(code)).toEqual(FOR_ANYONE);
  });

  it.each([
    ['as usual', {}, { partsPerMinute: 25, hardwareSerial: null, name: null }],
    ['as told', { partsPerMinute: 5, hardwareSerial: 'R58M', name: 'Till' }, {}],
    ['without pacing, as told', { partsPerMinute: null }, { hardwareSerial: null, name: null }],
  ])('for a real phone is paced and named %s', (_title, wanted, usual) => {
    const { desk } = setup();
    expect(desk.redeem(desk.issueLive(wanted))).toEqual({ mode: 'live', ...wanted, ...usual });
  });

  it('is worth nothing once taken back', () => {
    const { desk } = setup();
    const code = desk.issue(FOR_TILL);
    desk.revoke(code);
    expect(desk.redeem(code)).toBeNull();
  });
});
