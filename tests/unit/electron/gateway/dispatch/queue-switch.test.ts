import { expect, it } from 'vitest';
import { createQueueSwitch } from '../../../../../electron/gateway/dispatch/queue-switch.ts';
import { createFeed } from '../../../../../electron/gateway/events/feed.ts';

function setup() {
  const log: string[] = [];
  const feed = createFeed();
  feed.listen((changes) => log.push(...changes.map((change) => `told ${change.topic}`)));
  const queueSwitch = createQueueSwitch({
    isPaused: () => false,
    storePaused: (isPaused, alongside) => {
      if (log.includes('broken')) return Promise.reject(new Error('disk full'));
      alongside();
      log.push(`stored ${String(isPaused)}`);
      feed.flush();
      return Promise.resolve();
    },
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

it('wakes nobody where the switch could not be stored', async () => {
  const { log, queueSwitch } = setup();
  log.push('broken');
  await expect(queueSwitch.setPaused(false)).rejects.toThrow('disk full');
  expect(log).toEqual(['broken']);
});
