/** `pm` and `cmd package`: which packages there are, and their permissions. */
import { type Command, type CommandResult, failed, ok } from '../adbd/command.ts';
import { type Handset } from './handset.ts';

/** The program `pm` of a phone; `cmd package` is the same. */
export function packageCommand(handset: Handset): Command {
  return ([verb, ...args]) => {
    switch (verb) {
      case 'path':
        return path(handset, args);
      case 'list':
        return list(handset, args);
      case 'grant':
      case 'revoke':
        return changeGrant(handset, verb, args);
      case 'uninstall':
        return uninstall(handset, args);
      default:
        return failed(`Unknown command: ${verb ?? ''}\n`, 255);
    }
  };
}

const positional = (args: readonly string[]): string[] => {
  const words: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    if (word === '--user') at += 1;
    else if (!word.startsWith('-')) words.push(word);
  }
  return words;
};

function path(handset: Handset, args: readonly string[]): CommandResult {
  const [name = ''] = positional(args);
  const installed = handset.packages.get(name);
  // Not installed is silent; only the exit code tells.
  return installed === undefined ? failed('', 1) : ok(`package:${installed.path}\n`);
}

function list(handset: Handset, args: readonly string[]): CommandResult {
  const [what, filter = ''] = positional(args);
  if (what === 'features') {
    return ok([...handset.features].map((feature) => `feature:${feature}\n`).join(''));
  }
  if (what === 'users') return ok('Users:\n\tUserInfo{0:Owner:c13} running\n');
  if (what !== 'packages' && what !== 'package')
    return failed(`Error: unknown list type '${what ?? ''}'\n`, 255);
  const lines = [...handset.packages]
    .filter(([name]) => name.includes(filter))
    .map(([name, installed]) => {
      const file = args.includes('-f') ? `${installed.path}=` : '';
      const version = args.includes('--show-versioncode') ? ` versionCode:${installed.versionCode}` : '';
      return `package:${file}${name}${version}\n`;
    });
  return ok(lines.join(''));
}

function changeGrant(handset: Handset, verb: 'grant' | 'revoke', args: readonly string[]): CommandResult {
  const [name = '', permission = ''] = positional(args);
  if (!handset.packages.has(name)) {
    const exception = `java.lang.IllegalArgumentException: Unknown package: ${name}`;
    return failed(`\nException occurred while executing '${verb}':\n${exception}\n`, 255);
  }
  if (verb === 'grant') handset.grants.add(`${name} ${permission}`);
  else handset.grants.delete(`${name} ${permission}`);
  handset.packages.get(name)?.changed?.();
  return ok();
}

function uninstall(handset: Handset, args: readonly string[]): CommandResult {
  const [name = ''] = positional(args);
  const installed = handset.packages.get(name);
  if (installed === undefined)
    return { stdout: 'Failure [DELETE_FAILED_INTERNAL_ERROR]\n', stderr: '', code: 1 };
  installed.forceStop?.();
  handset.packages.delete(name);
  return ok('Success\n');
}
