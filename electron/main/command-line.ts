/** What may follow the program's name. Unknown words are left to Chromium. */
import { parseArgs } from 'node:util';
import { DEFAULT_PORTS, parsePort } from '../shared/ports.ts';

export interface DesktopOptions {
  /** Null: the usual place of this system. */
  readonly dataDir: string | null;
  readonly httpPort: number;
  readonly relayPort: number;
  readonly adbPort: number;
  readonly demoPhone: boolean;
}

/**
 * Reads the command line as `relaydesk serve` does. Throws a sentence when a port is not one.
 * @param adbPortInEnvironment ANDROID_ADB_SERVER_PORT
 */
export function parseDesktopOptions(
  args: readonly string[],
  adbPortInEnvironment: string | undefined,
): DesktopOptions {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: {
      'data-dir': { type: 'string' },
      port: { type: 'string' },
      'relay-port': { type: 'string' },
      'adb-port': { type: 'string' },
      'no-demo-phone': { type: 'boolean' },
    },
  });
  const dataDir = values['data-dir'];
  return {
    dataDir: typeof dataDir === 'string' ? dataDir : null,
    httpPort: portOf('--port', values['port'], DEFAULT_PORTS.http),
    relayPort: portOf('--relay-port', values['relay-port'], DEFAULT_PORTS.relay),
    adbPort: portOf('--adb-port', values['adb-port'] ?? adbPortInEnvironment, DEFAULT_PORTS.adb),
    demoPhone: values['no-demo-phone'] !== true,
  };
}

function portOf(name: string, value: string | boolean | undefined, otherwise: number): number {
  if (value === undefined || value === '') return otherwise;
  const port = typeof value === 'string' ? parsePort(value) : null;
  if (port === null) throw new Error(`${name} must be a port number.`);
  return port;
}
