/**
 * What the desktop and the gateway, its child process, tell each other over the message port. The port is the only way
 * the launch token travels: never argv, environment or disk.
 */
import { isPort } from './ports.ts';

export interface GatewayStartOptions {
  readonly dataDir: string;
  readonly httpPort: number;
  readonly relayPort: number;
  readonly adbPort: number;
  readonly demoPhone: boolean;
  /** Where the console listens: a Unix socket, or a named pipe on Windows. */
  readonly consoleSocketPath: string;
}

export interface GatewayInfo {
  /** Base URL of the API, without path or trailing slash. */
  readonly url: string;
  readonly relayPort: number;
  readonly consoleSocketPath: string;
}

/** Desktop → gateway. */
export type GatewayOrder =
  | { readonly type: 'start'; readonly options: GatewayStartOptions; readonly launchToken: string }
  | { readonly type: 'stop' };

/** Gateway → desktop. `failed` carries a sentence for people; the process then waits to be stopped. */
export type GatewayNews =
  | { readonly type: 'ready'; readonly info: GatewayInfo }
  | { readonly type: 'failed'; readonly sentence: string };

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** Reads an order; undefined when it is not one. */
export function parseGatewayOrder(value: unknown): GatewayOrder | undefined {
  if (!isFields(value)) return undefined;
  if (value['type'] === 'stop') return { type: 'stop' };
  const { options, launchToken } = value;
  if (value['type'] !== 'start' || typeof launchToken !== 'string' || !isFields(options)) return undefined;
  const { dataDir, httpPort, relayPort, adbPort, demoPhone, consoleSocketPath } = options;
  if (typeof dataDir !== 'string' || typeof consoleSocketPath !== 'string') return undefined;
  if (!isPort(httpPort) || !isPort(relayPort) || !isPort(adbPort)) return undefined;
  if (typeof demoPhone !== 'boolean') return undefined;
  return {
    type: 'start',
    launchToken,
    options: { dataDir, httpPort, relayPort, adbPort, demoPhone, consoleSocketPath },
  };
}

/** Reads news; undefined when it is none. */
export function parseGatewayNews(value: unknown): GatewayNews | undefined {
  if (!isFields(value)) return undefined;
  if (value['type'] === 'failed') {
    return typeof value['sentence'] === 'string'
      ? { type: 'failed', sentence: value['sentence'] }
      : undefined;
  }
  const { info } = value;
  if (value['type'] !== 'ready' || !isFields(info)) return undefined;
  const { url, relayPort, consoleSocketPath } = info;
  if (typeof url !== 'string' || !isPort(relayPort) || typeof consoleSocketPath !== 'string')
    return undefined;
  return { type: 'ready', info: { url, relayPort, consoleSocketPath } };
}
