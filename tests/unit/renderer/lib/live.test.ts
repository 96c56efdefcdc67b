import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { followLive } from '../../../../renderer/lib/live.ts';
import { nextWait } from '../../../../renderer/lib/retry-wait.ts';

describe('nextWait', () => {
  it('doubles up to five seconds while nothing comes through', () => {
    const waits: number[] = [];
    for (let n = 0, wait: number | null = null; n < 6; n += 1) waits.push((wait = nextWait(wait, false)));
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000]);
  });
  it('begins anew after a connection that carried something', () => {
    expect(nextWait(5_000, true)).toBe(500);
  });
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A stream that gives these pieces and then breaks, as a killed gateway's does. */
function brokenAfter(...pieces: readonly string[]): Response {
  const bytes = new TextEncoder();
  let given = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const piece = pieces[given];
      given += 1;
      if (piece === undefined) controller.error(new Error('broken'));
      else controller.enqueue(bytes.encode(piece));
    },
  });
  return new Response(body);
}

function setup(answers: readonly (() => Response)[]) {
  const told: string[] = [];
  const calls: number[] = [];
  const started = Date.now();
  vi.stubGlobal('fetch', () => {
    const answer = answers[calls.length];
    calls.push(Date.now() - started);
    return answer === undefined ? Promise.reject(new TypeError('refused')) : Promise.resolve(answer());
  });
  const stop = new AbortController();
  onTestFinished(() => {
    stop.abort();
  });
  const ended = followLive(
    {
      connected: () => told.push('connected'),
      changed: (changes) => told.push(...changes.map(({ id }) => id)),
      lost: () => told.push('lost'),
      signedOut: () => told.push('signed out'),
    },
    stop.signal,
  );
  return { told, calls, stop, ended };
}

const line = 'data: {"seq":1,"topic":"message","id":"req_1"}\n\n';

describe('the live connection', () => {
  it('comes back soon after a working stream breaks, even when it was long in coming back before', async () => {
    const refused = (): Response => new Response(null, { status: 503 });
    const { calls, told } = setup([refused, refused, refused, () => brokenAfter(line), refused]);
    await vi.advanceTimersByTimeAsync(4_500);
    // 0, then after 500, 1,000 and 2,000 ms; the stream of the fourth breaks at once and counts as working.
    expect(calls).toEqual([0, 500, 1_500, 3_500, 4_000]);
    expect(told).toEqual(['lost', 'lost', 'lost', 'connected', 'req_1', 'lost', 'lost']);
  });

  it('says that the sign-in is over when the gateway does not know it, and does not call it lost', async () => {
    const { told } = setup([() => new Response(null, { status: 401 })]);
    await vi.advanceTimersByTimeAsync(100);
    expect(told).toEqual(['signed out']);
  });

  it('ends at once when it is stopped while it waits', async () => {
    const { stop, ended, calls } = setup([]);
    await vi.advanceTimersByTimeAsync(600);
    stop.abort();
    await ended;
    expect(calls).toHaveLength(2);
  });
});
