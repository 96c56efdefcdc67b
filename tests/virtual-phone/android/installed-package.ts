/** An app on a virtual phone: what its APK says, and what its code does when Android calls it. */
import type { ApkFacts, ApkSigner } from '../apk/apk-facts.ts';

/** What a ContentProvider's `call` answers; null is an answer too. */
export type Bundle = Readonly<Record<string, string | number | boolean>>;

/** A value that `content call --extra name:type:value` carries. */
export type Extra = string | number | boolean;

export interface AppCode {
  /** Authority → its `call`. */
  readonly providers?: Readonly<
    Record<
      string,
      (method: string, extras: ReadonlyMap<string, Extra>) => Bundle | null | Promise<Bundle | null>
    >
  >;
  /** Component name without the package, e.g. `.LinkService` → what starting it does. */
  readonly services?: Readonly<Record<string, () => void | Promise<void>>>;
  readonly activities?: Readonly<Record<string, () => void | Promise<void>>>;
  /** What `am force-stop` does. */
  readonly forceStop?: () => void;
  /** Called when a permission of the package, or the battery whitelist, changed. */
  readonly changed?: () => void;
  /** This APK is in its place now: its process dies, and it hears of an update unless it was stopped. */
  readonly installed?: (apk: ApkFacts, change: InstallChange) => void | Promise<void>;
  /** All its data is to go: uninstalled, or cleared. */
  readonly removeData?: () => void | Promise<void>;
}

export type InstallChange = 'first' | 'update' | 'update_of_stopped';

export interface InstalledPackage extends AppCode {
  readonly apk: ApkFacts;
  readonly signer: ApkSigner;
  /** Where the base APK lies. */
  readonly path: string;
}
