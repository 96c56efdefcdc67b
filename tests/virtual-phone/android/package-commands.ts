/** `pm` and `cmd package`: which packages there are, what they may do, how they come and go. */
import { type Command, type CommandResult, failed, ok } from '../adbd/command.ts';
import { type Handset } from './handset.ts';
import { isInstallVerb, runInstallVerb } from './install-commands.ts';
import type { PackageInstaller } from './package-installer.ts';
import { permissionKind } from './permissions.ts';
import { pmArguments, threw } from './pm-words.ts';

/** The program `pm` of a phone; `cmd package` is the same. */
export function packageCommand(handset: Handset, installer: PackageInstaller): Command {
  return ([verb, ...args], context) => {
    if (isInstallVerb(verb)) return runInstallVerb({ handset, installer }, verb, args, context);
    switch (verb) {
      case 'path':
        return path(handset, args);
      case 'list':
        return list(handset, args);
      case 'grant':
      case 'revoke':
        return changeGrant(handset, verb, args);
      case 'uninstall':
        return uninstall(installer, args);
      case 'clear':
        return clear(installer, args);
      default:
        return failed(`Unknown command: ${verb ?? ''}\n`, 255);
    }
  };
}

function path(handset: Handset, args: readonly string[]): CommandResult {
  const [name = ''] = pmArguments(args).words;
  const installed = handset.packages.get(name);
  // Not installed is silent; only the exit code tells.
  return installed === undefined ? failed('', 1) : ok(`package:${installed.path}\n`);
}

function list(handset: Handset, args: readonly string[]): CommandResult {
  const {
    words: [what, filter = ''],
    flags,
  } = pmArguments(args);
  if (what === 'features') {
    return ok([...handset.features].map((feature) => `feature:${feature}\n`).join(''));
  }
  if (what === 'users') return ok('Users:\n\tUserInfo{0:Owner:c13} running\n');
  if (what !== 'packages' && what !== 'package')
    return failed(`Error: unknown list type '${what ?? ''}'\n`, 255);
  const lines = [...handset.packages]
    .filter(([name]) => name.includes(filter))
    .map(([name, installed]) => {
      const file = flags.has('-f') ? `${installed.path}=` : '';
      const version = flags.has('--show-versioncode') ? ` versionCode:${installed.apk.versionCode}` : '';
      return `package:${file}${name}${version}\n`;
    });
  return ok(lines.join(''));
}

function changeGrant(handset: Handset, verb: 'grant' | 'revoke', args: readonly string[]): CommandResult {
  const [name = '', permission = ''] = pmArguments(args).words;
  const why = grantRefusal(handset, name, permission);
  if (why !== null) return threw(verb, why);
  if (verb === 'grant') handset.grants.add(`${name} ${permission}`);
  else handset.grants.delete(`${name} ${permission}`);
  handset.packages.get(name)?.changed?.();
  return ok();
}

/** The exception with which Android refuses; nobody gets more than the manifest asks for. */
function grantRefusal(handset: Handset, name: string, permission: string): string | null {
  const installed = handset.packages.get(name);
  if (installed === undefined) return `java.lang.IllegalArgumentException: Unknown package: ${name}`;
  const kind = permissionKind(permission, handset.android);
  if (kind === 'unknown') return `java.lang.IllegalArgumentException: Unknown permission: ${permission}`;
  if (!installed.apk.permissions.includes(permission)) {
    return `java.lang.SecurityException: Package ${name} has not requested permission ${permission}`;
  }
  if (kind === 'runtime') return null;
  return `java.lang.SecurityException: Permission ${permission} requested by ${name} is not a changeable permission type`;
}

async function uninstall(installer: PackageInstaller, args: readonly string[]): Promise<CommandResult> {
  const {
    words: [name = ''],
    flags,
  } = pmArguments(args);
  if (await installer.uninstall(name, flags.has('-k'))) return ok('Success\n');
  return { stdout: 'Failure [DELETE_FAILED_INTERNAL_ERROR]\n', stderr: '', code: 1 };
}

async function clear(installer: PackageInstaller, args: readonly string[]): Promise<CommandResult> {
  const [name = ''] = pmArguments(args).words;
  if (await installer.clear(name)) return ok('Success\n');
  return { stdout: 'Failed\n', stderr: '', code: 1 };
}
