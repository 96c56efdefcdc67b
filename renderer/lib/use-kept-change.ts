import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** How long a change can be taken back. */
const UNDO_MS = 6_000;

export interface KeptChange<Wanted> {
  /** Asks for a change at once; `before` is what undoing it asks for. */
  readonly save: (wanted: Wanted, before: Wanted) => void;
  /** Whether the last change was kept a moment ago. */
  readonly isSaved: boolean;
  readonly error: Error | null;
  /** Takes the last change back; null when there is none, or when it was itself the undoing. */
  readonly undo: (() => void) | null;
}

/**
 * Changes that are kept at once and can be taken back for six seconds. What `send` answers becomes the data of the
 * query `queryKey`.
 */
export function useKeptChange<Wanted>(
  queryKey: readonly string[],
  send: (wanted: Wanted) => Promise<unknown>,
): KeptChange<Wanted> {
  const queries = useQueryClient();
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
  const change = useMutation({
    mutationFn: ({ wanted }: { readonly wanted: Wanted; readonly before: Wanted | null }) => send(wanted),
    onSuccess: (answer, { before }) => {
      queries.setQueryData(queryKey, answer);
      const undo = (wanted: Wanted) => () => {
        change.mutate({ wanted, before: null });
      };
      setLast({ undo: before === null ? null : undo(before) });
    },
  });
  return {
    save: (wanted, before) => {
      change.mutate({ wanted, before });
    },
    isSaved: last !== null && !change.isError,
    error: change.error,
    undo: last?.undo ?? null,
  };
}
