import type { LedgerEntry, LinkConfig } from '../../../../../electron/gateway/relay/frames.ts';
import type { RelaySession } from '../../../../../electron/gateway/relay/relay-callbacks.ts';

export const LEDGER = 'ab'.repeat(16);

export interface FakeSession extends RelaySession {
  /** The configs that it was told. */
  readonly told: LinkConfig[];
  /** The attempts that it was asked about. */
  readonly asked: string[];
  readonly closedBecause: string[];
  /** Says that there is room again. */
  drain(): void;
}

/** A linked phone that writes down what it is told and answers a query as told. */
export function fakeSession(
  deviceId = 'dev_1',
  answer: (attemptIds: readonly string[]) => Promise<LedgerEntry[]> = () => Promise.resolve([]),
): FakeSession {
  const told: LinkConfig[] = [];
  const asked: string[] = [];
  const closedBecause: string[] = [];
  const drainListeners: (() => void)[] = [];
  return {
    told,
    asked,
    closedBecause,
    drain: () => {
      for (const listener of drainListeners) listener();
    },
    deviceId,
    ledgerId: LEDGER,
    session: 1,
    hello: {
      t: 'hello',
      v: 1,
      device_id: deviceId,
      ledger_id: LEDGER,
      newest_attempt_id: null,
      acked_seq: 0,
      app_version: '1.0.0',
      android: 35,
      model: 'Test',
      boot_id: 'boot',
      sims: [],
    },
    freeSlots: 8,
    send: () => 'written',
    onDrain: (listener) => {
      drainListeners.push(listener);
    },
    query: (attemptIds) => {
      asked.push(...attemptIds);
      return answer(attemptIds);
    },
    listSince: () => Promise.resolve({ entries: [], next: null }),
    cancel: () => true,
    unpair: () => true,
    sendConfig: (config) => {
      told.push(config);
      return true;
    },
    sendTime: () => true,
    close: (why) => {
      closedBecause.push(why);
    },
  };
}
