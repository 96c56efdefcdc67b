/** `relaydesk provision` on a phone without the relay: the built APK over a stock adb, until the phone can send. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startAdbServer } from '../support/adb-server.ts';
import { asRecord, startGateway } from '../support/gateway-process.ts';
import { reaches, sendText, setUpAppPath, submitsByText } from '../support/whole-path-world.ts';
import { waitFor } from '../support/wait-for.ts';
import { type Command, failed, ok } from '../virtual-phone/adbd/command.ts';
import { PackageInstaller } from '../virtual-phone/android/package-installer.ts';
import { programsOf } from '../virtual-phone/android/programs.ts';
import { PLAY_PROTECT, XIAOMI_INSTALL_VIA_USB_OFF } from '../virtual-phone/android/vendor-refusals.ts';
import { apkInspector } from '../virtual-phone/apk/apk-inspector.ts';
import { BUILD_FILES } from '../virtual-phone/apk/apk-tools.ts';
import { makeApk, makeKey, signApk } from '../virtual-phone/apk/made-apks.ts';
import { createVirtualPhone, type VirtualPhone, type VirtualPhoneOptions } from '../virtual-phone/phone.ts';
import { RELAY_PACKAGE } from '../virtual-phone/relay-package.ts';

const SERVE = path.resolve(import.meta.dirname, '../../electron/gateway/serve.ts');
const APK = BUILD_FILES.relayApk;

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

function relaydesk(...words: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [SERVE, ...words], (error, out, errors) => {
      const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1;
      resolve({ code, out, errors });
    });
  });
}

async function versionOfOurs(): Promise<{ readonly code: number; readonly name: string }> {
  const manifest = asRecord(
    JSON.parse(await readFile(path.join(path.dirname(APK), 'manifest.json'), 'utf8')),
  );
  return { code: Number(manifest['version_code']), name: String(manifest['version']) };
}

/** A gateway and a phone without the relay at one adb server; `provision` is typed as a person types it. */
async function setup(options: Partial<VirtualPhoneOptions> = {}) {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-provision-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const adb = await startAdbServer();
  onTestFinished(() => adb.stop());
  const phone = createVirtualPhone({
    directory: path.join(directory, 'phone'),
    isRelayInstalled: false,
    ...options,
  });
  await phone.start();
  onTestFinished(() => phone.stop());
  const gateway = await startGateway({
    dataDir: path.join(directory, 'data'),
    adbPort: adb.port,
    env: adb.env,
  });
  onTestFinished(async () => {
    await gateway.stop();
  });
  await phone.joinAdb(adb.port);
  await waitFor('the phone', async () => (await adb.stateOf(phone.serial)) === 'device');
  return {
    directory,
    phone,
    gateway,
    install: async (apk: string) => {
      const { code, stdout, stderr } = await adb.adb('-s', phone.serial, 'install', apk);
      expect(code, stdout + stderr).toBe(0);
    },
    provision: (...flags: readonly string[]) =>
      relaydesk('provision', phone.serial, '--data-dir', gateway.dataDir, ...flags),
  };
}

const apkOn = ({ handset }: VirtualPhone): Buffer => {
  const found = handset.files.read(handset.packages.get(RELAY_PACKAGE)?.path ?? '');
  if (found === undefined) throw new Error('there is no APK on the phone');
  return found.data;
};

/** The program of a real phone, which may read every installed APK. */
const digests =
  (phone: () => VirtualPhone): Command =>
  ([file = '']) => {
    const found = phone().handset.files.read(file);
    if (found === undefined) return failed(`sha256sum: ${file}: No such file or directory\n`, 1);
    return ok(`${createHash('sha256').update(found.data).digest('hex')}  ${file}\n`);
  };

describe('relaydesk provision', () => {
  it.each([
    ['takes a stream without a shell (Android 11)', undefined],
    ['takes a stream (Android 8)', ['cmd', 'shell_v2']],
    ['takes files alone', []],
  ])('brings a phone that %s from nothing to "can send"', async (_title, features) => {
    const { phone, gateway, provision } = await setup(features === undefined ? {} : { features });
    const { code, out, errors } = await provision();
    expect(code, out + errors).toBe(0);
    const { name } = await versionOfOurs();
    expect(out).toContain(`Install the relay app: The relay app ${name} was installed.\n`);
    expect(out).toContain('Grant its permissions: All permissions are granted.\n');
    expect(out).toContain('Check that it can send: The phone can send.\n');
    expect(apkOn(phone).equals(await readFile(APK))).toBe(true);
    expect(phone.handset.files.list('/data/local/tmp')).toEqual([]);
    expect(phone.handset.batteryWhitelist.has(RELAY_PACKAGE)).toBe(true);
    for (const permission of ['SEND_SMS', 'RECEIVE_SMS', 'READ_SMS', 'POST_NOTIFICATIONS']) {
      expect(phone.handset.grants.has(`${RELAY_PACKAGE} android.permission.${permission}`)).toBe(true);
    }
    const answer = await gateway.api('POST', '/v1/messages', { to: '+9779812345678', text: 'from nothing' });
    expect(answer.status).toBe(202);
    await waitFor('the text to leave', () => submitsByText(phone).get('from nothing') === 1);

    const again = await provision();
    expect(again.code, again.out).toBe(0);
    expect(again.out).toContain('Install the relay app: The relay app is on the phone.\n');
  });

  it('answers the steps in JSON for programs', async () => {
    const { provision } = await setup();
    const { code, out } = await provision('--json');
    expect(code).toBe(0);
    expect(asRecord(JSON.parse(out))).toMatchObject({
      state: 'done',
      steps: ['find', 'check', 'install', 'grant', 'link', 'verify'].map((name) => ({ name, state: 'done' })),
    });
  });

  it('updates an older relay', async () => {
    const { directory, install, phone, provision } = await setup();
    const { code: versionCode, name } = await versionOfOurs();
    await install(
      await makeApk({ directory, name: 'older', versionCode: versionCode - 1, versionName: '0.0.9' }),
    );
    const { code, out } = await provision();
    expect(code, out).toBe(0);
    expect(out).toContain(`The relay app was updated to ${name}.`);
    expect(phone.handset.packages.get(RELAY_PACKAGE)?.apk.versionCode).toBe(versionCode);
  });

  it('refuses to go back from a newer relay', async () => {
    const { directory, install, phone, provision } = await setup();
    const versionCode = (await versionOfOurs()).code + 1;
    await install(await makeApk({ directory, name: 'newer', versionCode, versionName: '99.0.0' }));
    const { code, out } = await provision('--replace');
    expect(code).toBe(1);
    expect(out).toContain('The relay app on the phone (99.0.0) is newer than the one of this program');
    expect(phone.handset.packages.get(RELAY_PACKAGE)?.apk.versionCode).toBe(versionCode);
  });

  it('asks before it removes the same version of another signer, and replaces it after a yes', async () => {
    const world: Awaited<ReturnType<typeof setup>> = await setup({
      programs: new Map([['sha256sum', digests(() => world.phone)]]),
    });
    const { directory, install, phone, provision } = world;
    const theirs = await signApk(APK, path.join(directory, 'theirs.apk'), await makeKey(directory));
    await install(theirs);
    const asked = await provision();
    expect(asked.code).toBe(1);
    expect(asked.out).toContain('signed by somebody else');
    expect(asked.out).toContain('--replace');
    expect(apkOn(phone).equals(await readFile(theirs))).toBe(true);

    const replaced = await provision('--replace');
    expect(replaced.code, replaced.out).toBe(0);
    expect(apkOn(phone).equals(await readFile(APK))).toBe(true);
  });

  it.each([
    [XIAOMI_INSTALL_VIA_USB_OFF, 'Install via USB'],
    [PLAY_PROTECT, 'Play Protect'],
  ])('says what to do about %s', async (installRefusal, words) => {
    const { phone, provision } = await setup({ installRefusal });
    const { code, out } = await provision();
    expect(code).toBe(1);
    expect(out).toContain(words);
    expect(out).not.toContain('INSTALL_FAILED');
    expect(phone.isRelayInstalled).toBe(false);
  });

  it('says that a full phone is full', async () => {
    const { phone, provision } = await setup();
    phone.handset.files.freeBytes = 10_000;
    const { code, out } = await provision();
    expect(code).toBe(1);
    expect(out).toContain('The phone has too little free space. → Delete something');
  });

  it.each([
    ['while it is installed', 'cmd package install', 'Install the relay app'],
    ['while it is granted its permissions', 'cmd appops', 'Grant its permissions'],
    ['while it is paired', 'content call', 'Pair'],
  ])('goes on where the cable was pulled %s', async (_title, start, step) => {
    let pulls = 1;
    const pullingAt =
      (name: string): Command =>
      async (args, context) => {
        const { phone } = world;
        if (pulls > 0 && `${name} ${args.join(' ')}`.startsWith(start)) {
          pulls -= 1;
          await phone.unplug();
          return failed('', 1);
        }
        const installer = new PackageInstaller(phone.handset, apkInspector());
        const own = programsOf(phone.handset, undefined, installer).get(name);
        return own?.(args, context) ?? failed('', 127);
      };
    const names = ['cmd', 'content'];
    const world: Awaited<ReturnType<typeof setup>> = await setup({
      programs: new Map(names.map((name) => [name, pullingAt(name)])),
    });
    const { phone, provision } = world;
    const cut = await provision();
    expect(cut.code).toBe(1);
    // A phone over TCP is offline for a moment before it is gone.
    const end =
      /^(.*): (?:The phone is gone from the cable|The phone does not answer)\. → .*plug it in again/i;
    expect(end.exec(cut.out.trimEnd().split('\n').at(-1) ?? '')?.[1], cut.out).toBe(step);
    expect(phone.relay.state.isPaired).toBe(false);

    await phone.plug();
    const repaired = await waitFor('the phone to be back', async () => {
      const outcome = await provision();
      return outcome.out.includes('ADB does not list') ? undefined : outcome;
    });
    expect(repaired.code, repaired.out).toBe(0);
    expect(repaired.out).toContain('The phone can send.');
    expect(apkOn(phone).equals(await readFile(APK))).toBe(true);
  });
});

describe('the relay app itself', () => {
  it('is installed, granted and paired from nothing, and sends', async () => {
    const world = await setUpAppPath({ isRelayInstalled: false, permissions: [] });
    expect(apkOn(world.phone).equals(await readFile(APK))).toBe(true);
    await reaches(world, await sendText(world.gateway, 'by the app itself'), 'delivered');
    expect(submitsByText(world.phone).get('by the app itself')).toBe(1);
    expect(world.offences()).toEqual([]);
  });
});
