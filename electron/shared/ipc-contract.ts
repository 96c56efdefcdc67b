/**
 * Everything that the screens may ask of the desktop, and what the desktop tells them. Only what a browser cannot do is
 * here; the gateway is reached by `/console` like from a browser.
 */

/** How the gateway, the child of the desktop, is doing. */
export type GatewayCondition =
  | { readonly state: 'starting' }
  | { readonly state: 'running'; readonly url: string }
  /** It ended or could not start; the sentence says why, and it is tried again by itself. */
  | { readonly state: 'failed'; readonly sentence: string }
  | { readonly state: 'stopped' };

interface DesktopInfo {
  readonly version: string;
  readonly platform: string;
  readonly dataDir: string;
}

/** Each request: its channel, and what it answers. None takes an argument yet. */
export interface IpcRequests {
  readonly 'desktop:info': DesktopInfo;
  readonly 'desktop:gateway-condition': GatewayCondition;
  /** Tries again now instead of after the pause. */
  readonly 'desktop:restart-gateway': null;
  readonly 'desktop:open-data-folder': null;
}
export type IpcChannel = keyof IpcRequests;

/** Sent to the window on every change. */
export const GATEWAY_CONDITION_CHANNEL = 'desktop:gateway-condition-changed';

/** What the preload script puts at `window.relaydesk`; absent in a browser. */
export interface DesktopBridge {
  info(): Promise<DesktopInfo>;
  gatewayCondition(): Promise<GatewayCondition>;
  restartGateway(): Promise<null>;
  openDataFolder(): Promise<null>;
  /** Calls back on every change; the answer ends that. */
  onGatewayCondition(listener: (condition: GatewayCondition) => void): () => void;
}

declare global {
  interface Window {
    readonly relaydesk?: DesktopBridge;
  }
}
