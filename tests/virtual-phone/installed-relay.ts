/** What runs as the relay app on a virtual phone: the load relay, or the app's own classes. */
import type { Duplex } from 'node:stream';
import type { Handset } from './android/handset.ts';
import type { Bundle, Extra, InstallChange } from './android/installed-package.ts';
import type { Radio } from './radio/radio-types.ts';
import type { GatewayAddress } from '../../electron/gateway/demo-phone/phone-relay-types.ts';
import type { SettablePhoneClock } from './relay/phone-clock.ts';

export interface InstalledRelay {
  /** `content call` by the shell; asking a provider starts its app. */
  callShell(method: string, extras: ReadonlyMap<string, Extra>): Bundle | null | Promise<Bundle | null>;
  /** `am start-foreground-service`. */
  startService(): void | Promise<void>;
  /** `am start` of its screen. */
  openScreen(): void | Promise<void>;
  /** kill -9 of its process; Android may bring it back. */
  kill(): void;
  /** It is killed and hears nothing until somebody starts it. */
  forceStop(): void;
  /** The phone is off: nothing runs and nothing fires. */
  powerOff(): void;
  /** The phone is up again; clock and radio know it already. */
  boot(): void | Promise<void>;
  /** Permissions, SIMs, battery or airplane mode are others now; a handset tells which. */
  phoneChanged(): void;
  /**
   * An APK of this version lies in its place now. A first one is stopped; an update kills its process, and Android
   * tells the next one (MY_PACKAGE_REPLACED) unless the app was stopped.
   */
  installed(versionName: string, change: InstallChange): void | Promise<void>;
  /** Its data was removed while it was dead: the next start is its first. */
  dataRemoved(): void;
  /** Ends it and leaves nothing running. Safe twice. */
  stop(): Promise<void>;
}

/** What the phone gives to its relay. */
export interface RelayDeps {
  /** The app's data. */
  readonly directory: string;
  readonly handset: Handset;
  readonly radio: Radio;
  readonly clock: SettablePhoneClock;
  /** Loopback is the phone's own, where `adb reverse` listens; any other address is the network's. */
  readonly dial: (address: GatewayAddress) => Promise<Duplex>;
}

export type MakeInstalledRelay = (deps: RelayDeps) => InstalledRelay;
