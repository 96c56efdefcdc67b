import { expect, it } from 'vitest';
import { createQueueSwitch } from '../../../../../electron/gateway/dispatch/queue-switch.ts';
import { createFeed } from '../../../../../electron/gateway/events/feed.ts';

function setup() {
  const log: string[] = [];
  let stored = 'false';
  const feed = createFeed();
  feed.listen((changes) => log.push(...changes.map((change) => `told ${change.topic}`)));
  const queueSwitch = createQueueSwitch({
    word: () => stored,
    storeWord: (word, alongside) => {
      if (log.includes('broken')) return Promise.reject(new Error('disk full'));
      alongside();
      stored = word;
      log.push(`stored ${word}`);
      feed.flush();
      return Promise.resolve();
    },
    forgive: () => log.push('forgiven'),
    feed,
    wake: () => log.push('woken'),
  });
  return { log, queueSwitch };
}

it('stores the switch with the change that screens are told, then wakes the dispatcher', async () => {
  const { log, queueSwitch } = setup();
  await queueSwitch.setPaused(true);
  expect(log).toEqual(['stored true', 'told queue', 'woken']);
});

it('forgives what failed when it is resumed, in the transaction that stores it', async () => {
  const { log, queueSwitch } = setup();
  await queueSwitch.setPaused(false);
  expect(log).toEqual(['forgiven', 'stored false', 'told queue', 'woken']);
});

it('wakes nobody where the switch could not be stored', async () => {
  const { log, queueSwitch } = setup();
  log.push('broken');
  await expect(queueSwitch.setPaused(false)).rejects.toThrow('disk full');
  expect(log).toEqual(['broken']);
});

it('is stored with whether new messages are refused meanwhile', async () => {
  const { queueSwitch } = setup();
  const seen = () => [queueSwitch.isPaused(), queueSwitch.isRefusing()];
  expect(seen()).toEqual([false, false]);
  await queueSwitch.setPaused(true, true);
  expect(seen()).toEqual([true, true]);
  await queueSwitch.setPaused(true);
  expect(seen()).toEqual([true, false]);
  await queueSwitch.setPaused(false);
  expect(seen()).toEqual([false, false]);
});
