/** A phone for the provisioning steps: it remembers what was done to it and answers in Android's words. */
import { createHash } from 'node:crypto';
import { AdbError, type AdbServer } from '../../../../../electron/gateway/adb/adb-server.ts';
import type { ProvisioningDeps } from '../../../../../electron/gateway/provisioning/provisioning-deps.ts';
import {
  provisionPhone,
  type ProvisionOutcome,
} from '../../../../../electron/gateway/provisioning/provisioning.ts';
import {
  stepView,
  type ProvisionStep,
} from '../../../../../electron/gateway/provisioning/provision-steps.ts';
import type { StepView } from '../../../../../electron/shared/console/provisioning.ts';
import { RELAY_PACKAGE, type RelayApp } from '../../../../../electron/gateway/provisioning/relay-app-file.ts';

export const SERIAL = 'R5CT30ABCDE';

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
export const appOf = (versionCode: number, content = `apk ${versionCode}`): RelayApp => {
  const bytes = Buffer.from(content.padEnd(3000, '.'));
  return { versionCode, versionName: `0.${versionCode}.0`, sha256: sha256(bytes), bytes };
};

interface FakeApp {
  readonly versionCode: number;
  readonly sha256: string;
}

interface PhoneUnderTest {
  readonly server: AdbServer;
  /** Every service that was asked for, in order. */
  readonly services: string[];
  app: FakeApp | null;
  readonly granted: Set<string>;
  isWhitelisted: boolean;
  isPaired: boolean;
}

interface PhoneOptions {
  readonly app?: FakeApp | null;
  readonly ours?: RelayApp;
  /** The brackets of `Failure [...]`, for as long as it answers one. */
  readonly installFailure?: (phone: PhoneUnderTest) => string | null;
  readonly uninstallFailure?: string;
  /** Says yes and installs nothing. */
  readonly isLying?: boolean;
  /** What the phone says instead of granting. */
  readonly grantRefusal?: (permission: string) => string | null;
  /** Answers put in place of the phone's own, by the start of the command. */
  readonly answers?: Readonly<Record<string, string>>;
  readonly properties?: Readonly<Record<string, string>>;
  /** The cable is pulled before the call with this number is answered; the phone may have obeyed it already. */
  readonly cut?: { readonly atCall: number; readonly isObeyed: boolean };
}

const PROPERTIES: Readonly<Record<string, string>> = {
  'ro.serialno': SERIAL,
  'ro.build.version.sdk': '34',
  'gsm.sim.state': 'LOADED,ABSENT',
  'sys.user.0.ce_available': 'true',
  'ro.product.manufacturer': 'Google',
};

export function phoneUnderTest(options: PhoneOptions = {}): PhoneUnderTest {
  const ours = options.ours ?? appOf(3);
  const phone: Omit<PhoneUnderTest, 'server'> = {
    services: [],
    app: options.app ?? null,
    granted: new Set(),
    isWhitelisted: false,
    isPaired: false,
  };
  const self: PhoneUnderTest = Object.assign(phone, { server: serverOf() });
  let calls = 0;

  function install(): string {
    const failure = options.installFailure?.(self) ?? null;
    if (failure !== null) return `Failure [${failure}]\n`;
    if (options.isLying !== true) self.app = { versionCode: ours.versionCode, sha256: ours.sha256 };
    return 'Success\n';
  }

  function dump(): string {
    if (self.app === null) return `Unable to find package: ${RELAY_PACKAGE}\n`;
    const grants = [...self.granted].map((name) => `        android.permission.${name}: granted=true\n`);
    return `Packages:\n  Package [${RELAY_PACKAGE}] (1):\n    versionCode=${self.app.versionCode} minSdk=26\n    versionName=0.${self.app.versionCode}.0\n    User 0: installed=true\n      runtime permissions:\n${grants.join('')}`;
  }

  function shell(command: string): string {
    const words = command.split(' ');
    const last = words.at(-1) ?? '';
    const replaced = Object.entries(options.answers ?? {}).find(([start]) => command.startsWith(start));
    if (replaced !== undefined) return replaced[1];
    if (words[0] === 'getprop') return `${options.properties?.[last] ?? PROPERTIES[last] ?? ''}\n`;
    if (command.startsWith('pm path')) return self.app === null ? '' : 'package:/data/app/x/base.apk\n';
    if (command.startsWith('sha256sum')) return `${self.app?.sha256 ?? ''}  /data/app/x/base.apk\n`;
    if (command.startsWith('dumpsys package')) return dump();
    if (command.startsWith('pm install')) return install();
    if (command.startsWith('pm uninstall')) {
      if (options.uninstallFailure !== undefined) return `Failure [${options.uninstallFailure}]\n`;
      self.app = null;
      self.granted.clear();
      return 'Success\n';
    }
    if (command.startsWith('pm grant')) {
      const permission = last.replace('android.permission.', '');
      const refusal = options.grantRefusal?.(permission) ?? null;
      if (refusal !== null) return refusal;
      self.granted.add(permission);
      return '';
    }
    if (command.startsWith('dumpsys deviceidle whitelist +')) {
      self.isWhitelisted = true;
      return `Added: ${RELAY_PACKAGE}\n`;
    }
    if (command === 'dumpsys deviceidle whitelist') {
      return self.isWhitelisted ? `user,${RELAY_PACKAGE},10234\n` : 'system,com.android.shell,2000\n';
    }
    if (command.startsWith('am get-standby-bucket')) return '10\n';
    if (command.startsWith('cmd appops get'))
      return `${last}: ${last.startsWith('RUN') ? 'allow' : 'ignore'}\n`;
    if (command.startsWith('content call')) {
      if (self.app === null) return 'Could not find provider: app.relaydesk.relay.shell\n';
      self.isPaired = true;
      return 'Result: Bundle[{ok=true}]\n';
    }
    return '';
  }

  function answer(service: string): string {
    if (service.startsWith('shell:')) return shell(service.slice('shell:'.length));
    if (service.startsWith('reverse:list-forward')) return '0000';
    if (service.startsWith('reverse:')) return 'OKAY';
    if (service === 'host:devices-l') return `${SERIAL}  device model:Pixel_7 transport_id:1\n`;
    if (service.startsWith('host-serial:')) return 'cmd,abb_exec';
    return install();
  }

  function call(service: string): Buffer {
    phone.services.push(service);
    const { cut } = options;
    const isCut = calls === cut?.atCall;
    calls += 1;
    if (isCut && !cut.isObeyed) throw new AdbError('refused', `device '${SERIAL}' not found`);
    const said = Buffer.from(answer(service));
    if (isCut) throw new AdbError('gone', 'the connection closed');
    return said;
  }

  function serverOf(): AdbServer {
    const unused = (): Promise<never> => Promise.reject(new Error('the steps open no connections'));
    return {
      ask: (service) => later(() => call(service).toString()),
      run: (_serial, service) => later(() => call(service)),
      send: (_serial, service, bytes, { sent }) =>
        later(() => {
          sent(Math.floor(bytes.length / 2));
          const said = call(service);
          sent(bytes.length);
          return said;
        }),
      open: unused,
      follow: unused,
      close: () => undefined,
    };
  }
  return self;
}

/** The work as a promise: what it throws is a rejection. */
const later = <T>(work: () => T): Promise<T> =>
  new Promise((resolve) => {
    resolve(work());
  });

interface ProvisionedPhone extends ProvisionOutcome {
  readonly steps: readonly ProvisionStep[];
  /** Everything that running steps said. */
  readonly progress: readonly string[];
  /** Pairing codes that were issued and not taken back. */
  readonly openCodes: number;
}

/** Runs the steps on a phone; time passes only while a step waits. */
export async function provisionIt(
  phone: PhoneUnderTest,
  more: { readonly mayReplace?: boolean; readonly relayApp?: ProvisioningDeps['relayApp'] } = {},
): Promise<ProvisionedPhone> {
  let now = 1_800_000_000_000;
  let openCodes = 0;
  let steps: readonly ProvisionStep[] = [];
  const progress: string[] = [];
  const deps: ProvisioningDeps = {
    server: phone.server,
    relayApp: more.relayApp ?? (() => Promise.resolve({ kind: 'ok', app: appOf(3) })),
    issueCode: () => {
      openCodes += 1;
      const revoke = (): void => {
        openCodes -= 1;
      };
      return { code: 'CODE1234', revoke };
    },
    pin: 'pin',
    relayPort: () => 8643,
    phoneNow: () =>
      phone.isPaired ? { isPaired: true, pairedAt: now, state: 'ready', problem: null } : null,
    now: () => now,
    nextChange: (withinMs) => {
      now += withinMs;
      return Promise.resolve();
    },
  };
  const order = { serial: SERIAL, mayReplace: more.mayReplace ?? false };
  const { state } = await provisionPhone(deps, order, (told) => {
    steps = told;
    for (const step of told) {
      const { message } = stepView(step);
      if (step.state === 'running' && message !== '' && !progress.includes(message)) progress.push(message);
    }
  });
  return { state, steps, progress, openCodes };
}

/** A step in the words that a person reads. */
export function stepOf(run: ProvisionedPhone, name: string): StepView {
  const step = run.steps.find((told) => told.name === name);
  if (step === undefined) throw new Error(`no step ${name}`);
  return stepView(step);
}
