/**
 * What lets an app work while the phone sleeps: the battery whitelist, its standby bucket, its app-ops. Each is set
 * by one command and read by another, because phones answer "done" without doing it. An answer that makes no sense
 * is null: that phone does not tell, which is no proof of a refusal.
 */
import type { AdbServer } from './adb-server.ts';
import { runShell } from './shell.ts';

/** Reads `dumpsys deviceidle whitelist`: lines `user,app,uid` or `system,app,uid`. */
export function parseWhitelist(output: string, packageName: string): boolean | null {
  const entries = output.split('\n').map((line) => line.trim());
  const isOnIt = entries.some(
    (line) => /^(user|system)$/.test(line.split(',')[0] ?? '') && line.split(',')[1] === packageName,
  );
  if (isOnIt) return true;
  const isList = entries.every((line) => line === '' || /^[a-z-]{1,32},[\w.]{1,255},\d+$/.test(line));
  return isList ? false : null;
}

export async function addToBatteryWhitelist(
  server: AdbServer,
  serial: string,
  packageName: string,
): Promise<void> {
  await runShell(server, serial, ['dumpsys', 'deviceidle', 'whitelist', `+${packageName}`]);
}

export async function isOnBatteryWhitelist(
  server: AdbServer,
  serial: string,
  packageName: string,
): Promise<boolean | null> {
  return parseWhitelist(await runShell(server, serial, ['dumpsys', 'deviceidle', 'whitelist']), packageName);
}

/** Reads `am get-standby-bucket`: 5 exempted, 10 active, then 20, 30, 40, 45 ever sleepier. */
export function parseBucket(output: string): number | null {
  const bucket = /^(\d{1,2})$/.exec(output.trim())?.[1];
  return bucket === undefined ? null : Number(bucket);
}

export async function setActiveBucket(server: AdbServer, serial: string, packageName: string): Promise<void> {
  await runShell(server, serial, ['am', 'set-standby-bucket', packageName, 'active']);
}

export async function readBucket(
  server: AdbServer,
  serial: string,
  packageName: string,
): Promise<number | null> {
  return parseBucket(await runShell(server, serial, ['am', 'get-standby-bucket', packageName]));
}

/**
 * Reads the mode of one operation from `cmd appops get APP OPERATION`. "No operations." means the default. A mode of
 * the whole uid is printed first (`Uid mode: …`) and is the one that Android obeys.
 */
export function parseAppOp(output: string, operation: string): string | null {
  for (const line of output.split('\n')) {
    const [, name, mode] = /^\s*(?:Uid mode: )?([A-Z_]{3,64}): ([a-z]{3,16})\b/.exec(line) ?? [];
    if (name === operation && mode !== undefined) return mode;
  }
  return /^\s*No operations\.\s*$/m.test(output) ? 'default' : null;
}

/** Sets the mode of an operation (`allow`, `ignore`) for one app. */
export async function setAppOp(
  server: AdbServer,
  serial: string,
  packageName: string,
  op: { readonly operation: string; readonly mode: string },
): Promise<void> {
  await runShell(server, serial, ['cmd', 'appops', 'set', packageName, op.operation, op.mode]);
}

export async function readAppOp(
  server: AdbServer,
  serial: string,
  packageName: string,
  operation: string,
): Promise<string | null> {
  const output = await runShell(server, serial, ['cmd', 'appops', 'get', packageName, operation]);
  return parseAppOp(output, operation);
}
