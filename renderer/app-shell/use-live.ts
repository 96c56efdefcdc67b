import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ChangeTopic } from '../../electron/shared/change-topics.ts';
import { createLiveMessages, type LiveMessages } from '../features/messages/live-messages.ts';
import { createChangeGatherer, type GatheredChanges } from '../lib/change-gatherer.ts';
import { tellSignedOut } from '../lib/console-client.ts';
import { followLive } from '../lib/live.ts';
import { useUiStore } from '../lib/ui-store.ts';

/** A burst of changes becomes at most this many looks a second. */
const LOOKS_PER_SECOND = 2;

/** Which queries a topic makes old, apart from the list of messages, which has its own way. */
const QUERIES: Readonly<Record<ChangeTopic, readonly string[]>> = {
  message: ['overview'],
  batch: ['bulk'],
  device: ['devices', 'overview', 'routing'],
  phone: ['devices'],
  provision: ['provision'],
  queue: ['overview'],
  token: ['tokens'],
  setting: ['sending', 'routing'],
  inbox: ['inbox'],
};

async function take(queries: QueryClient, messages: LiveMessages, changes: GatheredChanges): Promise<void> {
  const old = new Set([...changes.keys()].flatMap((topic) => QUERIES[topic]));
  const changed = changes.get('message');
  const { openMessage } = useUiStore.getState();
  if (changed !== undefined && openMessage !== null && (changed === 'all' || changed.has(openMessage))) {
    old.add('message');
  }
  await Promise.all([
    ...[...old].map((name) => queries.invalidateQueries({ queryKey: [name] })),
    ...(changed === undefined ? [] : [messages.changed(changed)]),
  ]);
}

/** Keeps what is on screen fresh for as long as the screens stand. */
export function useLive(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const stop = new AbortController();
    const { setOnline } = useUiStore.getState();
    const messages = createLiveMessages(queries);
    const stopWatching = messages.watchView();
    const gatherer = createChangeGatherer(1_000 / LOOKS_PER_SECOND, (changes) =>
      take(queries, messages, changes),
    );
    void followLive(
      {
        connected: () => {
          setOnline(true);
          void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'messages' });
          gatherer.add([{ seq: 0, topic: 'message', id: '' }]);
        },
        changed: gatherer.add,
        lost: () => {
          setOnline(false);
        },
        signedOut: tellSignedOut,
      },
      stop.signal,
    );
    return () => {
      stop.abort();
      stopWatching();
      gatherer.stop();
    };
  }, [queries]);
}
