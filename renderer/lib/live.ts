import type { QueryClient } from '@tanstack/react-query';
import { createChangeReader } from './change-reader.ts';
import { consoleHeaders } from './console-client.ts';
import type { Change } from './console-types.ts';
import { useUiStore } from './ui-store.ts';

const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 5_000;
/** The gateway sends a sign of life every 15 s. */
const SILENCE_MS = 40_000;

/** Which queries a topic makes stale. */
const QUERIES: Readonly<Record<string, readonly string[]>> = {
  message: ['messages', 'message', 'overview'],
  device: ['devices', 'overview'],
  phone: ['devices'],
  provision: ['provision'],
  queue: ['overview'],
  token: ['tokens'],
  inbox: ['inbox'],
};

function take(queries: QueryClient, changes: readonly Change[]): void {
  const stale = new Set(changes.flatMap((change) => QUERIES[change.topic] ?? []));
  for (const name of stale) void queries.invalidateQueries({ queryKey: [name] });
}

async function follow(queries: QueryClient, signal: AbortSignal): Promise<void> {
  const silence = new AbortController();
  let timer = setTimeout(() => {
    silence.abort();
  }, SILENCE_MS);
  try {
    const response = await fetch('/console/events', {
      headers: consoleHeaders(),
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (!response.ok || response.body === null) throw new Error(`events answered ${response.status}`);
    useUiStore.getState().setOnline(true);
    void queries.invalidateQueries();
    const read = createChangeReader();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        silence.abort();
      }, SILENCE_MS);
      take(queries, read(chunk.value));
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Follows live changes until the signal; after a lost connection it comes back by itself and catches up. */
export async function followLive(queries: QueryClient, signal: AbortSignal): Promise<void> {
  let wait = FIRST_RETRY_MS;
  while (!signal.aborted) {
    try {
      await follow(queries, signal);
      wait = FIRST_RETRY_MS;
    } catch {
      // Told on screen; the loop tries again.
      wait = Math.min(wait * 2, MAX_RETRY_MS);
    }
    useUiStore.getState().setOnline(false);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
