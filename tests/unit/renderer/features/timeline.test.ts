import { describe, expect, it } from 'vitest';
import { timelineOf } from '../../../../renderer/features/messages/timeline.ts';

describe('timelineOf', () => {
  it('orders the states by their times and leaves out those that were not reached', () => {
    const times = {
      delivered: '2026-03-14T12:30:04.000Z',
      queued: '2026-03-14T12:30:00.000Z',
      sent: '2026-03-14T12:30:03.000Z',
      failed: null,
      expires_at: '2026-03-15T12:30:00.000Z',
    };
    expect(timelineOf({ times }).map((step) => step.state)).toEqual(['queued', 'sent', 'delivered']);
  });
});
