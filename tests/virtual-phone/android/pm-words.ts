/** How the verbs of `pm` read their arguments, and how its exceptions look. */
import { type CommandResult, failed } from '../adbd/command.ts';

/** Options of `pm` that take the next word. */
const WITH_VALUE = new Set([
  '--user',
  '-S',
  '-i',
  '-p',
  '--abi',
  '--originating-uri',
  '--referrer',
  '--install-location',
  '--install-reason',
  '--package-source',
]);

export interface PmArguments {
  readonly words: readonly string[];
  /** Options without a value. */
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
}

/** Takes words and options apart. */
export function pmArguments(args: readonly string[]): PmArguments {
  const words: string[] = [];
  const flags = new Set<string>();
  const values = new Map<string, string>();
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (WITH_VALUE.has(word)) {
      at += 1;
      values.set(word, args[at] ?? '');
    } else if (word.startsWith('-') && word !== '-') flags.add(word);
    else words.push(word);
  }
  return { words, flags, values };
}

/** What a shell command of system_server prints when it throws; `before` is what it had complained already. */
export function threw(verb: string, exception: string, before = ''): CommandResult {
  const frame =
    '\tat com.android.server.pm.PackageManagerShellCommand.onCommand(PackageManagerShellCommand.java:330)';
  return failed(`${before}\nException occurred while executing '${verb}':\n${exception}\n${frame}\n`, 255);
}
