/** Whether Android takes an APK, and in which words it refuses one. */
import type { ApkFacts, ApkSigner } from '../apk/apk-facts.ts';
import type { ApkVerdict } from '../apk/apk-inspector.ts';

export interface InstallCase {
  /** API level of the phone. */
  readonly android: number;
  /** What is there under the name of the APK. */
  readonly installed: { readonly apk: ApkFacts; readonly signer: ApkSigner } | undefined;
  /** `-r`; Android 9 and later replace without it. */
  readonly replaces: boolean;
  /** Where the bytes lie until they are installed; shown in the refusals. */
  readonly stagedPath: string;
}

/** From this API level `pm install` replaces what is there by itself. */
const REPLACES_BY_ITSELF = 28;
/** From this API level the words about another signer are others. */
const NEW_SIGNER_WORDS = 31;

/**
 * The text between the brackets of `Failure [...]`, or null when the APK may be installed. In the order in which
 * Android looks: bytes, signature, version, API levels, what is there. No `-d` helps against a downgrade: Android
 * heeds it only for apps and systems made for debugging.
 */
export function installRefusal(verdict: ApkVerdict, about: InstallCase): string | null {
  const { stagedPath: path } = about;
  if (verdict.kind === 'unreadable') return `INSTALL_PARSE_FAILED_NOT_APK: Failed to parse ${path}`;
  if (verdict.kind === 'unsigned') {
    const scheme = `Failed to collect certificates from ${path} using APK Signature Scheme v2`;
    return `INSTALL_PARSE_FAILED_NO_CERTIFICATES: Failed collecting certificates for ${path}: ${scheme}: ${verdict.why.replaceAll(/[[\]]/g, '')}`;
  }
  return versionRefusal(verdict.facts, about) ?? replaceRefusal(verdict, about);
}

function versionRefusal(facts: ApkFacts, { android, installed, stagedPath }: InstallCase): string | null {
  const current = installed?.apk.versionCode ?? 0;
  if (facts.versionCode < current) {
    return `INSTALL_FAILED_VERSION_DOWNGRADE: Downgrade detected: Update version code ${facts.versionCode} is older than current ${current}`;
  }
  if (facts.minSdk > android) {
    return `INSTALL_FAILED_OLDER_SDK: Failed parse during installPackageLI: ${stagedPath} (at Binary XML file line #7): Requires newer sdk version #${facts.minSdk} (current version is #${android})`;
  }
  const lowest = lowestTarget(android);
  if (facts.targetSdk < lowest) {
    return `INSTALL_FAILED_DEPRECATED_SDK_VERSION: App package must target at least SDK version ${lowest}, but found ${facts.targetSdk}`;
  }
  return null;
}

/** Android 14 blocks apps made for Android 5 and older, Android 15 those for Android 6. */
const lowestTarget = (android: number): number => (android >= 35 ? 24 : android === 34 ? 23 : 0);

function replaceRefusal(
  { facts, signer }: Extract<ApkVerdict, { kind: 'signed' }>,
  { android, installed, replaces }: InstallCase,
): string | null {
  if (installed === undefined) return null;
  const name = facts.packageName;
  if (!replaces && android < REPLACES_BY_ITSELF) {
    return `INSTALL_FAILED_ALREADY_EXISTS: Attempt to re-install ${name} without first uninstalling.`;
  }
  if (installed.signer.sha256 === signer.sha256) return null;
  const words =
    android >= NEW_SIGNER_WORDS
      ? `Existing package ${name} signatures do not match newer version; ignoring!`
      : `Package ${name} signatures do not match previously installed version; ignoring!`;
  return `INSTALL_FAILED_UPDATE_INCOMPATIBLE: ${words}`;
}
