/** APKs for tests, made and signed by the real tools: the relay's manifest in other versions, or under another key. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { aapt2, apkSignature, BUILD_FILES, run, type ToolAnswer } from './apk-tools.ts';

interface MadeApk {
  readonly directory: string;
  /** File name without `.apk`. */
  readonly name: string;
  readonly versionCode: number;
  readonly versionName: string;
  /** API level; 26 by default. */
  readonly minSdk?: number;
  /** Whose signature; that of development builds by default. */
  readonly key?: SigningKey;
}

interface SigningKey {
  readonly file: string;
  readonly password: string;
}

const DEVELOPMENT_KEY: SigningKey = { file: BUILD_FILES.developmentKey, password: 'development' };

/** Links manifest and resources of the relay and signs them. It has no code: whoever installs it never looks. */
export async function makeApk(apk: MadeApk): Promise<string> {
  await mkdir(apk.directory, { recursive: true });
  const unsigned = path.join(apk.directory, `${apk.name}-unsigned.apk`);
  expectDone(
    await aapt2(
      ...['link', '-o', unsigned, '-I', BUILD_FILES.framework, '--manifest', BUILD_FILES.manifest],
      ...['--min-sdk-version', String(apk.minSdk ?? 26), '--target-sdk-version', '35'],
      ...['--version-code', String(apk.versionCode), '--version-name', apk.versionName],
      ...['--no-version-vectors', BUILD_FILES.resources],
    ),
  );
  return signApk(unsigned, path.join(apk.directory, `${apk.name}.apk`), apk.key);
}

/** Signs an APK anew; the signature it had is gone. */
export async function signApk(from: string, to: string, key: SigningKey = DEVELOPMENT_KEY): Promise<string> {
  expectDone(await apkSignature('sign', from, to, key.file, key.password));
  return to;
}

/** A key that nobody has seen before. */
export async function makeKey(directory: string): Promise<SigningKey> {
  const key = { file: path.join(directory, 'other.p12'), password: 'not a secret' };
  const options = ['-alias', 'other', '-dname', 'CN=Somebody else', '-keyalg', 'EC', '-validity', '30'];
  const store = ['-storetype', 'PKCS12', '-keystore', key.file, '-storepass', key.password];
  expectDone(await run('keytool', ['-genkeypair', ...options, ...store]));
  return key;
}

function expectDone({ code, stdout, stderr }: ToolAnswer): void {
  if (code !== 0) throw new Error(`a tool failed with ${code}: ${stdout}${stderr}`);
}
