/** The one live connection of the screens: server-sent events, read by `fetch` because they need a header. */
import { createChangeReader } from './change-reader.ts';
import { consoleHeaders } from './console-client.ts';
import type { Change } from '../../electron/shared/console/changes.ts';
import { nextWait } from './retry-wait.ts';

/** The gateway sends a sign of life every 15 s. */
const SILENCE_MS = 40_000;

interface LiveListener {
  /** A connection stands; what happened before it is not told, so everything on screen may be old. */
  readonly connected: () => void;
  readonly changed: (changes: readonly Change[]) => void;
  /** The connection is lost and is being tried again. */
  readonly lost: () => void;
  /** The gateway does not know this sign-in (any more). It is tried on, because a window's own sign-in comes back. */
  readonly signedOut: () => void;
}

/** How a connection ended. */
type Ending = 'carried' | 'nothing' | 'signed_out';

async function follow(listener: LiveListener, signal: AbortSignal): Promise<Ending> {
  const silence = new AbortController();
  const startTimer = (): ReturnType<typeof setTimeout> =>
    setTimeout(() => {
      silence.abort();
    }, SILENCE_MS);
  let timer = startTimer();
  let hasCarried = false;
  try {
    const response = await fetch('/console/events', {
      headers: consoleHeaders(),
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (response.status === 401) return 'signed_out';
    if (!response.ok || response.body === null) return 'nothing';
    const read = createChangeReader();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    listener.connected();
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      hasCarried = true;
      clearTimeout(timer);
      timer = startTimer();
      const changes = read(chunk.value);
      if (changes.length > 0) listener.changed(changes);
    }
  } catch {
    // Broken, silent or never there; which of them makes no difference to what happens next.
  } finally {
    clearTimeout(timer);
  }
  return hasCarried ? 'carried' : 'nothing';
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}

/** Follows live changes until the signal; after a lost connection it comes back by itself. */
export async function followLive(listener: LiveListener, signal: AbortSignal): Promise<void> {
  let wait: number | null = null;
  const isStopped = (): boolean => signal.aborted;
  while (!isStopped()) {
    const ending = await follow(listener, signal);
    if (isStopped()) return;
    if (ending === 'signed_out') listener.signedOut();
    else listener.lost();
    wait = nextWait(wait, ending === 'carried');
    await rest(wait, signal);
  }
}
