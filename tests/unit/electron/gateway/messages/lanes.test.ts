import { describe, expect, it } from 'vitest';
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

describe('the lane of a batch', () => {
  const BATCH_LANE = { ...LANE, batchId: 'bat_1' } as const;

  function setUpBatch() {
    const reverts: (() => void)[] = [];
    const lanes = createLanes(
      { findOrAdd: () => 1, byId: () => BATCH_LANE, ready: () => [], due: () => [] },
      () => false,
      (revert) => reverts.push(revert),
    );
    const undo = (): void => {
      while (reverts.length > 0) reverts.pop()?.();
    };
    const told = () => [lanes.size(), lanes.total(), lanes.rings('live', 1).get('')?.size ?? 0];
    return { lanes, reverts, undo, told };
  }

  it('is known while something waits in it', () => {
    const { lanes, told } = setUpBatch();
    lanes.laneFor(BATCH_LANE);
    lanes.enter({ laneId: 1, parts: 1, isDue: false });
    lanes.enter({ laneId: 1, parts: 1, isDue: true });
    lanes.leave({ laneId: 1, parts: 1, isDue: false });
    expect(told()).toEqual([1, 1, 0]);
    lanes.leave({ laneId: 1, parts: 1, isDue: true });
    expect(told()).toEqual([0, 0, 0]);
  });

  it('is back, with its turn, when what emptied it is undone', () => {
    const { lanes, reverts, undo, told } = setUpBatch();
    lanes.laneFor(BATCH_LANE);
    lanes.enter({ laneId: 1, parts: 1, isDue: false });
    reverts.length = 0;
    lanes.leave({ laneId: 1, parts: 1, isDue: false });
    lanes.enter({ laneId: 1, parts: 1, isDue: true });
    lanes.leave({ laneId: 1, parts: 1, isDue: true });
    expect(told()).toEqual([0, 0, 0]);
    undo();
    expect(told()).toEqual([1, 1, 1]);
    expect(lanes.byId(1)?.ready).toBe(1);
  });

  it('is gone when the batch that made it is undone', () => {
    const { lanes, undo, told } = setUpBatch();
    lanes.laneFor(BATCH_LANE);
    lanes.enter({ laneId: 1, parts: 1, isDue: false });
    undo();
    expect(told()).toEqual([0, 0, 0]);
  });
});
