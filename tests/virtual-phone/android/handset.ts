/** What a virtual phone is, apart from its cable: properties, settings, packages, SIMs, battery, files. */
import { FileStore } from '../adbd/file-store.ts';
import type { AppCode, InstalledPackage } from './installed-package.ts';

interface HandsetSim {
  /** 1 or 2. */
  readonly slot: number;
  readonly carrier: string | null;
  readonly mcc_mnc: string | null;
}

/** Boot id and times, as far as the shell shows them. */
interface HandsetClock {
  wall(): number;
  elapsed(): number;
  bootId(): string;
}

interface HandsetOptions {
  readonly serialNumber: string;
  readonly manufacturer: string;
  readonly model: string;
  /** API level. */
  readonly android: number;
  readonly sims: readonly HandsetSim[];
  readonly clock: HandsetClock;
}

export type SettingsNamespace = 'global' | 'secure' | 'system';

export class Handset {
  readonly files = new FileStore();
  readonly packages = new Map<string, InstalledPackage>();
  /** What the code of an app does here once it is installed, by package; an app without lies there and does nothing. */
  readonly appCode = new Map<string, AppCode>();
  /** Apps that nobody started since their install or force-stop: no broadcast reaches them. */
  readonly stoppedApps = new Set<string>();
  readonly properties: Map<string, string>;
  readonly features = new Set(['android.hardware.telephony', 'android.hardware.telephony.messaging']);
  readonly settings: Record<SettingsNamespace, Map<string, string>> = {
    global: new Map([
      ['device_provisioned', '1'],
      ['airplane_mode_on', '0'],
      ['adb_enabled', '1'],
    ]),
    secure: new Map([['user_setup_complete', '1']]),
    system: new Map(),
  };
  /** Apps that the battery optimisation leaves alone. */
  readonly batteryWhitelist = new Set<string>();
  /** Granted runtime permissions as `package permission`. */
  readonly grants = new Set<string>();
  /** `package OPERATION` → mode, as set by `appops`. */
  readonly appOps = new Map<string, string>();
  /** Package → standby bucket, as set by `am set-standby-bucket`. */
  readonly standbyBuckets = new Map<string, number>();
  /** Refuses every install in these words, as `INSTALL_FAILED_USER_RESTRICTED: Install canceled by user`. */
  installRefusal: string | null = null;
  battery = { percent: 80, isCharging: true };
  /** False between a reboot and the first unlock. */
  isUserUnlocked = true;
  readonly clock: HandsetClock;
  #sims: readonly HandsetSim[];

  constructor(options: HandsetOptions) {
    this.clock = options.clock;
    this.#sims = options.sims;
    this.properties = new Map([
      ['ro.build.version.sdk', String(options.android)],
      ['ro.build.version.release', releaseOf(options.android)],
      ['ro.product.brand', options.manufacturer],
      ['ro.product.manufacturer', options.manufacturer],
      ['ro.product.model', options.model],
      ['ro.product.device', options.model.toLowerCase().replaceAll(/\W+/g, '_')],
      ['ro.product.name', options.model.toLowerCase().replaceAll(/\W+/g, '_')],
      ['ro.product.cpu.abi', 'arm64-v8a'],
      ['ro.serialno', options.serialNumber],
      ['ro.boot.serialno', options.serialNumber],
      ['ro.debuggable', '0'],
      ['sys.boot_completed', '1'],
      ['dev.bootcomplete', '1'],
    ]);
    this.sims = options.sims;
  }

  get sims(): readonly HandsetSim[] {
    return this.#sims;
  }

  /** Puts SIMs in or takes them out; the radio's properties follow. */
  set sims(sims: readonly HandsetSim[]) {
    this.#sims = sims;
    const slots = [1, 2].map((slot) => sims.find((sim) => sim.slot === slot));
    const joined = (tell: (sim: HandsetSim) => string | null, absent: string): string =>
      slots.map((sim) => (sim === undefined ? absent : (tell(sim) ?? ''))).join(',');
    this.properties.set(
      'gsm.sim.state',
      joined(() => 'LOADED', 'ABSENT'),
    );
    this.properties.set(
      'gsm.sim.operator.alpha',
      joined((sim) => sim.carrier, ''),
    );
    this.properties.set(
      'gsm.sim.operator.numeric',
      joined((sim) => sim.mcc_mnc, ''),
    );
    this.properties.set(
      'gsm.operator.alpha',
      joined((sim) => sim.carrier, ''),
    );
    this.properties.set(
      'gsm.operator.numeric',
      joined((sim) => sim.mcc_mnc, ''),
    );
    this.properties.set('gsm.version.baseband', 'virtual');
  }

  /** API level. */
  get android(): number {
    return Number(this.properties.get('ro.build.version.sdk'));
  }

  /** The version's name is what `ro.build.version.release` says. */
  get release(): string {
    return this.properties.get('ro.build.version.release') ?? '';
  }
}

/** Android's version for an API level; the level itself where it has no name here. */
function releaseOf(apiLevel: number): string {
  const names: Readonly<Record<number, string>> = {
    26: '8.0.0',
    27: '8.1.0',
    28: '9',
    29: '10',
    30: '11',
    31: '12',
    32: '12',
    33: '13',
    34: '14',
    35: '15',
    36: '16',
  };
  return names[apiLevel] ?? String(apiLevel);
}
