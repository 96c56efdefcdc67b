/** `dumpsys package NAME`: what a gateway reads back after an install. */
import { type CommandResult, ok } from '../adbd/command.ts';
import type { Handset } from './handset.ts';
import { permissionKind } from './permissions.ts';

/** The entry of one package, in the words and the indents of Android 14. */
export function dumpPackage(handset: Handset, name: string): CommandResult {
  const installed = handset.packages.get(name);
  if (installed === undefined) return ok(`Unable to find package: ${name}\n`);
  const { apk, signer, path } = installed;
  const isGranted = (permission: string): boolean => handset.grants.has(`${name} ${permission}`);
  const ofKind = (kind: 'runtime' | 'install'): readonly string[] =>
    apk.permissions.filter((permission) => permissionKind(permission, handset.android) === kind);
  const lines = [
    'Packages:',
    `  Package [${name}] (a1b2c3d):`,
    '    userId=10234',
    `    codePath=${path.replace(/\/base\.apk$/, '')}`,
    `    versionCode=${apk.versionCode} minSdk=${apk.minSdk} targetSdk=${apk.targetSdk}`,
    `    versionName=${apk.versionName}`,
    `    signatures=PackageSignatures{5e1f0c2 version:3, signatures:[${signer.hash}], past signatures:[]}`,
    '    requested permissions:',
    ...apk.permissions.map((permission) => `      ${permission}`),
    '    install permissions:',
    ...ofKind('install').map((permission) => `      ${permission}: granted=true`),
    `    User 0: ceDataInode=8123 installed=true hidden=false suspended=false stopped=${handset.stoppedApps.has(name)} enabled=0 instant=false`,
    '      runtime permissions:',
    ...ofKind('runtime').map((permission) => `        ${permission}: granted=${isGranted(permission)}`),
  ];
  return ok(`${lines.join('\n')}\n`);
}
