/** How much Android lets an app do in the background: standby buckets and app-ops. */
import { type Command, type CommandResult, failed, ok } from '../adbd/command.ts';
import { type Handset } from './handset.ts';

const BUCKETS: Readonly<Record<string, number>> = {
  active: 10,
  working_set: 20,
  frequent: 30,
  rare: 40,
  restricted: 45,
};
/** The bucket of apps that the battery optimisation leaves alone, whatever was set. */
const EXEMPTED = 5;

/** `am set-standby-bucket PACKAGE BUCKET` and `am get-standby-bucket PACKAGE`, which answers the number. */
export function standbyBucket(
  handset: Handset,
  verb: 'set-standby-bucket' | 'get-standby-bucket',
  args: readonly string[],
): CommandResult {
  const [name = '', word = ''] = args.filter((each, at) => each !== '--user' && args[at - 1] !== '--user');
  if (!handset.packages.has(name)) return failed(`Error: package ${name} is not installed\n`, 255);
  if (verb === 'get-standby-bucket') {
    const bucket = handset.standbyBuckets.get(name) ?? BUCKETS['active'];
    return ok(`${handset.batteryWhitelist.has(name) ? EXEMPTED : bucket}\n`);
  }
  const bucket = BUCKETS[word] ?? Object.values(BUCKETS).find((number) => String(number) === word);
  if (bucket === undefined) return failed(`Error: Unknown bucket: ${word}\n`, 255);
  handset.standbyBuckets.set(name, bucket);
  return ok();
}

const MODES = new Set(['allow', 'ignore', 'deny', 'default', 'foreground']);

/** The program `appops` (`cmd appops`): `set PACKAGE OPERATION MODE` and `get PACKAGE [OPERATION]`. */
export function appOpsCommand(handset: Handset): Command {
  return ([verb, ...args]) => {
    const [name = '', operation, mode = ''] = args.filter(
      (each, at) => each !== '--user' && args[at - 1] !== '--user',
    );
    if (verb !== 'set' && verb !== 'get') return failed(`Unknown command: ${verb ?? ''}\n`, 255);
    if (!handset.packages.has(name)) return failed(`Error: No UID for ${name} in user 0\n`, 255);
    if (verb === 'get') return ok(operationsOf(handset, name, operation));
    if (operation === undefined) return failed('Error: Operation not specified.\n', 255);
    if (!MODES.has(mode)) return failed(`Error: Mode ${mode} is not valid\n`, 255);
    if (mode === 'default') handset.appOps.delete(`${name} ${operation}`);
    else handset.appOps.set(`${name} ${operation}`, mode);
    handset.packages.get(name)?.changed?.();
    return ok();
  };
}

function operationsOf(handset: Handset, name: string, wanted: string | undefined): string {
  const lines = [...handset.appOps].flatMap(([key, mode]) => {
    const [owner, operation = ''] = key.split(' ');
    return owner === name && (wanted ?? operation) === operation ? [`${operation}: ${mode}\n`] : [];
  });
  if (lines.length > 0) return lines.join('');
  return `No operations.\n${wanted === undefined ? '' : 'Default mode: allow\n'}`;
}
