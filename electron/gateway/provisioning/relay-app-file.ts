import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from '../foundation/logger.ts';

export const RELAY_PACKAGE = 'app.relaydesk.relay';

/** The relay app that this program brings, checked. */
export interface RelayApp {
  readonly versionCode: number;
  readonly versionName: string;
  /** SHA-256 of the APK, in small letters. */
  readonly sha256: string;
  readonly bytes: Buffer;
}

export type RelayAppFile =
  | { readonly kind: 'ok'; readonly app: RelayApp }
  /** The program was built without it. */
  | { readonly kind: 'missing' }
  /** `reason` is for the log. */
  | { readonly kind: 'damaged'; readonly reason: string };

const MANIFEST = 'manifest.json';
/** A few hundred times what it is. */
const LARGEST_APK_BYTES = 32 * 1024 * 1024;
const SHA256 = /^[0-9a-f]{64}$/;

interface RelayAppManifest {
  readonly versionCode: number;
  readonly versionName: string;
  readonly file: string;
  readonly size: number;
  readonly sha256: string;
}

/** Reads `manifest.json` as the build of the relay app writes it; null when it is not one. */
function parseRelayManifest(text: string): RelayAppManifest | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null) return null;
  const {
    package: name,
    version,
    version_code,
    file,
    size,
    sha256,
  } = Object.fromEntries(Object.entries(parsed));
  if (name !== RELAY_PACKAGE || typeof version !== 'string' || version === '') return null;
  if (typeof version_code !== 'number' || !Number.isSafeInteger(version_code) || version_code < 1)
    return null;
  // A plain name: the manifest says which file, not which folder.
  if (typeof file !== 'string' || !/^[\w.-]+\.apk$/.test(file)) return null;
  if (typeof size !== 'number' || !(size > 0 && size <= LARGEST_APK_BYTES)) return null;
  if (typeof sha256 !== 'string' || !SHA256.test(sha256)) return null;
  return { versionCode: version_code, versionName: version, file, size, sha256 };
}

const isNoFile = (error: unknown): boolean =>
  error instanceof Error && Reflect.get(error, 'code') === 'ENOENT';

/**
 * Reads the relay app from its folder: `manifest.json`, the APK that it names and `APK.sha256` beside it. The APK is
 * checked against both before a phone sees a byte of it: half a file from a broken update must not be sent.
 */
export async function loadRelayApp(directory: string): Promise<RelayAppFile> {
  try {
    const manifest = parseRelayManifest(await readFile(path.join(directory, MANIFEST), 'utf8'));
    if (manifest === null) return { kind: 'damaged', reason: 'the manifest makes no sense' };
    const apkPath = path.join(directory, manifest.file);
    const { size } = await stat(apkPath);
    if (size !== manifest.size) return { kind: 'damaged', reason: `the APK has ${size} bytes` };
    const bytes = await readFile(apkPath);
    const beside = (await readFile(`${apkPath}.sha256`, 'utf8')).trim().split(/\s+/)[0];
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (sha256 !== manifest.sha256 || sha256 !== beside) {
      return { kind: 'damaged', reason: `the APK has the SHA-256 ${sha256}` };
    }
    const { versionCode, versionName } = manifest;
    return { kind: 'ok', app: { versionCode, versionName, sha256, bytes } };
  } catch (error) {
    return isNoFile(error) ? { kind: 'missing' } : { kind: 'damaged', reason: String(error) };
  }
}

/** Reads the relay app anew each time, because a build may put it there; what is damaged is told to the log. */
export function relayAppFrom(directory: string, log: Logger): () => Promise<RelayAppFile> {
  return async () => {
    const file = await loadRelayApp(directory);
    if (file.kind === 'damaged')
      log.warn({ reason: file.reason }, 'the relay app of this program is damaged');
    return file;
  };
}
