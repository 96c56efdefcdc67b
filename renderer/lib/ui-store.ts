import { create } from 'zustand';

/** What the screens remember that the gateway does not know. */
interface UiState {
  readonly isOnline: boolean;
  readonly isComposing: boolean;
  readonly openMessage: string | null;
  setOnline(isOnline: boolean): void;
  compose(isComposing: boolean): void;
  openDrawer(requestId: string | null): void;
}

export const useUiStore = create<UiState>((set) => ({
  isOnline: true,
  isComposing: false,
  openMessage: null,
  setOnline: (isOnline) => {
    set({ isOnline });
  },
  compose: (isComposing) => {
    set({ isComposing });
  },
  openDrawer: (openMessage) => {
    set({ openMessage });
  },
}));
