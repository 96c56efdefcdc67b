import { expect, it } from 'vitest';
import { createLanes } from '../../../../../electron/gateway/messages/lanes.ts';
import type { LaneLoad } from '../../../../../electron/gateway/messages/lane-store.ts';

const LANE = { id: 1, mode: 'live', priority: 1, target: '', clientId: 'cli', batchId: '' } as const;

function setup() {
  const stored: { ready: LaneLoad[]; due: LaneLoad[]; isBroken: boolean } = {
    ready: [],
    due: [],
    isBroken: false,
  };
  const lanes = createLanes(
    {
      findOrAdd: () => 1,
      byId: () => LANE,
      ready: () => stored.ready,
      due: () => {
        if (stored.isBroken) throw new Error('malformed');
        return stored.due;
      },
    },
    () => false,
  );
  return { stored, lanes };
}

it('counts anew what waits, whatever it counted before', () => {
  const { stored, lanes } = setup();
  lanes.enter({ laneId: 1, parts: 7, isDue: false });
  stored.ready = [{ ...LANE, messages: 2, parts: 3 }];
  stored.due = [{ ...LANE, messages: 1, parts: 1 }];
  lanes.recount();
  expect([lanes.total(), lanes.partsWaiting('live'), lanes.of('live', 1)]).toEqual([3, 4, 3]);
  expect(lanes.rings('live', 1).get('')?.size).toBe(1);
  stored.ready = [];
  lanes.recount();
  expect([lanes.total(), lanes.hasReady()]).toEqual([1, false]);
});

it('forgets nothing when what waits can not be read', () => {
  const { stored, lanes } = setup();
  lanes.enter({ laneId: 1, parts: 7, isDue: false });
  stored.isBroken = true;
  expect(() => {
    lanes.recount();
  }).toThrow('malformed');
  expect([lanes.total(), lanes.hasReady()]).toEqual([1, true]);
});
