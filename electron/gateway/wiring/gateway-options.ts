import type { Clock } from '../foundation/clock.ts';
import type { Logger } from '../foundation/logger.ts';

/** What a gateway needs to know; ports of 0 take a free one. */
export interface GatewayOptions {
  readonly dataDir: string;
  readonly httpPort: number;
  readonly relayPort: number;
  /** The port of the adb server, or null to leave ADB alone. */
  readonly adbPort: number | null;
  readonly demoPhone: boolean;
  /** The private socket of the screens and the command line; `<data-dir>/console.sock` unless told. */
  readonly consoleSocketPath?: string;
  /** Set by the desktop: then the screens come over the socket alone. */
  readonly launchToken?: string;
  /** The folder of the relay app that phones get; found beside the program unless told. */
  readonly relayAppDir?: string;
  /** The built screens, served where there is no desktop. */
  readonly rendererDir?: string;
  /** Make a live and a test token when the data directory is fresh. */
  readonly makeTokens?: boolean;
  /** Milliseconds that a list or a search may take; five seconds unless told. */
  readonly readDeadlineMs?: number;
  readonly logger?: Logger;
  /** The computer's clocks unless told. */
  readonly clock?: Clock;
}

export interface GatewayInfo {
  /** Without path or trailing slash. */
  readonly url: string;
  readonly consoleUrl: string;
  readonly relayPort: number;
  readonly consoleSocketPath: string;
  /** Absolute; null where a desktop serves the screens. */
  readonly signInLinkPath: string | null;
  /** Only on the start that made them. */
  readonly tokens: { readonly live: string; readonly test: string } | null;
}
