/** `am` (and `cmd activity`): starts and stops what the installed apps offer. */
import { type Command, type CommandResult, failed, ok } from '../adbd/command.ts';
import { type Handset } from './handset.ts';
import { standbyBucket } from './standby-commands.ts';

/** The program `am` of a phone. */
export function activityCommand(handset: Handset): Command {
  return ([verb, ...args]) => {
    switch (verb) {
      case 'start-foreground-service':
      case 'start-service':
      case 'startservice':
      case 'startforegroundservice':
        return startService(handset, args);
      case 'start':
      case 'start-activity':
        return startActivity(handset, args);
      case 'force-stop':
        return forceStop(handset, args.at(-1) ?? '');
      case 'get-current-user':
        return ok('0\n');
      case 'get-started-user-state':
        return ok(`${handset.isUserUnlocked ? 'RUNNING_UNLOCKED' : 'RUNNING_LOCKED'}\n`);
      case 'set-standby-bucket':
      case 'get-standby-bucket':
        return standbyBucket(handset, verb, args);
      default:
        return failed(`Error: unknown command '${verb ?? ''}'\n`, 255);
    }
  };
}

/** What is not installed is stopped already: Android says nothing about it. */
function forceStop(handset: Handset, name: string): CommandResult {
  const installed = handset.packages.get(name);
  if (installed === undefined) return ok();
  handset.stoppedApps.add(name);
  installed.forceStop?.();
  return ok();
}

interface Component {
  readonly packageName: string;
  readonly className: string;
  readonly text: string;
}

/** The component named by -n or by the last word; `pkg/.Name` is short for `pkg/pkg.Name`. */
function componentOf(args: readonly string[]): Component | undefined {
  const named = args[args.indexOf('-n') + 1] ?? args.at(-1);
  const text = args.includes('-n') ? named : args.at(-1);
  const [packageName, className] = (text ?? '').split('/');
  if (packageName === undefined || className === undefined) return undefined;
  const short = className.startsWith(packageName) ? className.slice(packageName.length) : className;
  return { packageName, className: short, text: `${packageName}/${short}` };
}

async function startService(handset: Handset, args: readonly string[]): Promise<CommandResult> {
  const component = componentOf(args);
  const said = `Starting service: Intent { cmp=${component?.text ?? ''} }\n`;
  const start = component && handset.packages.get(component.packageName)?.services?.[component.className];
  if (component === undefined || start === undefined)
    return { stdout: said, stderr: 'Error: Not found; no service started.\n', code: 255 };
  handset.stoppedApps.delete(component.packageName);
  await start();
  return ok(said);
}

async function startActivity(handset: Handset, args: readonly string[]): Promise<CommandResult> {
  const component = componentOf(args);
  const said = `Starting: Intent { cmp=${component?.text ?? ''} }\n`;
  const start = component && handset.packages.get(component.packageName)?.activities?.[component.className];
  if (component === undefined || start === undefined) {
    const why = `Activity class {${component?.text ?? ''}} does not exist.`;
    return { stdout: said, stderr: `Error type 3\nError: ${why}\n`, code: 1 };
  }
  handset.stoppedApps.delete(component.packageName);
  await start();
  return ok(said);
}
