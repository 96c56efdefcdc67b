/** What an APK says of itself, as `aapt2 dump badging` prints it, and who signed it. */

export interface ApkFacts {
  readonly packageName: string;
  readonly versionCode: number;
  readonly versionName: string;
  /** API levels. */
  readonly minSdk: number;
  readonly targetSdk: number;
  /** In the manifest's order, full names. */
  readonly permissions: readonly string[];
}

/** The certificate that an APK is signed with. */
export interface ApkSigner {
  /** Of its DER bytes, lower-case hex. */
  readonly sha256: string;
  /** As `dumpsys package` shows it: Java's hash of the same bytes, hex. */
  readonly hash: string;
}

/** Reads badging; null when it names no package or its numbers are none. */
export function parseBadging(text: string): ApkFacts | null {
  const about = /^package: name='([^']+)' versionCode='(\d*)' versionName='([^']*)'/m.exec(text);
  const [, packageName, versionCode, versionName] = about ?? [];
  if (packageName === undefined || versionCode === undefined || versionName === undefined) return null;
  const minSdk = Number(/^(?:minSdkVersion|sdkVersion):'(\d+)'/m.exec(text)?.[1] ?? 1);
  return {
    packageName,
    versionCode: Number(versionCode),
    versionName,
    minSdk,
    // As Android: without one of its own an app targets its lowest level.
    targetSdk: Number(/^targetSdkVersion:'(\d+)'/m.exec(text)?.[1] ?? minSdk),
    permissions: [...text.matchAll(/^uses-permission: name='([^']+)'/gm)].map(([, name = '']) => name),
  };
}
