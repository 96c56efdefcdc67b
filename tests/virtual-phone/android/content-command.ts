/** `content call`, word for word as frameworks/base/cmds/content prints it. Its exit code is 0 whatever happened. */
import { type Command, type CommandResult, ok } from '../adbd/command.ts';
import { type Handset } from './handset.ts';
import { type Bundle, type Extra } from './installed-package.ts';

interface Call {
  readonly authority: string;
  readonly method: string;
  readonly extras: ReadonlyMap<string, Extra>;
}

/** The program `content` of a phone. */
export function contentCommand(handset: Handset): Command {
  return ([verb, ...args]) => {
    if (verb !== 'call') return usage(`Unsupported operation: ${verb ?? ''}`);
    const call = parseCall(args);
    return typeof call === 'string' ? usage(call) : runCall(handset, call);
  };
}

async function runCall(handset: Handset, { authority, method, extras }: Call): Promise<CommandResult> {
  for (const [name, installed] of handset.packages) {
    const provider = installed.providers?.[authority];
    if (provider === undefined) continue;
    handset.stoppedApps.delete(name);
    const answer = await provider(method, extras);
    return ok(`Result: ${answer === null ? 'null' : formatBundle(answer)}\n`);
  }
  return trouble(authority, `java.lang.IllegalStateException: Could not find provider: ${authority}`);
}

function trouble(authority: string, exception: string): CommandResult {
  const trace = [
    `Error while accessing provider:${authority}`,
    exception,
    '\tat com.android.commands.content.Content$Command.execute(Content.java:512)',
    '\tat com.android.commands.content.Content.main(Content.java:735)',
    '\tat com.android.internal.os.RuntimeInit.nativeFinishInit(Native Method)',
    '\tat com.android.internal.os.RuntimeInit.main(RuntimeInit.java:355)',
  ];
  return { stdout: '', stderr: `${trace.join('\n')}\n`, code: 0 };
}

const usage = (why: string): CommandResult => ({ stdout: '', stderr: `[ERROR] ${why}\n`, code: 0 });

function parseCall(args: readonly string[]): Call | string {
  let authority: string | undefined;
  let method: string | undefined;
  const extras = new Map<string, Extra>();
  for (let at = 0; at < args.length; at += 2) {
    const [option = '', value] = [args[at], args[at + 1]];
    if (value === undefined) return `Argument expected after "${option}"`;
    if (option === '--uri') authority = /^content:\/\/([^/?#]+)/.exec(value)?.[1];
    else if (option === '--method') method = value;
    else if (option === '--extra') {
      const extra = parseExtra(value);
      if (extra === undefined) return `Binding not well formed: ${value}`;
      extras.set(...extra);
    } else if (option !== '--arg' && option !== '--user') return `Unsupported argument: ${option}`;
  }
  if (authority === undefined) return 'Content provider URI not specified. Did you specify --uri argument?';
  if (method === undefined)
    return 'Content provider method not specified. Did you specify --method argument?';
  return { authority, method, extras };
}

/** name:type:value, where the type is one of s, i, l, b, f, d and the value may hold colons. */
function parseExtra(text: string): [name: string, value: Extra] | undefined {
  const match = /^([^:]+):([silbfd]):(.*)$/s.exec(text);
  const [, name, type, value] = match ?? [];
  if (name === undefined || value === undefined) return undefined;
  if (type === 's') return [name, value];
  if (type === 'b') return [name, value === 'true'];
  const number = Number(value);
  return Number.isFinite(number) ? [name, number] : undefined;
}

/** Bundle.toString: entries in the order of ArrayMap, which sorts by Java's hash of the key. */
export function formatBundle(bundle: Bundle): string {
  const entries = Object.entries(bundle).sort(([a], [b]) => javaHash(a) - javaHash(b));
  return `Bundle[{${entries.map(([key, value]) => `${key}=${String(value)}`).join(', ')}}]`;
}

/** String.hashCode of Java, a signed 32-bit number. */
function javaHash(text: string): number {
  let hash = 0;
  for (const char of text) hash = (Math.imul(hash, 31) + char.charCodeAt(0)) | 0;
  return hash;
}
