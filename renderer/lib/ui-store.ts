import { create } from 'zustand';

/** What the screens remember that the gateway does not know. */
interface UiState {
  readonly isOnline: boolean;
  readonly isComposing: boolean;
  readonly openMessage: string | null;
  readonly setOnline: (isOnline: boolean) => void;
  readonly compose: (isComposing: boolean) => void;
  readonly openDrawer: (requestId: string | null) => void;
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
