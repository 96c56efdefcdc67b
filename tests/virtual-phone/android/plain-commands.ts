/** The small programs of toybox: echo, id, date, cat and the like. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Command, failed, ok } from '../adbd/command.ts';
import { type Handset } from './handset.ts';

const SHELL_GROUPS = '2000(shell),1004(input),1007(log),1011(adb),1015(sdcard_rw),3003(inet)';

/** The programs of every phone that need nothing but its files and its clock. */
export function plainCommands(handset: Handset): ReadonlyMap<string, Command> {
  return new Map<string, Command>([
    ['echo', echo],
    ['true', () => ok()],
    [':', () => ok()],
    ['false', () => failed('', 1)],
    ['exit', ([code = '0']) => failed('', Number(code))],
    [
      'id',
      (args) =>
        ok(
          args[0] === '-u'
            ? '2000\n'
            : `uid=2000(shell) gid=2000(shell) groups=${SHELL_GROUPS} context=u:r:shell:s0\n`,
        ),
    ],
    ['whoami', () => ok('shell\n')],
    ['date', (args) => date(handset, args[0])],
    ['cat', (args) => cat(handset, args)],
    ['rm', (args) => remove(handset, args)],
    ['ls', ([path = '/']) => listFiles(handset, path)],
    ['df', () => df(handset)],
    ['uptime', () => ok(` up ${Math.floor(handset.clock.elapsed() / 60_000)} min\n`)],
    ['sleep', sleep],
  ]);
}

const echo: Command = (args) => {
  const [first, ...rest] = args;
  return first === '-n' ? ok(rest.join(' ')) : ok(`${args.join(' ')}\n`);
};

const sleep: Command = async ([seconds = '0'], { signal }) => {
  try {
    await pause(Number(seconds) * 1000, undefined, { signal });
    return ok();
  } catch {
    // The host went away; nobody reads the answer.
    return failed('', 130);
  }
};

function date({ clock }: Handset, format: string | undefined) {
  const now = clock.wall();
  if (format === '+%s') return ok(`${Math.floor(now / 1000)}\n`);
  if (format === '+%s%3N') return ok(`${now}\n`);
  return ok(`${new Date(now).toUTCString()}\n`);
}

function cat(handset: Handset, paths: readonly string[]) {
  const pieces: Buffer[] = [];
  for (const path of paths) {
    const text = kernelFile(handset, path);
    const data = text === undefined ? handset.files.read(path)?.data : Buffer.from(text);
    if (data === undefined) return failed(`cat: ${path}: No such file or directory\n`, 1);
    pieces.push(data);
  }
  return ok(Buffer.concat(pieces));
}

function kernelFile({ clock }: Handset, path: string): string | undefined {
  if (path === '/proc/sys/kernel/random/boot_id') return `${clock.bootId()}\n`;
  if (path === '/proc/uptime') return `${(clock.elapsed() / 1000).toFixed(2)} 0.00\n`;
  return undefined;
}

function remove(handset: Handset, args: readonly string[]) {
  const isForced = args.includes('-f') || args.includes('-rf');
  for (const path of args.filter((word) => !word.startsWith('-'))) {
    if (!handset.files.remove(path) && !isForced) {
      return failed(`rm: ${path}: No such file or directory\n`, 1);
    }
  }
  return ok();
}

function listFiles(handset: Handset, path: string) {
  if (handset.files.read(path) !== undefined) return ok(`${path}\n`);
  if (handset.files.stat(path) === undefined) return failed(`ls: ${path}: No such file or directory\n`, 1);
  return ok(
    handset.files
      .list(path)
      .map((name) => `${name}\n`)
      .join(''),
  );
}

/** `df /data`, in blocks of 1 KiB. */
function df({ files }: Handset) {
  const total = 64 * 1024 ** 2;
  const free = Math.min(total, Math.floor(files.freeBytes / 1024));
  const used = total - free;
  return ok(
    'Filesystem      1K-blocks     Used Available Use% Mounted on\n' +
      `/dev/block/dm-5  ${total} ${used} ${free} ${Math.round((used / total) * 100)}% /data\n`,
  );
}
