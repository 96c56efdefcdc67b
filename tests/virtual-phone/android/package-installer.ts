/** Puts apps on a virtual phone and takes them away: what PackageManagerService does behind `pm`. */
import { createHash } from 'node:crypto';
import type { ApkFacts, ApkSigner } from '../apk/apk-facts.ts';
import type { ApkInspector } from '../apk/apk-inspector.ts';
import type { Handset } from './handset.ts';
import { installRefusal } from './install-rules.ts';
import type { AppCode, InstallChange } from './installed-package.ts';
import { permissionKind } from './permissions.ts';

interface InstallFlags {
  /** `-r` */
  readonly replaces: boolean;
  /** `-g` */
  readonly grantsAll: boolean;
}

/** An open `pm install-create` session. */
interface Session {
  readonly flags: InstallFlags;
  apk: Buffer | null;
}

export class PackageInstaller {
  readonly #handset: Handset;
  readonly #inspector: ApkInspector;
  readonly #sessions = new Map<number, Session>();
  #nextId = 1_648_203_001;

  constructor(handset: Handset, inspector: ApkInspector) {
    this.#handset = handset;
    this.#inspector = inspector;
  }

  openSession(flags: InstallFlags): number {
    const id = this.#nextId;
    this.#nextId += 1;
    this.#sessions.set(id, { flags, apk: null });
    return id;
  }

  session(id: number): Session | undefined {
    return this.#sessions.get(id);
  }

  /** Forgets it with its bytes. */
  abandon(id: number): boolean {
    return this.#sessions.delete(id);
  }

  /** Ends the session with an install; answers as {@link install}. */
  async commit(id: number): Promise<string | null> {
    const session = this.#sessions.get(id);
    this.#sessions.delete(id);
    return this.install(session?.apk ?? Buffer.alloc(0), session?.flags ?? NO_FLAGS, id);
  }

  /** Installs an APK. Answers null, or the text between the brackets of `Failure [...]`; then nothing changed. */
  async install(apk: Buffer, flags: InstallFlags, id = this.#nextId): Promise<string | null> {
    const verdict = await this.#inspector.inspect(apk);
    const handset = this.#handset;
    const installed =
      verdict.kind === 'unreadable' ? undefined : handset.packages.get(verdict.facts.packageName);
    const stagedPath = `/data/app/vmdl${id}.tmp/base.apk`;
    const about = { android: handset.android, installed, replaces: flags.replaces, stagedPath };
    // A vendor's or Play Protect's refusal comes once Android itself could read the APK.
    const why = verdict.kind === 'signed' ? (handset.installRefusal ?? installRefusal(verdict, about)) : null;
    if (why !== null) return why;
    if (verdict.kind !== 'signed') return installRefusal(verdict, about);
    const { facts, signer } = verdict;
    const path = pathFor(facts.packageName, apk);
    // Old and new lie side by side for a moment, so both must fit.
    if (!handset.files.write(path, apk)) return 'INSTALL_FAILED_INSUFFICIENT_STORAGE';
    if (installed !== undefined && installed.path !== path) handset.files.remove(installed.path);
    await this.#put({ facts, signer, path }, flags);
    return null;
  }

  /** Removes an app, with its data unless told otherwise. False when it is not there. */
  async uninstall(name: string, keepsData = false): Promise<boolean> {
    const handset = this.#handset;
    const installed = handset.packages.get(name);
    if (installed === undefined) return false;
    installed.forceStop?.();
    handset.packages.delete(name);
    handset.files.remove(installed.path);
    handset.stoppedApps.delete(name);
    handset.batteryWhitelist.delete(name);
    handset.standbyBuckets.delete(name);
    for (const key of [...handset.appOps.keys()]) if (key.startsWith(`${name} `)) handset.appOps.delete(key);
    this.#revokeAll(name);
    if (!keepsData) await installed.removeData?.();
    return true;
  }

  /** Settings → Clear data: the data and the grants go. False when it is not there. */
  async clear(name: string): Promise<boolean> {
    const installed = this.#handset.packages.get(name);
    if (installed === undefined) return false;
    this.#revokeAll(name);
    await installed.removeData?.();
    return true;
  }

  async #put(
    made: { readonly facts: ApkFacts; readonly signer: ApkSigner; readonly path: string },
    flags: InstallFlags,
  ): Promise<void> {
    const handset = this.#handset;
    const { facts, signer, path } = made;
    const name = facts.packageName;
    const change: InstallChange = !handset.packages.has(name)
      ? 'first'
      : handset.stoppedApps.has(name)
        ? 'update_of_stopped'
        : 'update';
    if (change === 'first') handset.stoppedApps.add(name);
    const code: AppCode = handset.appCode.get(name) ?? {};
    handset.packages.set(name, { ...code, apk: facts, signer, path });
    // What the new manifest no longer asks for is taken back.
    for (const grant of [...handset.grants]) {
      const [owner, permission = ''] = grant.split(' ');
      if (owner === name && !facts.permissions.includes(permission)) handset.grants.delete(grant);
    }
    if (flags.grantsAll) {
      for (const permission of facts.permissions) {
        if (permissionKind(permission, handset.android) === 'runtime')
          handset.grants.add(`${name} ${permission}`);
      }
    }
    await code.installed?.(facts, change);
    code.changed?.();
  }

  #revokeAll(name: string): void {
    for (const grant of [...this.#handset.grants]) {
      if (grant.startsWith(`${name} `)) this.#handset.grants.delete(grant);
    }
  }
}

const NO_FLAGS: InstallFlags = { replaces: false, grantsAll: false };

/** Android draws these names at random; here the same file always gets the same. */
function pathFor(name: string, apk: Buffer): string {
  const draw = createHash('sha512').update(apk).digest('base64url');
  return `/data/app/~~${draw.slice(0, 22)}==/${name}-${draw.slice(22, 44)}==/base.apk`;
}
