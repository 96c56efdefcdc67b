/** Installs of the relay's APK by the stock adb on a virtual phone: what Android takes, and how it refuses. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AdbAnswer, startAdbServer, type TestAdbServer } from '../support/adb-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { PLAY_PROTECT, XIAOMI_INSTALL_VIA_USB_OFF } from '../virtual-phone/android/vendor-refusals.ts';
import { BUILD_FILES, run } from '../virtual-phone/apk/apk-tools.ts';
import { makeApk, makeKey, signApk } from '../virtual-phone/apk/made-apks.ts';
import { fidelityRelay, type InstalledApp } from '../virtual-phone/fidelity/installed-app.ts';
import { createVirtualPhone, type VirtualPhone, type VirtualPhoneOptions } from '../virtual-phone/phone.ts';
import { RELAY_PACKAGE } from '../virtual-phone/relay-package.ts';

const APK = BUILD_FILES.relayApk;
const PM_PATH = `pm path ${RELAY_PACKAGE}`;
/** With an empty Maven repository. */
const BUILD_DEADLINE_MS = 300_000;
const PROJECT = path.resolve(import.meta.dirname, '../..');

let server: TestAdbServer;
let directory: string;
let version: { readonly code: number; readonly name: string };
const phones: VirtualPhone[] = [];

beforeAll(async () => {
  // A run of all tests has built it by now; this is for a run of these alone.
  if (!existsSync(APK) || !existsSync(BUILD_FILES.framework)) {
    const pom = path.join(PROJECT, 'relay-apk/pom.xml');
    const built = await run('mvn', ['-q', '-f', pom, '-DskipTests', 'package'], BUILD_DEADLINE_MS);
    expect(built.code, built.stdout).toBe(0);
  }
  server = await startAdbServer();
  directory = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-install-'));
  const manifest: unknown = JSON.parse(await readFile(path.join(path.dirname(APK), 'manifest.json'), 'utf8'));
  if (typeof manifest !== 'object' || manifest === null) throw new Error('the APK has no manifest.json');
  version = {
    code: Number(Reflect.get(manifest, 'version_code')),
    name: String(Reflect.get(manifest, 'version')),
  };
}, BUILD_DEADLINE_MS + 60_000);

afterEach(async () => {
  for (const phone of phones.splice(0)) await phone.stop();
});

afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
});

/** A phone without the relay, known to adb. */
async function setup(options: Partial<VirtualPhoneOptions> = {}) {
  const phone = createVirtualPhone({
    directory: await mkdtemp(path.join(directory, 'p-')),
    isRelayInstalled: false,
    ...options,
  });
  phones.push(phone);
  await phone.start();
  await phone.joinAdb(server.port);
  await waitFor('the phone', async () => (await server.stateOf(phone.serial)) === 'device');
  const adb = (...args: readonly string[]) => server.adb('-s', phone.serial, ...args);
  return {
    phone,
    adb,
    install: (apk = APK, ...flags: string[]) => adb('install', '-r', '-g', ...flags, apk),
  };
}

const said = ({ stdout, stderr }: AdbAnswer): string => stdout + stderr;

/** The words between the brackets of `Failure [...]`. */
const refusal = (answer: AdbAnswer): string => {
  expect(answer.code).not.toBe(0);
  return /Failure \[(.*)\]/s.exec(said(answer))?.[1] ?? said(answer);
};

/** How each generation of phones is sent an APK. */
const WAYS: readonly (readonly [title: string, features: readonly string[] | undefined, flags: string[]])[] =
  [
    ['streamed to abb_exec (Android 11)', undefined, []],
    ['streamed to cmd package (Android 8)', ['cmd', 'shell_v2'], []],
    ['pushed first (--no-streaming)', undefined, ['--no-streaming']],
    ['pushed first, to a phone without features', [], []],
  ];

describe('adb install', () => {
  it.each(WAYS)('puts the app on the phone, %s', async (_title, features, flags) => {
    const { phone, adb, install } = await setup(features === undefined ? {} : { features });
    const answer = await install(APK, ...flags);
    expect(said(answer)).toContain('Success');
    expect(answer.code).toBe(0);
    const [, base = ''] = /^package:(.*)$/m.exec((await adb('shell', PM_PATH)).stdout) ?? [];
    const copy = path.join(directory, 'copy.apk');
    expect((await adb('pull', base, copy)).code).toBe(0);
    expect(sha256(await readFile(copy))).toBe(sha256(await readFile(APK)));
    expect(phone.handset.files.list('/data/local/tmp')).toEqual([]);
  });

  it('lets the package service tell what the APK holds, with every runtime permission granted by -g', async () => {
    const { adb, install } = await setup();
    await install();
    const { stdout } = await adb('shell', `dumpsys package ${RELAY_PACKAGE}`);
    expect(stdout).toContain(`    versionCode=${version.code} minSdk=26 targetSdk=35\n`);
    expect(stdout).toContain(`    versionName=${version.name}\n`);
    expect(stdout).toContain('stopped=true');
    expect(stdout).toContain('android.permission.SEND_SMS: granted=true');
    expect(stdout).not.toContain('granted=false');
  });

  it('grants nothing without -g, and pm grant only what the manifest asks for', async () => {
    const { adb } = await setup({ android: 32 });
    expect((await adb('install', APK)).code).toBe(0);
    const dump = async () => (await adb('shell', `dumpsys package ${RELAY_PACKAGE}`)).stdout;
    expect(await dump()).toContain('android.permission.SEND_SMS: granted=false');
    const grant = (name: string) => adb('shell', `pm grant ${RELAY_PACKAGE} android.permission.${name}`);
    expect((await grant('SEND_SMS')).code).toBe(0);
    expect(await dump()).toContain('android.permission.SEND_SMS: granted=true');
    expect(said(await grant('CAMERA'))).toContain('has not requested permission android.permission.CAMERA');
    expect(said(await grant('INTERNET'))).toContain('is not a changeable permission type');
    expect(said(await grant('POST_NOTIFICATIONS'))).toContain('Unknown permission');
  });

  it('leaves the app stopped until it is called, also over a restart', async () => {
    const { phone, adb, install } = await setup();
    await install();
    expect(phone.relay.state.isRunning).toBe(false);
    await phone.reboot();
    expect(phone.relay.state.isRunning).toBe(false);
    await waitFor('the phone', async () => (await server.stateOf(phone.serial)) === 'device');
    await adb('shell', `am start-foreground-service -n ${RELAY_PACKAGE}/.LinkService`);
    expect(phone.relay.state.isRunning).toBe(true);
    expect((await adb('shell', `dumpsys package ${RELAY_PACKAGE}`)).stdout).toContain('stopped=false');
  });

  it('keeps the ledger through an update and goes on by itself; an uninstall takes the ledger', async () => {
    const { phone, adb, install } = await setup();
    await install();
    const startService = () => adb('shell', `am start-foreground-service -n ${RELAY_PACKAGE}/.LinkService`);
    await startService();
    const before = phone.relay.state.ledgerId;
    const newer = await makeApk({
      ...{ directory, name: 'newer', versionCode: version.code + 1, versionName: '99.0.0' },
    });
    expect(said(await install(newer))).toContain('Success');
    expect(phone.relay.state).toMatchObject({ isRunning: true, ledgerId: before });
    expect((await adb('shell', `dumpsys package ${RELAY_PACKAGE}`)).stdout).toContain('versionName=99.0.0');
    expect(refusal(await install())).toMatch(/^INSTALL_FAILED_VERSION_DOWNGRADE: Downgrade detected/);
    expect(said(await adb('uninstall', RELAY_PACKAGE))).toBe('Success\n');
    expect((await adb('shell', PM_PATH)).code).toBe(1);
    expect(said(await install())).toContain('Success');
    await startService();
    expect(phone.relay.state.isRunning).toBe(true);
    expect(phone.relay.state.ledgerId).not.toBe(before);
  });
});

describe("an install of the relay app's own classes", () => {
  it('runs once it is called, again by itself after an update, and never after an uninstall', async () => {
    let app: InstalledApp | undefined;
    const { adb, install } = await setup({
      installedRelay: fidelityRelay((made) => {
        app = made;
      }),
    });
    const { process } = app ?? expect.fail('the phone made no app');
    await install();
    expect(process.isRunning).toBe(false);
    const provider = 'content call --uri content://app.relaydesk.relay.shell --method poke';
    expect((await adb('shell', provider)).stdout).toBe('Result: Bundle[{reason=not_paired, ok=false}]\n');
    const before = process.pid;
    const newer = await makeApk({
      ...{ directory, name: 'newer-app', versionCode: version.code + 1, versionName: '99.0.0' },
    });
    expect(said(await install(newer))).toContain('Success');
    expect(process.isRunning).toBe(true);
    expect(process.pid).not.toBe(before);
    await adb('uninstall', RELAY_PACKAGE);
    expect(process.isRunning).toBe(false);
    expect((await adb('shell', provider)).stderr).toContain('Could not find provider');
    expect(process.offences).toEqual([]);
  });
});

describe('a refused install', () => {
  it('says so of a changed byte, whichever way it came, and installs nothing', async () => {
    const bytes = await readFile(APK);
    const middle = Math.floor(bytes.length / 2);
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
    const changed = path.join(directory, 'changed.apk');
    await writeFile(changed, bytes);
    const { adb, install } = await setup();
    for (const flags of [[], ['--no-streaming']]) {
      expect(refusal(await install(changed, ...flags))).toMatch(/^INSTALL_PARSE_FAILED_NO_CERTIFICATES: /);
    }
    expect((await adb('shell', PM_PATH)).code).toBe(1);
  });

  it('says so of half a file', async () => {
    const half = path.join(directory, 'half.apk');
    await writeFile(half, (await readFile(APK)).subarray(0, 40_000));
    const { adb, install } = await setup();
    for (const flags of [[], ['--no-streaming']]) {
      expect(refusal(await install(half, ...flags))).toMatch(/^INSTALL_PARSE_FAILED_NOT_APK: /);
    }
    expect((await adb('shell', PM_PATH)).code).toBe(1);
  });

  it('keeps the app of the first signer when another key signed the same APK', async () => {
    const { adb, install } = await setup();
    await install();
    const other = await signApk(APK, path.join(directory, 'other.apk'), await makeKey(directory));
    const before = (await adb('shell', PM_PATH)).stdout;
    expect(refusal(await install(other))).toBe(
      `INSTALL_FAILED_UPDATE_INCOMPATIBLE: Existing package ${RELAY_PACKAGE} signatures do not match newer version; ignoring!`,
    );
    expect((await adb('shell', PM_PATH)).stdout).toBe(before);
    await adb('uninstall', RELAY_PACKAGE);
    expect(said(await install(other))).toContain('Success');
  });

  it('says that the phone is too old, or full, or what its maker or Play Protect forbids', async () => {
    const future = await makeApk({
      ...{ directory, name: 'future', versionCode: version.code + 1, versionName: '99.0.0', minSdk: 34 },
    });
    const old = await setup({ android: 33 });
    expect(refusal(await old.install(future))).toContain(
      'Requires newer sdk version #34 (current version is #33)',
    );
    old.phone.handset.files.freeBytes = 10_000;
    expect(refusal(await old.install())).toContain('Requested internal only, but not enough space');
    expect(refusal(await old.install(APK, '--no-streaming'))).toContain('No space left on device');
    for (const installRefusal of [XIAOMI_INSTALL_VIA_USB_OFF, PLAY_PROTECT]) {
      const { adb, install } = await setup({ installRefusal });
      expect(refusal(await install())).toBe(installRefusal);
      expect((await adb('shell', PM_PATH)).code).toBe(1);
    }
  });

  it.each(['the computer hangs up', 'the cable is pulled'])(
    'installs nothing when %s in the middle',
    async (how) => {
      const { phone, adb, install } = await setup();
      // Judged before, so that a phone that installed after all would do so at once.
      await install();
      await adb('uninstall', RELAY_PACKAGE);
      const bytes = await readFile(APK);
      // One byte more is announced than the file has: what came is a whole APK, and still not what was promised.
      const service = `exec:cmd package install -r -g -S ${bytes.length + 1}`;
      const socket = await openService(phone.serial, service);
      const ended = once(socket, 'close');
      socket.write(bytes);
      // By the time the phone answers this, it has the bytes that came before.
      expect((await adb('shell', 'echo')).code).toBe(0);
      if (how === 'the cable is pulled') await phone.unplug();
      socket.destroy();
      await ended;
      await phone.plug();
      await waitFor('the phone', async () => (await server.stateOf(phone.serial)) === 'device');
      expect((await adb('shell', PM_PATH)).code).toBe(1);
      expect(said(await install())).toContain('Success');
    },
  );
});

describe('adb uninstall', () => {
  it('fails in Android words when the app is not there', async () => {
    const { adb } = await setup();
    expect(said(await adb('uninstall', RELAY_PACKAGE))).toContain('Failure [DELETE_FAILED_INTERNAL_ERROR]');
  });
});

/** A service of the phone, opened as any client of the adb server opens one. */
async function openService(serial: string, service: string): Promise<net.Socket> {
  const socket = net.connect(server.port, '127.0.0.1');
  for (const request of [`host:transport:${serial}`, service]) {
    const length = Buffer.byteLength(request).toString(16).padStart(4, '0');
    socket.write(length + request);
    const answer = await new Promise<string>((resolve, reject) => {
      socket.once('data', (chunk: Buffer) => resolve(chunk.toString('latin1')));
      socket.once('error', reject).once('close', () => reject(new Error('adb hung up')));
    });
    expect(answer).toBe('OKAY');
  }
  // What comes after is the end of the stream, asked for by the test.
  socket.on('error', () => undefined);
  return socket;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
