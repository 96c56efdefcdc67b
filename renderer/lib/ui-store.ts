import { create } from 'zustand';

/** What the screens remember that the gateway does not know. */
interface UiState {
  readonly isOnline: boolean;
  readonly isComposing: boolean;
  readonly isPaletteOpen: boolean;
  readonly openMessage: string | null;
  /** The search field of the messages is to take the focus as soon as it is there. */
  readonly isSearchAsked: boolean;
  readonly setOnline: (isOnline: boolean) => void;
  readonly compose: (isComposing: boolean) => void;
  readonly openPalette: (isPaletteOpen: boolean) => void;
  readonly openDrawer: (requestId: string | null) => void;
  /** Leads to the messages and into their search field. */
  readonly askSearch: () => void;
  readonly searchFocused: () => void;
}

export const useUiStore = create<UiState>((set) => ({
  isOnline: true,
  isComposing: false,
  isPaletteOpen: false,
  openMessage: null,
  isSearchAsked: false,
  setOnline: (isOnline) => {
    set({ isOnline });
  },
  compose: (isComposing) => {
    set({ isComposing });
  },
  openPalette: (isPaletteOpen) => {
    set({ isPaletteOpen });
  },
  openDrawer: (openMessage) => {
    set({ openMessage });
  },
  askSearch: () => {
    window.location.hash = '#/messages';
    set({ isSearchAsked: true, openMessage: null });
  },
  searchFocused: () => {
    set({ isSearchAsked: false });
  },
}));
