/** All programs of a virtual phone, by the name its shell finds them under. */
import { type Command, type CommandTable, failed } from '../adbd/command.ts';
import { apkInspector } from '../apk/apk-inspector.ts';
import { activityCommand } from './activity-command.ts';
import { contentCommand } from './content-command.ts';
import { type Handset } from './handset.ts';
import { packageCommand } from './package-commands.ts';
import { PackageInstaller } from './package-installer.ts';
import { plainCommands } from './plain-commands.ts';
import { appOpsCommand } from './standby-commands.ts';
import { deviceIdle, dumpsysCommand, getpropCommand, settingsCommand } from './system-commands.ts';

/** Makes the programs of this phone; `extra` adds to them or takes their place (a vendor's refusals, say). */
export function programsOf(
  handset: Handset,
  extra?: CommandTable,
  installer = new PackageInstaller(handset, apkInspector()),
): CommandTable {
  // One for both names: a session opened by `pm` can be committed by `cmd package`.
  const pm = packageCommand(handset, installer);
  const services = new Map<string, Command>([
    ['package', pm],
    ['activity', activityCommand(handset)],
    ['settings', settingsCommand(handset)],
    ['appops', appOpsCommand(handset)],
    ['deviceidle', (args) => deviceIdle(handset, args)],
  ]);
  const cmd: Command = ([service = '', ...args], context) =>
    services.get(service)?.(args, context) ?? failed(`cmd: Can't find service: ${service}\n`, 20);
  return new Map<string, Command>([
    ...plainCommands(handset),
    ['getprop', getpropCommand(handset)],
    ['settings', settingsCommand(handset)],
    ['dumpsys', dumpsysCommand(handset)],
    ['pm', pm],
    ['appops', appOpsCommand(handset)],
    ['am', activityCommand(handset)],
    ['content', contentCommand(handset)],
    ['cmd', cmd],
    ...(extra ?? []),
  ]);
}
