/** `am` (and `cmd activity`): starts and stops what the installed apps offer. */
import { type Command, type CommandResult, failed, ok } from '../adbd/command.ts';
import { type Handset } from './handset.ts';

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
        handset.packages.get(args.at(-1) ?? '')?.forceStop?.();
        return ok();
      case 'get-current-user':
        return ok('0\n');
      case 'get-started-user-state':
        return ok(`${handset.isUserUnlocked ? 'RUNNING_UNLOCKED' : 'RUNNING_LOCKED'}\n`);
      case 'set-standby-bucket':
        return ok();
      default:
        return failed(`Error: unknown command '${verb ?? ''}'\n`, 255);
    }
  };
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
  if (start === undefined)
    return { stdout: said, stderr: 'Error: Not found; no service started.\n', code: 255 };
  await start();
  return ok(said);
}

async function startActivity(handset: Handset, args: readonly string[]): Promise<CommandResult> {
  const component = componentOf(args);
  const said = `Starting: Intent { cmp=${component?.text ?? ''} }\n`;
  const start = component && handset.packages.get(component.packageName)?.activities?.[component.className];
  if (start === undefined) {
    const why = `Activity class {${component?.text ?? ''}} does not exist.`;
    return { stdout: said, stderr: `Error type 3\nError: ${why}\n`, code: 1 };
  }
  await start();
  return ok(said);
}
