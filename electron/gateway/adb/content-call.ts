import type { AdbServer } from './adb-server.ts';
import { runShell } from './shell.ts';

/** What the guarded provider of the relay app answered. */
export type ProviderAnswer =
  | { readonly kind: 'ok' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'no_provider' }
  | { readonly kind: 'odd'; readonly output: string };

const PROVIDER_URI = 'content://app.relaydesk.relay.shell';
const DEADLINE_MS = 20_000;

/** Reads what `content call` printed; its exit code says nothing. */
export function parseProviderAnswer(output: string): ProviderAnswer {
  const bundle = /^Result: Bundle\[\{(.*)\}\]\s*$/m.exec(output)?.[1];
  if (bundle === undefined) {
    return /Could not find provider|Unknown authority|SecurityException.*does not exist/i.test(output)
      ? { kind: 'no_provider' }
      : { kind: 'odd', output: output.slice(0, 300) };
  }
  const fields = new Map(
    bundle.split(', ').map((pair): [string, string] => {
      const equals = pair.indexOf('=');
      return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
  if (fields.get('ok') === 'true') return { kind: 'ok' };
  return { kind: 'refused', reason: fields.get('reason') ?? 'no reason given' };
}

/** Calls the relay's guarded provider; texts and numbers go as typed extras. */
export async function callProvider(
  server: AdbServer,
  serial: string,
  method: 'pair' | 'poke',
  extras: Readonly<Record<string, string | number>> = {},
): Promise<ProviderAnswer> {
  const typed = Object.entries(extras).flatMap(([name, value]) => [
    '--extra',
    typeof value === 'number' ? `${name}:i:${value}` : `${name}:s:${value}`,
  ]);
  const command = ['content', 'call', '--uri', PROVIDER_URI, '--method', method, ...typed];
  return parseProviderAnswer(await runShell(server, serial, command, DEADLINE_MS));
}
