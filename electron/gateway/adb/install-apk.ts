import { AdbError, type AdbServer } from './adb-server.ts';
import { parsePackageAnswer, type PackageAnswer } from './parse-install.ts';
import { pushFile } from './push-file.ts';
import { runShell } from './shell.ts';

/** How an APK gets to the phone. */
type InstallWay = 'abb' | 'exec' | 'push';

/** Always the same name: what a run that was cut off left behind, the next one overwrites and removes. */
const PUSHED_APK = '/data/local/tmp/relaydesk-relay.apk';
/** Play Protect looks at the app, and some makers ask the person at the phone first. */
const INSTALLING_MS = 150_000;
/** A worn cable at a USB 1 hub. */
const SLOWEST_BYTES_PER_MS = 50;

/** How long an install may take, milliseconds: a fixed part for Android, the rest grows with the size. */
export function installDeadlineMs(size: number): number {
  return INSTALLING_MS + Math.ceil(size / SLOWEST_BYTES_PER_MS);
}

/**
 * Chooses by what the phone announces: `abb_exec` (Android 11) needs no shell, `cmd` (Android 7) takes a stream,
 * anything else takes a file.
 */
export function chooseInstallWay(features: string): InstallWay {
  const announced = new Set(features.trim().split(','));
  if (announced.has('abb_exec')) return 'abb';
  return announced.has('cmd') ? 'exec' : 'push';
}

/**
 * Installs an APK or replaces an older one of the same signer (`-r`), with all its permissions (`-g`). A cut
 * transfer installs nothing: Android knows the size beforehand.
 */
export async function installApk(
  server: AdbServer,
  serial: string,
  apk: { readonly bytes: Buffer; readonly nowSeconds: number },
  sent: (bytes: number) => void,
): Promise<PackageAnswer> {
  const size = String(apk.bytes.length);
  const options = { deadlineMs: installDeadlineMs(apk.bytes.length), sent };
  const way = chooseInstallWay(await server.ask(`host-serial:${serial}:features`));
  if (way === 'push') return pushAndInstall(server, serial, apk, options);
  const service =
    way === 'abb'
      ? ['abb_exec:package', 'install', '-r', '-g', '-S', size].join('\0')
      : `exec:cmd package install -r -g -S ${size}`;
  return heard((await server.send(serial, service, apk.bytes, options)).toString('utf8'));
}

/** adb ends a stream in the same way when it is over and when the cable is pulled; Android always says something. */
function heard(output: string): PackageAnswer {
  if (output.trim() === '') throw new AdbError('gone', 'the connection closed before the phone answered');
  return parsePackageAnswer(output);
}

async function pushAndInstall(
  server: AdbServer,
  serial: string,
  apk: { readonly bytes: Buffer; readonly nowSeconds: number },
  options: { readonly deadlineMs: number; readonly sent: (bytes: number) => void },
): Promise<PackageAnswer> {
  const file = { path: PUSHED_APK, bytes: apk.bytes, modifiedAtSeconds: apk.nowSeconds };
  try {
    const pushed = await pushFile(server, serial, file, options);
    if (pushed.kind === 'refused') {
      const isFull = /no space left/i.test(pushed.reason);
      return isFull
        ? { kind: 'refused', code: 'INSTALL_FAILED_INSUFFICIENT_STORAGE', detail: pushed.reason }
        : { kind: 'odd', output: pushed.reason };
    }
    const command = ['pm', 'install', '-r', '-g', PUSHED_APK];
    return heard(await runShell(server, serial, command, options.deadlineMs));
  } finally {
    // When the phone is gone the file stays; the next run overwrites it.
    await runShell(server, serial, ['rm', '-f', PUSHED_APK]).catch(() => undefined);
  }
}

/** Removes an app with its data. */
export async function uninstallApp(
  server: AdbServer,
  serial: string,
  packageName: string,
): Promise<PackageAnswer> {
  return heard(await runShell(server, serial, ['pm', 'uninstall', packageName], 60_000));
}
