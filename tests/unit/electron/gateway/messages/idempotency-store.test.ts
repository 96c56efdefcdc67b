import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  createIdempotencyStore,
  fingerprintOf,
} from '../../../../../electron/gateway/messages/idempotency-store.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';

const HOUR_MS = 3_600_000;
/** Ten to midnight UTC: the next bucket of the store starts soon. */
const LATE = Date.UTC(2027, 0, 15, 23, 50);
const SCOPE = { clientId: 'cli_a', mode: 'live', route: 'POST /v1/messages', key: 'order-42' };
const BODY = fingerprintOf({ to: '+9779812345678', text: 'hi' });

function setup() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-keys-'));
  const storage = openStorage(directory);
  onTestFinished(() => {
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const store = createIdempotencyStore(storage.db);
  store.insert(SCOPE, BODY, 'req_1', LATE);
  return store;
}

describe('an idempotency key', () => {
  it('finds its request and the fingerprint of its body', () => {
    expect(setup().find(SCOPE, LATE)).toEqual({ requestId: 'req_1', fingerprint: BODY });
  });

  it.each([
    ['client', { clientId: 'cli_b' }],
    ['mode', { mode: 'test' }],
    ['route', { route: 'POST /v1/otp' }],
    ['key', { key: 'order-43' }],
  ])('is another one with another %s', (_what, more) => {
    const store = setup();
    const other = { ...SCOPE, ...more };
    expect(store.find(other, LATE)).toBeUndefined();
    store.insert(other, BODY, 'req_2', LATE);
    expect(store.find(other, LATE)?.requestId).toBe('req_2');
    expect(store.find(SCOPE, LATE)?.requestId).toBe('req_1');
  });

  it.each([
    [1, true],
    [24, true],
    [48, true],
    [72, false],
  ])('%i hours later: is found is %s', (hours, isFound) => {
    expect(setup().find(SCOPE, LATE + hours * HOUR_MS) !== undefined).toBe(isFound);
  });

  it.each([
    [48, 0],
    [72, 1],
    [96, 1],
  ])('%i hours later: pruning drops %i', (hours, dropped) => {
    const store = setup();
    expect(store.prune(LATE + hours * HOUR_MS, 10)).toBe(dropped);
    expect(store.find(SCOPE, LATE) === undefined).toBe(dropped === 1);
  });
});

it('drops no more than asked for at once', () => {
  const store = setup();
  store.insert({ ...SCOPE, key: 'order-43' }, BODY, 'req_2', LATE);
  const later = LATE + 96 * HOUR_MS;
  expect([store.prune(later, 1), store.prune(later, 1), store.prune(later, 1)]).toEqual([1, 1, 0]);
});

describe('the fingerprint of a body', () => {
  it('is the same whatever the order of its fields, also within', () => {
    const one = fingerprintOf({ to: 'a', metadata: { x: '1', y: '2' } });
    expect(fingerprintOf({ metadata: { y: '2', x: '1' }, to: 'a' })).toEqual(one);
    expect(fingerprintOf({ metadata: { y: '2', x: '2' }, to: 'a' })).not.toEqual(one);
  });

  it('minds the order of a list', () => {
    expect(fingerprintOf({ list: [1, 2] })).not.toEqual(fingerprintOf({ list: [2, 1] }));
  });
});
