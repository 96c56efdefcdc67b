/** `pm install` and its sessions: the ways in which an APK reaches a phone by adb. */
import type { Readable } from 'node:stream';
import { type CommandContext, type CommandResult, failed, ok } from '../adbd/command.ts';
import type { Handset } from './handset.ts';
import type { PackageInstaller } from './package-installer.ts';
import { type PmArguments, pmArguments, threw } from './pm-words.ts';

const INSTALL_VERBS = [
  'install',
  'install-create',
  'install-write',
  'install-commit',
  'install-abandon',
] as const;
type InstallVerb = (typeof INSTALL_VERBS)[number];

export function isInstallVerb(word: string | undefined): word is InstallVerb {
  return INSTALL_VERBS.some((verb) => verb === word);
}

/** Runs one of the verbs. */
export function runInstallVerb(
  deps: { readonly handset: Handset; readonly installer: PackageInstaller },
  verb: InstallVerb,
  args: readonly string[],
  context: CommandContext,
): CommandResult | Promise<CommandResult> {
  const { installer } = deps;
  const read = pmArguments(args);
  const id = Number(read.words[0] ?? Number.NaN);
  switch (verb) {
    case 'install':
      return install(deps, read, context);
    case 'install-create':
      if (tooBig(deps.handset, sizeOf(read))) return noSpace(verb);
      return ok(`Success: created install session [${installer.openSession(flagsOf(read))}]\n`);
    case 'install-write':
      return writeToSession(deps, read, context);
    case 'install-commit':
      if (installer.session(id) === undefined)
        return threw(verb, `java.lang.SecurityException: ${unknown(id)}`);
      return installer.commit(id).then(answerOf);
    case 'install-abandon':
      return installer.abandon(id)
        ? ok('Success\n')
        : threw(verb, `java.lang.SecurityException: ${unknown(id)}`);
  }
}

interface Deps {
  readonly handset: Handset;
  readonly installer: PackageInstaller;
}

async function install(deps: Deps, read: PmArguments, context: CommandContext): Promise<CommandResult> {
  const { handset, installer } = deps;
  const [path = '-'] = read.words;
  let apk: Buffer | undefined;
  if (path === '-') {
    const size = sizeOf(read);
    if (size === null) return failed('Error: must either specify a package size or an APK file\n', 1);
    if (tooBig(handset, size)) return noSpace('install');
    apk = await readBytes(context.stdin, size);
    // Half a stream, and nobody there to be told: the session is thrown away.
    if (apk.length < size && context.signal.aborted) return failed('', 1);
  } else {
    apk = handset.files.read(path)?.data;
    if (apk === undefined) return noFile(path);
    if (tooBig(handset, apk.length)) return noSpace('install');
  }
  return answerOf(await installer.install(apk, flagsOf(read)));
}

/** `install-write [-S SIZE] SESSION SPLIT_NAME [PATH|-]`. */
async function writeToSession(
  { handset, installer }: Deps,
  read: PmArguments,
  { stdin }: CommandContext,
): Promise<CommandResult> {
  const [id = '', , path = '-'] = read.words;
  const session = installer.session(Number(id));
  if (session === undefined)
    return threw('install-write', `java.lang.SecurityException: ${unknown(Number(id))}`);
  const size = sizeOf(read);
  if (path === '-' && size === null) return failed('Error: must specify an APK size\n', 1);
  const bytes = path === '-' ? await readBytes(stdin, size ?? 0) : handset.files.read(path)?.data;
  if (bytes === undefined) return failed(`Error: Unable to open file: ${path}\n`, 255);
  session.apk = bytes;
  return ok(`Success: streamed ${bytes.length} bytes\n`);
}

const answerOf = (refusal: string | null): CommandResult =>
  refusal === null ? ok('Success\n') : { stdout: `Failure [${refusal}]\n`, stderr: '', code: 1 };

const unknown = (id: number): string => `Caller has no access to session ${id}`;

const flagsOf = ({ flags }: PmArguments) => ({ replaces: flags.has('-r'), grantsAll: flags.has('-g') });

function sizeOf({ values }: PmArguments): number | null {
  const size = values.get('-S');
  return size !== undefined && /^\d+$/.test(size) ? Number(size) : null;
}

const tooBig = (handset: Handset, size: number | null): boolean => (size ?? 0) > handset.files.freeBytes;

/** How Android 8 and later say that the app does not fit, once they know its size: not as a `Failure`. */
const noSpace = (verb: string): CommandResult =>
  threw(
    verb,
    'android.os.ParcelableException: java.io.IOException: Requested internal only, but not enough space',
  );

function noFile(path: string): CommandResult {
  const complaint = `Error: Unable to open file: ${path}\nConsider using a file under /data/local/tmp/\nError: Can't open file: ${path}\n`;
  return threw('install', `java.lang.IllegalArgumentException: Error: Can't open file: ${path}`, complaint);
}

/** So many bytes of what the host pipes in, or fewer when it ends before. What comes after stays unread. */
function readBytes(stdin: Readable, size: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const finish = (): void => {
      stdin.off('data', onData).off('end', finish).off('close', finish).pause();
      resolve(Buffer.concat(chunks).subarray(0, size));
    };
    const onData = (chunk: Buffer): void => {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= size) finish();
    };
    stdin.on('data', onData).once('end', finish).once('close', finish);
    if (size === 0 || stdin.readableEnded || stdin.destroyed) finish();
  });
}
