import type { AdbServer } from './adb-server.ts';
import { printable } from './printable.ts';
import { runShell } from './shell.ts';

/** What `dumpsys package` tells of an app that is on the phone for its owner (user 0). */
export interface PackageFacts {
  /** Null where the phone does not tell. */
  readonly versionCode: number | null;
  readonly versionName: string | null;
  /** Runtime permissions of the owner by their short name, as `SEND_SMS`, and whether each is held. */
  readonly permissions: ReadonlyMap<string, boolean>;
}

export interface InstalledPackage extends PackageFacts {
  /** SHA-256 of the APK on the phone, in small letters; null where the phone can not compute or show it. */
  readonly apkSha256: string | null;
}

/** An app has a few dozen; a phone that lists more than these is up to something. */
const MOST_PERMISSIONS = 200;

/** The lines about one app: a dump may tell of others, and of the system's copy behind an update. */
function linesOf(dump: string, packageName: string): readonly string[] {
  const lines = dump.replaceAll('\r\n', '\n').split('\n');
  const start = lines.findIndex((line) => line.trimStart().startsWith(`Package [${packageName}] (`));
  if (start < 0) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^\S|^\s*Package \[/.test(line));
  return end < 0 ? rest : rest.slice(0, end);
}

/**
 * Reads `dumpsys package NAME`. Null when the phone does not know the app. The permissions of a work profile or of a
 * second person come under their own `User` line and are not the owner's.
 */
export function parsePackageFacts(dump: string, packageName: string): PackageFacts | null {
  const lines = linesOf(dump, packageName);
  if (lines.length === 0) return null;
  let versionCode: number | null = null;
  let versionName: string | null = null;
  let user = 0;
  let isRuntime = false;
  const permissions = new Map<string, boolean>();
  for (const line of lines) {
    const code = /^\s+versionCode=(\d{1,10})\b/.exec(line)?.[1];
    const name = /^\s+versionName=(\S{1,64})\s*$/.exec(line)?.[1];
    const nextUser = /^\s+User (\d{1,6}):/.exec(line)?.[1];
    if (code !== undefined) versionCode ??= Number(code);
    if (name !== undefined) versionName ??= printable(name, 64);
    if (nextUser !== undefined) {
      user = Number(nextUser);
      isRuntime = false;
    }
    const section = /^\s+([a-z][a-z ]+):\s*$/.exec(line)?.[1];
    if (section !== undefined) isRuntime = section === 'runtime permissions';
    const [, permission, isHeld] =
      /^\s+android\.permission\.(\w{1,64}): granted=(true|false)\b/.exec(line) ?? [];
    if (!isRuntime || user !== 0 || permission === undefined || permissions.has(permission)) continue;
    if (permissions.size < MOST_PERMISSIONS) permissions.set(permission, isHeld === 'true');
  }
  return { versionCode, versionName, permissions };
}

/** Reads what `sha256sum` prints; anything else is "not told". */
export function parseSha256(output: string): string | null {
  return /^([0-9a-f]{64})(?:\s|$)/.exec(output)?.[1] ?? null;
}

/** What is known of an app; null when the owner of the phone does not have it. */
export async function readPackageFacts(
  server: AdbServer,
  serial: string,
  packageName: string,
): Promise<PackageFacts | null> {
  return parsePackageFacts(await runShell(server, serial, ['dumpsys', 'package', packageName]), packageName);
}

/**
 * The same with the digest of the APK: Android shows no digest of the signer to the shell, but the shell may read
 * the APK itself, and equal bytes are of the same signer. `pm path` asks for the owner; a work profile's copy is none.
 */
export async function readInstalledPackage(
  server: AdbServer,
  serial: string,
  packageName: string,
): Promise<InstalledPackage | null> {
  const paths = await runShell(server, serial, ['pm', 'path', packageName]);
  const path = /^package:(\/\S{1,500})\s*$/m.exec(paths)?.[1];
  if (path === undefined) return null;
  const facts = await readPackageFacts(server, serial, packageName);
  const apkSha256 = parseSha256(await runShell(server, serial, ['sha256sum', path]));
  return {
    ...(facts ?? { versionCode: null, versionName: null, permissions: new Map<string, boolean>() }),
    apkSha256,
  };
}
