/**
 * A virtual phone: adbd on a cable, Android's programs, a radio and the load relay as the installed app. The stock
 * adb server takes it for a phone; the gateway provisions, pairs and pokes it as it would a real one.
 */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { type Duplex } from 'node:stream';
import { type SimFact } from '../../electron/gateway/relay/frames.ts';
import { Adbd } from './adbd/adbd.ts';
import { type CommandTable } from './adbd/command.ts';
import { type AuthMode } from './adbd/doorkeeper.ts';
import { Handset } from './android/handset.ts';
import { PackageInstaller } from './android/package-installer.ts';
import { programsOf } from './android/programs.ts';
import { apkInspector } from './apk/apk-inspector.ts';
import { createRadio } from './radio/radio.ts';
import { ANDROID_PART_LIMIT, type Radio, type RadioRule } from './radio/radio-types.ts';
import { createLoadRelay, type LoadRelayOptions } from './relay/load-relay.ts';
import { loadInstalledRelay, type LoadInstalledRelay } from './load-installed-relay.ts';
import { type InstalledRelay, type MakeInstalledRelay } from './installed-relay.ts';
import { type GatewayAddress, type PhoneRelay } from '../../electron/gateway/demo-phone/phone-relay-types.ts';
import { createPhoneClock, type SettablePhoneClock } from './relay/phone-clock.ts';
import { RELAY_PACKAGE, relayCode, relayPackage } from './relay-package.ts';
import { UsbSocket } from './usb-socket.ts';

export interface VirtualPhoneOptions {
  /** Holds the relay's ledger and the radio's log; what is there is taken up again. */
  readonly directory: string;
  /** Port of adbd on 127.0.0.1; 0 (the default) takes a free one. */
  readonly port?: number;
  /** `ro.serialno`; made from the directory by default, so that every phone has its own and keeps it. */
  readonly serialNumber?: string;
  readonly manufacturer?: string;
  readonly model?: string;
  /** API level; 34 (Android 14) by default. */
  readonly android?: number;
  readonly sims?: readonly SimFact[];
  /** What adbd announces; Android 11's list by default. */
  readonly features?: readonly string[];
  readonly auth?: AuthMode;
  /** True by default; without it the relay comes by an install of its APK, over adb. */
  readonly isRelayInstalled?: boolean;
  /** Refuses every install, in the words between the brackets of `Failure [...]`; see `android/vendor-refusals.ts`. */
  readonly installRefusal?: string;
  /** Granted to the relay from the start; names without `android.permission.`. */
  readonly permissions?: readonly string[];
  /** Programs that add to Android's own or take their place. */
  readonly programs?: CommandTable;
  readonly radioScript?: readonly RadioRule[];
  /** Parts of a minute above which Android asks the person; 30 by default, null for a phone whose limit was lifted. */
  readonly partLimit?: number | null;
  /** What runs as the relay app; the load relay when left out. */
  readonly installedRelay?: MakeInstalledRelay;
  /** Passed on to the load relay. */
  readonly relay?: Pick<LoadRelayOptions, 'appVersion' | 'maxRows' | 'onStep' | 'random'>;
}

export const DEFAULT_SIM: SimFact = {
  id: 1,
  slot: 1,
  carrier: 'Virtual Telecom',
  mcc_mnc: '42901',
  number: null,
};

/** Makes a virtual phone; nothing runs before `start`. */
export function createVirtualPhone(options: VirtualPhoneOptions): VirtualPhone {
  return new VirtualPhone(options);
}

export class VirtualPhone {
  readonly adbd: Adbd;
  readonly handset: Handset;
  readonly radio: Radio;
  readonly clock: SettablePhoneClock = createPhoneClock();
  readonly #options: VirtualPhoneOptions;
  readonly #model: string;
  readonly #android: number;
  readonly #relay: InstalledRelay;
  readonly #loadRelay: LoadInstalledRelay | null;
  readonly #installer: PackageInstaller;
  #usb: UsbSocket | undefined;

  constructor(options: VirtualPhoneOptions) {
    this.#options = options;
    this.#model = options.model ?? 'Virtual Phone';
    this.#android = options.android ?? 34;
    const manufacturer = options.manufacturer ?? 'RelayDesk';
    const sims = options.sims ?? [DEFAULT_SIM];
    this.handset = new Handset({
      serialNumber: options.serialNumber ?? serialFor(options.directory),
      manufacturer,
      model: this.#model,
      android: this.#android,
      sims,
      clock: this.clock,
    });
    this.radio = createRadio({
      logPath: path.join(options.directory, 'radio.jsonl'),
      script: options.radioScript ?? [],
      partLimit: options.partLimit === undefined ? ANDROID_PART_LIMIT : options.partLimit,
      now: () => this.clock.network(),
    });
    const make = options.installedRelay;
    this.#loadRelay =
      make === undefined ? loadInstalledRelay((version) => this.#createLoadRelay(version)) : null;
    this.#relay = this.#loadRelay ?? this.#createRelay(make);
    this.handset.installRefusal = options.installRefusal ?? null;
    this.handset.appCode.set(
      RELAY_PACKAGE,
      relayCode(this.#relay, () => this.clearRelayData()),
    );
    this.#installer = new PackageInstaller(this.handset, apkInspector());
    this.adbd = new Adbd({
      port: options.port ?? 0,
      model: this.#model.replaceAll(/\W+/g, '_'),
      ...(options.features === undefined ? {} : { features: options.features }),
      auth: options.auth ?? 'none',
      commands: programsOf(this.handset, options.programs, this.#installer),
      files: this.handset.files,
    });
    for (const name of options.permissions ?? []) {
      this.handset.grants.add(`${RELAY_PACKAGE} android.permission.${name}`);
    }
    if (options.isRelayInstalled ?? true) this.#putRelay();
  }

  /** The load relay, whether it runs or not. */
  get relay(): PhoneRelay {
    if (this.#loadRelay === null) throw new Error('this phone runs the relay app itself');
    return this.#loadRelay.relay;
  }

  /** What runs as the relay app. */
  get app(): InstalledRelay {
    return this.#relay;
  }

  /** The name under which the adb server lists this phone; known after `start`. */
  get serial(): string {
    return this.adbd.serial;
  }

  /** Switches the phone on: adbd listens, and the relay runs when it is installed. */
  async start(): Promise<void> {
    await this.adbd.start();
    if (this.isRelayInstalled) await this.#relay.boot();
  }

  /** Switches it off and leaves nothing running; its directory stays. Safe twice. */
  async stop(): Promise<void> {
    await this.unplug();
    await this.#relay.stop();
    this.radio.stop();
  }

  /** Plugs the phone in at the adb server on this port, as if by USB; it stays joined through server restarts. */
  async joinAdb(adbPort: number): Promise<void> {
    // Out of the socket it was in, if any: a cable has one end for a computer.
    await this.#usb?.unplug();
    this.#usb = new UsbSocket(this.adbd, adbPort);
    await this.plug();
  }

  /** What the adb server answered when the phone was plugged in. */
  get adbAnswer(): string {
    return this.#usb?.lastAnswer ?? '';
  }

  /** Pulls the cable. */
  async unplug(): Promise<void> {
    await (this.#usb ?? this.adbd).unplug();
  }

  /** Puts it back. */
  async plug(): Promise<void> {
    await (this.#usb ?? this.adbd).plug();
  }

  /** A program on the phone dials a port of the phone that `adb reverse` listens on. */
  dialReversed(port: number): Promise<Duplex> {
    return this.adbd.dialReversed(port);
  }

  /** Airplane mode; the cable stays in. */
  setAirplane(isOn: boolean): void {
    this.radio.setAirplane(isOn);
    this.handset.settings.global.set('airplane_mode_on', isOn ? '1' : '0');
    this.#relay.phoneChanged();
  }

  /** Off and on again: everything that was running dies, the ledger and the cable stay. */
  async reboot(): Promise<void> {
    await this.unplug();
    this.#relay.powerOff();
    this.clock.reboot();
    this.radio.reboot();
    await this.plug();
    if (this.isRelayInstalled) await this.#relay.boot();
  }

  get isRelayInstalled(): boolean {
    return this.handset.packages.has(RELAY_PACKAGE);
  }

  /** Removes the app with its data. */
  async uninstallRelay(): Promise<void> {
    await this.#installer.uninstall(RELAY_PACKAGE);
  }

  /** Settings → Apps → Clear data: the app is killed, its ledger and its pairing are gone. */
  async clearRelayData(): Promise<void> {
    this.#relay.forceStop();
    await rm(this.#relayDirectory, { recursive: true, force: true });
    this.#relay.dataRemoved();
  }

  get #relayDirectory(): string {
    return path.join(this.#options.directory, 'relay');
  }

  #putRelay(): void {
    this.handset.packages.set(RELAY_PACKAGE, relayPackage(this.handset.appCode.get(RELAY_PACKAGE) ?? {}));
  }

  #createRelay(make: MakeInstalledRelay | undefined): InstalledRelay {
    if (make === undefined) throw new Error('no relay for this phone');
    return make({
      directory: this.#relayDirectory,
      handset: this.handset,
      radio: this.radio,
      clock: this.clock,
      dial: (address) => this.#dial(address),
    });
  }

  #createLoadRelay(version: string | null): PhoneRelay {
    return createLoadRelay({
      directory: this.#relayDirectory,
      radio: this.radio,
      dial: (address) => this.#dial(address),
      model: this.#model,
      android: this.#android,
      sims: this.#options.sims ?? [DEFAULT_SIM],
      clock: this.clock,
      ...this.#options.relay,
      ...(version === null ? {} : { appVersion: version }),
    });
  }

  /** Loopback is the phone's own, where only `adb reverse` listens; any other address is the network's. */
  #dial({ host, port }: GatewayAddress): Promise<Duplex> {
    if (host === '127.0.0.1' || host === 'localhost') return this.dialReversed(port);
    return new Promise((resolve, reject) => {
      const socket = net.connect(port, host);
      socket.once('connect', () => resolve(socket));
      socket.once('error', reject);
    });
  }
}

const serialFor = (directory: string): string =>
  createHash('sha256').update(path.resolve(directory)).digest('hex').slice(0, 12).toUpperCase();
