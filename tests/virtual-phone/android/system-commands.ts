/** `getprop`, `settings`, `dumpsys`, `cmd deviceidle`: what the phone knows about itself. */
import { type Command, type CommandResult, failed, ok } from '../adbd/command.ts';
import { type Handset, type SettingsNamespace } from './handset.ts';
import { dumpPackage } from './package-dump.ts';

/** The program `getprop`: one value, a default, or all of them. */
export function getpropCommand(handset: Handset): Command {
  return ([name, fallback = '']) => {
    if (name !== undefined) return ok(`${handset.properties.get(name) ?? fallback}\n`);
    const lines = [...handset.properties].sort(([a], [b]) => (a < b ? -1 : 1));
    return ok(lines.map(([key, value]) => `[${key}]: [${value}]\n`).join(''));
  };
}

const isNamespace = (word: string | undefined): word is SettingsNamespace =>
  word === 'global' || word === 'secure' || word === 'system';

/** The program `settings`. A missing value is the word null. */
export function settingsCommand(handset: Handset): Command {
  return (args) => {
    const [verb, namespace, key = '', value] = args.filter((word, at) => !isUserOption(args, word, at));
    if (!isNamespace(namespace)) return failed(`Invalid namespace '${namespace ?? ''}'\n`, 255);
    const table = handset.settings[namespace];
    switch (verb) {
      case 'get':
        return ok(`${table.get(key) ?? 'null'}\n`);
      case 'put':
        if (value === undefined) return failed('Bad arguments\n', 255);
        table.set(key, value);
        return ok();
      case 'delete':
        return ok(`Deleted ${table.delete(key) ? 1 : 0} rows\n`);
      case 'list':
        return ok([...table].map(([name, held]) => `${name}=${held}\n`).join(''));
      default:
        return failed(`Invalid command: ${verb ?? ''}\n`, 255);
    }
  };
}

const isUserOption = (args: readonly string[], word: string, at: number): boolean =>
  word === '--user' || args[at - 1] === '--user';

/** The program `dumpsys`, for the services a gateway asks. */
export function dumpsysCommand(handset: Handset): Command {
  return ([service, ...args]) => {
    if (service === 'battery') return ok(battery(handset));
    if (service === 'deviceidle') return deviceIdle(handset, args);
    if (service === 'telephony.registry') return ok(telephony(handset));
    if (service === 'package') return dumpPackage(handset, args[0] ?? '');
    if (service === 'user') {
      return ok(`Users:\n  UserInfo{0:Owner:c13} serialNo=0\n    State: ${userState(handset)}\n`);
    }
    return failed(`Can't find service: ${service ?? ''}\n`, 0);
  };
}

const userState = ({ isUserUnlocked }: Handset): string =>
  isUserUnlocked ? 'RUNNING_UNLOCKED' : 'RUNNING_LOCKED';

function battery({ battery: { percent, isCharging } }: Handset): string {
  const facts = [
    'Current Battery Service state:',
    '  AC powered: false',
    `  USB powered: ${isCharging}`,
    '  Wireless powered: false',
    `  status: ${isCharging ? 2 : 3}`,
    '  health: 2',
    '  present: true',
    `  level: ${percent}`,
    '  scale: 100',
    '  voltage: 4100',
    '  temperature: 280',
    '  technology: Li-ion',
  ];
  return `${facts.join('\n')}\n`;
}

/** `dumpsys deviceidle` and `cmd deviceidle`. */
export function deviceIdle(handset: Handset, args: readonly string[]): CommandResult {
  const [verb, ...packages] = args;
  if (verb !== 'whitelist') {
    return ok(`  Whitelist user apps:\n${list(handset, (name) => `    ${name}\n`)}  mState=ACTIVE\n`);
  }
  if (packages.length === 0) return ok(list(handset, (name) => `user,${name},10001\n`));
  const said: string[] = [];
  for (const change of packages) {
    const name = change.slice(1);
    if (!handset.packages.has(name)) said.push(`Unknown package: ${name}\n`);
    else if (change.startsWith('+')) {
      handset.batteryWhitelist.add(name);
      said.push(`Added: ${name}\n`);
    } else if (change.startsWith('-')) {
      handset.batteryWhitelist.delete(name);
      said.push(`Removed: ${name}\n`);
    } else return failed(`Package must be prefixed with +, -, or =: ${change}\n`, 255);
  }
  for (const installed of handset.packages.values()) installed.changed?.();
  return ok(said.join(''));
}

const list = (handset: Handset, line: (name: string) => string): string =>
  [...handset.batteryWhitelist].map(line).join('');

function telephony(handset: Handset): string {
  const isAirplane = handset.settings.global.get('airplane_mode_on') === '1';
  const slots = handset.sims.map(({ slot, carrier }) => {
    const state = isAirplane ? 3 : 0;
    return `  Phone Id=${slot - 1}\n    mServiceState={mVoiceRegState=${state}, mOperatorAlphaLong=${carrier ?? ''}}\n`;
  });
  return `last known state:\n${slots.join('')}`;
}
