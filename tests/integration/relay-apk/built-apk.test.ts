/** What the built APK says of itself to Android: read from its bytes, not from its sources. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  apkPath,
  dump,
  findAll,
  readXml,
  relayFolder,
  verifySignatures,
  type XmlElement,
} from './built-apk.ts';

/** The most that an installation over a slow cable should carry; it was 78,315 bytes on 2026-11-23. */
const LARGEST_BYTES = 80_000;

const COMPONENTS = ['activity', 'activity-alias', 'provider', 'receiver', 'service'];

let manifest: XmlElement;
beforeAll(async () => {
  manifest = await readXml('AndroidManifest.xml');
});

const component = (of: XmlElement) => ({
  kind: of.name,
  name: of.attributes.get('name'),
  permission: of.attributes.get('permission') ?? null,
});

function componentsThat(are: { exported: string }) {
  return COMPONENTS.flatMap((kind) => findAll(manifest, kind))
    .filter((each) => each.attributes.get('exported') === are.exported)
    .map(component);
}

describe('the manifest of the APK', () => {
  it('exports the launcher, the pairing screen and three guarded doors, and nothing else', () => {
    expect(componentsThat({ exported: 'true' })).toEqual([
      { kind: 'activity', name: '.MainActivity', permission: null },
      { kind: 'activity', name: '.pairing.PairActivity', permission: null },
      { kind: 'provider', name: '.pairing.ShellProvider', permission: 'android.permission.DUMP' },
      { kind: 'receiver', name: '.service.SmsReceiver', permission: 'android.permission.BROADCAST_SMS' },
      { kind: 'service', name: '.LinkService', permission: 'android.permission.DUMP' },
    ]);
  });

  it('says of every other component that it is not exported', () => {
    const all = COMPONENTS.flatMap((kind) => findAll(manifest, kind)).length;
    expect(componentsThat({ exported: 'false' }).map((each) => each.name)).toEqual([
      '.service.SmsResultReceiver',
      '.service.BeatAlarm',
      '.service.StartReceiver',
    ]);
    expect(all).toBe(8);
  });

  it('opens the pairing screen for relaydesk://pair alone', () => {
    const links = findAll(manifest, 'data').map((each) => Object.fromEntries(each.attributes));
    expect(links).toEqual([{ scheme: 'relaydesk', host: 'pair' }]);
  });

  it('asks for these permissions and no other', () => {
    const asked = manifest.children.filter((each) => each.name.startsWith('uses-permission'));
    expect(asked.map((each) => each.attributes.get('name')?.replace('android.permission.', ''))).toEqual([
      'SEND_SMS',
      'RECEIVE_SMS',
      'READ_SMS',
      'READ_PHONE_STATE',
      'READ_PHONE_NUMBERS',
      'POST_NOTIFICATIONS',
      'INTERNET',
      'ACCESS_NETWORK_STATE',
      'WAKE_LOCK',
      'RECEIVE_BOOT_COMPLETED',
      'FOREGROUND_SERVICE',
      'FOREGROUND_SERVICE_REMOTE_MESSAGING',
      'REQUEST_IGNORE_BATTERY_OPTIMIZATIONS',
      'SCHEDULE_EXACT_ALARM',
    ]);
  });

  it('allows no backup, no plain text on the wire and no debugger', () => {
    const attributes = manifest.children.find((each) => each.name === 'application')?.attributes;
    expect(attributes?.get('allowBackup')).toBe('false');
    expect(attributes?.get('fullBackupContent')).toBe('false');
    expect(attributes?.get('usesCleartextTraffic')).toBe('false');
    expect(attributes?.has('debuggable')).toBe(false);
    expect(attributes?.has('testOnly')).toBe(false);
  });

  it('runs its service as remote messaging', () => {
    const [service] = findAll(manifest, 'service');
    // FOREGROUND_SERVICE_TYPE_REMOTE_MESSAGING
    expect(Number(service?.attributes.get('foregroundServiceType'))).toBe(1 << 9);
  });

  it('is of the version of package.json, for Android 8 and later', async () => {
    const packageJson = await readFile(join(relayFolder, '../../package.json'), 'utf8');
    const version = /"version": "([^"]+)"/.exec(packageJson)?.[1] ?? 'none';
    const badging = await dump('badging');
    expect(badging).toMatch(/^package: name='app\.relaydesk\.relay' versionCode='\d+' versionName='/);
    expect(badging).toContain(`versionName='${version}'`);
    expect(badging).toContain(`minSdkVersion:'26'\ntargetSdkVersion:'35'\n`);
    expect(badging).toContain("application-label-ne:'");
  });

  it('keeps every place where files may lie out of backups and transfers', async () => {
    const entry = /xml\/\S+\s+\(\) \(file\) (\S+) type=XML/.exec(await dump('resources'))?.[1] ?? '';
    const rules = await readXml(entry);
    const places = ['root', 'file', 'database', 'sharedpref', 'external'];
    const all = [...places, ...places.slice(0, 4).map((place) => `device_${place}`)];
    for (const way of ['cloud-backup', 'device-transfer']) {
      const excluded = findAll(rules, way).flatMap((each) => findAll(each, 'exclude'));
      expect(excluded.map((each) => each.attributes.get('domain'))).toEqual(all);
      expect(findAll(rules, 'include')).toEqual([]);
    }
  });
});

describe('the file of the APK', () => {
  it('is small', async () => {
    expect((await readFile(apkPath)).length).toBeLessThan(LARGEST_BYTES);
  });

  it('is what its manifest.json and its checksum say', async () => {
    const bytes = await readFile(apkPath);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const told: unknown = JSON.parse(await readFile(join(relayFolder, 'manifest.json'), 'utf8'));
    expect(told).toMatchObject({ size: bytes.length, sha256, package: 'app.relaydesk.relay' });
    expect(await readFile(`${apkPath}.sha256`, 'utf8')).toBe(`${sha256}  relaydesk-relay.apk\n`);
  });

  it('carries signatures of v2 and v3 that verify without a warning', async () => {
    expect(await verifySignatures(apkPath)).toBe('v2 and v3 verify, without a warning');
  });

  it('does not verify with one byte changed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'relay-apk-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const bytes = await readFile(apkPath);
    const middle = bytes.length >> 1;
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
    await writeFile(join(folder, 'changed.apk'), bytes);
    await expect(verifySignatures(join(folder, 'changed.apk'))).rejects.toThrow('does not verify');
  });
});
