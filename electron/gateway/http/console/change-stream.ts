import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Change } from '../../../shared/console/changes.ts';
import type { Feed } from '../../events/feed.ts';
import { after, every, type Timer } from '../../foundation/timers.ts';

const BEAT_MS = 15_000;
const GATHER_MS = 100;
/** A page that does not read is cut off; it connects again and reads everything anew. */
const MAX_BUFFERED_BYTES = 256 * 1024;
/** With more changes than this at once the page is told the topic alone. */
const MAX_IDS_AT_ONCE = 50;

/** Each thing once, and a busy topic as one change without an id. */
export function gather(changes: readonly Change[]): readonly Change[] {
  const byTopic = new Map<string, Map<string, Change>>();
  for (const change of changes) {
    const own = byTopic.get(change.topic) ?? new Map<string, Change>();
    own.set(change.id, change);
    byTopic.set(change.topic, own);
  }
  return [...byTopic.values()].flatMap((own) => {
    const all = [...own.values()];
    const last = all.at(-1);
    return all.length > MAX_IDS_AT_ONCE && last !== undefined ? [{ ...last, id: '' }] : all;
  });
}

/** Of one session, and in all: over it the oldest is cut, which is a page that was forgotten, or one that does not read. */
export const MOST_STREAMS = { ofSession: 32, inAll: 128 } as const;

export interface ChangeStreams {
  open(request: FastifyRequest, reply: FastifyReply, session: string): void;
  closeAll(): void;
}

/** Server-sent events for the screens. */
export function createChangeStreams(feed: Feed): ChangeStreams {
  /** The session of each stream by what closes it, the oldest first. */
  const open = new Map<() => void, string>();

  function makeRoom(session: string): void {
    const own = [...open].flatMap(([close, other]) => (other === session ? [close] : []));
    if (own.length >= MOST_STREAMS.ofSession) own[0]?.();
    else if (open.size >= MOST_STREAMS.inAll) open.keys().next().value?.();
  }

  return {
    open: (request, reply, session) => {
      makeRoom(session);
      reply.hijack();
      const out = reply.raw;
      out.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      out.write(': open\n\n');
      let held: Change[] = [];
      const send = (): void => {
        const lines = gather(held).map((change) => `data: ${JSON.stringify(change)}\n\n`);
        held = [];
        if (lines.length > 0) out.write(lines.join(''));
        if (out.writableLength > MAX_BUFFERED_BYTES) close();
      };
      let timer: Timer | null = null;
      const beat = every(
        BEAT_MS,
        () => out.write(': beat\n\n'),
        () => close(),
      );
      const stopListening = feed.listen((changes) => {
        held.push(...changes);
        timer ??= after(
          GATHER_MS,
          () => {
            timer = null;
            send();
          },
          () => close(),
        );
      });
      const close = (): void => {
        open.delete(close);
        stopListening();
        beat.stop();
        timer?.stop();
        out.destroy();
      };
      open.set(close, session);
      request.raw.on('close', close);
      out.on('error', close);
    },
    closeAll: () => {
      for (const close of open.keys()) close();
    },
  };
}
