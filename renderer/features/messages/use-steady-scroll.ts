import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { Message } from '../../../electron/shared/schemas/message.ts';
import { rowsMovedBy } from './loaded-list.ts';

/**
 * Holds the row under the eye in its place when rows arrive above it. At the very top nothing is held: there new rows
 * push the others down, as a reader of the newest expects.
 */
export function useSteadyScroll(
  frame: RefObject<HTMLElement | null>,
  messages: readonly Message[],
  rowHeight: number,
): void {
  const before = useRef(messages);
  useLayoutEffect(() => {
    const old = before.current;
    before.current = messages;
    if (frame.current === null || frame.current.scrollTop < 1) return;
    const firstSeen = Math.floor(frame.current.scrollTop / rowHeight);
    const moved = rowsMovedBy(old, messages, firstSeen);
    if (moved !== 0) frame.current.scrollBy({ top: moved * rowHeight, behavior: 'instant' });
  }, [frame, messages, rowHeight]);
}
