import { useEffect, useState } from 'react';

/** How long a change can be taken back. */
const UNDO_MS = 6_000;

export interface KeptChange {
  /** Whether the last change was kept a moment ago. */
  readonly isFresh: boolean;
  readonly undo: (() => void) | null;
  /** A change was kept; `undo` makes it undone. Null: it was itself the undoing. */
  readonly kept: (undo: (() => void) | null) => void;
}

/** Remembers for six seconds that a change was kept, and how to take it back. */
export function useKeptChange(): KeptChange {
  const [last, setLast] = useState<{ readonly undo: (() => void) | null } | null>(null);
  useEffect(() => {
    if (last === null) return;
    const timer = setTimeout(() => {
      setLast(null);
    }, UNDO_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [last]);
  return {
    isFresh: last !== null,
    undo: last?.undo ?? null,
    kept: (undo) => {
      setLast({ undo });
    },
  };
}
