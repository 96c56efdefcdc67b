import { describe, expect, it } from 'vitest';
import { queueStateOf, refusalOf } from '../../../../../electron/gateway/dispatch/queue-state.ts';
import { REFUSING_QUEUE_STATES } from '../../../../../electron/shared/states.ts';

const FINE = {
  waiting: 0,
  backlogLimit: 10,
  storageTrouble: null,
  isRefusing: false,
  isPaused: false,
  isFailing: false,
  isReconciling: false,
  hasReadyDevice: true,
  isQuiet: false,
};

describe('queueStateOf', () => {
  it.each([
    ['running', {}],
    ['no_device', { hasReadyDevice: false }],
    ['quiet_hours', { isQuiet: true }],
    ['no_device', { isQuiet: true, hasReadyDevice: false }],
    ['paused', { isQuiet: true, isPaused: true }],
    ['paused', { isPaused: true }],
    ['paused', { isPaused: true, hasReadyDevice: false }],
    ['failure_rate', { isFailing: true }],
    ['failure_rate', { isFailing: true, hasReadyDevice: false, isQuiet: true }],
    ['paused', { isFailing: true, isPaused: true }],
    ['backlog_full', { isFailing: true, waiting: 10 }],
    ['reconcile', { isReconciling: true }],
    ['reconcile', { isReconciling: true, hasReadyDevice: false, isQuiet: true }],
    ['paused', { isReconciling: true, isPaused: true }],
    ['running', { waiting: 9 }],
    ['backlog_full', { waiting: 10 }],
    ['backlog_full', { waiting: 11, isPaused: true, hasReadyDevice: false }],
    ['storage_low', { storageTrouble: 'storage_low' }],
    ['storage_damaged', { storageTrouble: 'storage_damaged', waiting: 10 }],
    ['storage_lost', { storageTrouble: 'storage_lost', hasReadyDevice: false }],
    ['storage_low', { storageTrouble: 'storage_low', waiting: 10, isPaused: true }],
  ] as const)('is %s where %o', (state, facts) => {
    expect(queueStateOf({ ...FINE, ...facts })).toBe(state);
  });
});

describe('refusalOf', () => {
  const backlogs = [
    { waiting: 9, backlogLimit: 10, storageTrouble: null, isRefusing: false },
    { waiting: 10, backlogLimit: 10, storageTrouble: null, isRefusing: false },
    { waiting: 0, backlogLimit: 10, storageTrouble: 'storage_low', isRefusing: false },
    { waiting: 10, backlogLimit: 10, storageTrouble: 'storage_low', isRefusing: false },
    { waiting: 0, backlogLimit: 10, storageTrouble: 'storage_lost', isRefusing: false },
    { waiting: 0, backlogLimit: 10, storageTrouble: 'storage_damaged', isRefusing: false },
  ] as const;

  it.each(backlogs)('refuses exactly where the state says so: %o', (backlog) => {
    for (const isPaused of [true, false]) {
      for (const hasReadyDevice of [true, false]) {
        const state = queueStateOf({ ...FINE, ...backlog, isPaused, hasReadyDevice });
        expect(refusalOf(backlog)).toBe(REFUSING_QUEUE_STATES.includes(state) ? state : null);
      }
    }
  });

  it('refuses with the pause of an operator who says so, after what is more serious', () => {
    expect(refusalOf({ ...FINE, isRefusing: true })).toBe('paused');
    expect(queueStateOf({ ...FINE, isRefusing: true, isPaused: true })).toBe('paused');
    expect(refusalOf({ ...FINE, isRefusing: true, storageTrouble: 'storage_low' })).toBe('storage_low');
  });
});
