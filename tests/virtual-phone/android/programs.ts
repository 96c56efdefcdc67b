/** All programs of a virtual phone, by the name its shell finds them under. */
import { type Command, type CommandTable, failed } from '../adbd/command.ts';
import { activityCommand } from './activity-command.ts';
import { contentCommand } from './content-command.ts';
import { type Handset } from './handset.ts';
import { packageCommand } from './package-commands.ts';
import { plainCommands } from './plain-commands.ts';
import { deviceIdle, dumpsysCommand, getpropCommand, settingsCommand } from './system-commands.ts';

/** Makes the programs of this phone; `extra` adds to them or takes their place (a vendor's refusals, say). */
export function programsOf(handset: Handset, extra?: CommandTable): CommandTable {
  const services = new Map<string, Command>([
    ['package', packageCommand(handset)],
    ['activity', activityCommand(handset)],
    ['settings', settingsCommand(handset)],
    ['deviceidle', (args) => deviceIdle(handset, args)],
  ]);
  const cmd: Command = ([service = '', ...args], context) =>
    services.get(service)?.(args, context) ?? failed(`cmd: Can't find service: ${service}\n`, 20);
  return new Map<string, Command>([
    ...plainCommands(handset),
    ['getprop', getpropCommand(handset)],
    ['settings', settingsCommand(handset)],
    ['dumpsys', dumpsysCommand(handset)],
    ['pm', packageCommand(handset)],
    ['am', activityCommand(handset)],
    ['content', contentCommand(handset)],
    ['cmd', cmd],
    ...(extra ?? []),
  ]);
}
