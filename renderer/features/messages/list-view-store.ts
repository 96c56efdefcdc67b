import { create } from 'zustand';

/** What of the list of messages is seen now: only that is kept fresh row by row. */
interface ListView {
  readonly isAtTop: boolean;
  readonly seenIds: readonly string[];
  readonly see: (view: { readonly isAtTop: boolean; readonly seenIds: readonly string[] }) => void;
}

export const useListView = create<ListView>((set) => ({
  isAtTop: true,
  seenIds: [],
  see: (view) => {
    set(view);
  },
}));
