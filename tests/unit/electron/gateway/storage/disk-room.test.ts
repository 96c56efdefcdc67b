import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { silentLogger } from '../../../../../electron/gateway/foundation/logger.ts';
import { createDiskRoom } from '../../../../../electron/gateway/storage/disk-room.ts';

/** A disk that answers when the test says so. */
function setup() {
  let now = 0;
  const asked: PromiseWithResolvers<boolean>[] = [];
  const room = createDiskRoom({
    isLowAtStart: false,
    look: () => {
      const answer = Promise.withResolvers<boolean>();
      asked.push(answer);
      return answer.promise;
    },
    monotonic: () => now,
    log: silentLogger,
  });
  return {
    room,
    asked,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

it('asks the disk again only after five seconds', () => {
  const { room, asked, pass } = setup();
  pass(5_000);
  expect([room.isLow(), asked.length]).toEqual([false, 0]);
  pass(1);
  expect([room.isLow(), asked.length]).toEqual([false, 1]);
});

it('never waits for a slow disk, and asks it once', async () => {
  const { room, asked, pass } = setup();
  pass(5_001);
  room.isLow();
  pass(60_000);
  expect([room.isLow(), asked.length]).toEqual([false, 1]);
  asked[0]?.resolve(true);
  await nextTurn();
  expect([room.isLow(), asked.length]).toEqual([true, 1]);
});

it('comes back by itself once there is room, and after a look that failed', async () => {
  const { room, asked, pass } = setup();
  const answers = [true, new Error('gone'), false];
  for (const answer of answers) {
    pass(5_001);
    room.isLow();
    if (answer instanceof Error) asked.at(-1)?.reject(answer);
    else asked.at(-1)?.resolve(answer);
    await nextTurn();
  }
  expect([room.isLow(), asked.length]).toEqual([false, 3]);
});
