import { AdbError, type AdbServer } from './adb-server.ts';
import { printable } from './printable.ts';
import { runShell } from './shell.ts';

/** What the guarded provider of the relay app answered. */
export type ProviderAnswer =
  | { readonly kind: 'ok' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'no_provider' }
  | { readonly kind: 'odd'; readonly output: string };

const PROVIDER_URI = 'content://app.relaydesk.relay.shell';
const DEADLINE_MS = 20_000;

/**
 * Reads what `content call` printed; its exit code says nothing. Warnings of the linker may come before the result.
 * A reason could hold `, ok=true`: only an answer without any `ok=false` is a yes.
 */
export function parseProviderAnswer(output: string): ProviderAnswer {
  const bundle = /^Result: Bundle\[\{(.*)\}\]\s*$/m.exec(output)?.[1];
  if (bundle === undefined) {
    return /Could not find provider|Unknown authority/i.test(output)
      ? { kind: 'no_provider' }
      : { kind: 'odd', output: printable(output, 300) };
  }
  const fields = bundle.split(', ');
  if (fields.includes('ok=true') && !fields.includes('ok=false')) return { kind: 'ok' };
  const reason = fields.find((field) => field.startsWith('reason='))?.slice('reason='.length) ?? '';
  return { kind: 'refused', reason: reason === '' ? 'no reason given' : printable(reason, 100) };
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
  const output = await runShell(server, serial, command, DEADLINE_MS);
  // `content` always prints a result or an error; nothing at all is a cable that was pulled.
  if (output.trim() === '') throw new AdbError('gone', 'the connection closed before the phone answered');
  return parseProviderAnswer(output);
}
