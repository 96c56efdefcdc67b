import type { InstalledPackage } from '../adb/installed-package.ts';
import type { RelayApp } from './relay-app-file.ts';

/** What the install step does. */
type InstallPlan =
  /** The app on the phone is ours, or all there is. */
  | { readonly kind: 'keep' }
  | { readonly kind: 'install' }
  /** Over the one that is there, which keeps its data. */
  | { readonly kind: 'update' }
  /** The phone has a newer one, which an older one could not follow. */
  | { readonly kind: 'too_new'; readonly onPhone: string }
  | { readonly kind: 'nothing_to_install' };

/**
 * Decides by version, then by the digest of the APK. The same version with other bytes is an update too: another
 * build, or another signer, which only Android can tell.
 */
export function planInstall(
  installed: InstalledPackage | null,
  ours: Pick<RelayApp, 'versionCode' | 'sha256'> | null,
): InstallPlan {
  if (ours === null) return { kind: installed === null ? 'nothing_to_install' : 'keep' };
  if (installed === null) return { kind: 'install' };
  const { versionCode, versionName, apkSha256 } = installed;
  if (apkSha256 === ours.sha256) return { kind: 'keep' };
  if (versionCode === null) return { kind: 'update' };
  if (versionCode > ours.versionCode) return { kind: 'too_new', onPhone: versionName ?? String(versionCode) };
  if (versionCode === ours.versionCode && apkSha256 === null) return { kind: 'keep' };
  return { kind: 'update' };
}
