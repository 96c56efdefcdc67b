import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { planInstall } from '../../../../../electron/gateway/provisioning/install-plan.ts';
import { findRelayAppDir } from '../../../../../electron/gateway/provisioning/relay-app-dir.ts';
import { loadRelayApp } from '../../../../../electron/gateway/provisioning/relay-app-file.ts';
import { sha256 } from './phone-under-test.ts';

const APK = Buffer.from('the bytes of an APK');
const MANIFEST = {
  package: 'app.relaydesk.relay',
  version: '0.3.0',
  version_code: 3000,
  file: 'relaydesk-relay.apk',
  size: APK.length,
  sha256: sha256(APK),
};

async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-app-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function setup(
  more: {
    readonly manifest?: object | string;
    readonly apk?: Buffer | null;
    readonly digest?: string | null;
  } = {},
): Promise<string> {
  const directory = await newDirectory();
  const { manifest = MANIFEST, apk = APK, digest = `${sha256(APK)}  relaydesk-relay.apk\n` } = more;
  const text = typeof manifest === 'string' ? manifest : JSON.stringify(manifest);
  await writeFile(path.join(directory, 'manifest.json'), text);
  if (apk !== null) await writeFile(path.join(directory, MANIFEST.file), apk);
  if (digest !== null) await writeFile(path.join(directory, `${MANIFEST.file}.sha256`), digest);
  return directory;
}

describe('loadRelayApp', () => {
  it('gives the APK that manifest and digest tell', async () => {
    expect(await loadRelayApp(await setup())).toEqual({
      kind: 'ok',
      app: { versionCode: 3000, versionName: '0.3.0', sha256: sha256(APK), bytes: APK },
    });
  });

  it('misses what was never built', async () => {
    expect(await loadRelayApp(path.join(await newDirectory(), 'none'))).toEqual({ kind: 'missing' });
    expect(await loadRelayApp(await setup({ apk: null }))).toEqual({ kind: 'missing' });
    expect(await loadRelayApp(await setup({ digest: null }))).toEqual({ kind: 'missing' });
  });

  it.each([
    ['an APK cut short', { apk: APK.subarray(1) }],
    ['an APK with a changed byte', { apk: Buffer.from('the bytes of an APX') }],
    ['the digest of another APK', { digest: `${'0'.repeat(64)}  x` }],
    ['an empty digest', { digest: '' }],
    ['a manifest that is no JSON', { manifest: '{' }],
    ['a manifest of null', { manifest: 'null' }],
    ['a manifest of another app', { manifest: { ...MANIFEST, package: 'com.example' } }],
    [
      'a manifest that leads out of its folder',
      { manifest: { ...MANIFEST, file: '../relaydesk-relay.apk' } },
    ],
    ['a manifest without a version', { manifest: { ...MANIFEST, version_code: '3000' } }],
    ['a manifest of a giant', { manifest: { ...MANIFEST, size: 1e12 } }],
  ])('refuses %s', async (_title, more) => {
    expect((await loadRelayApp(await setup(more))).kind).toBe('damaged');
  });
});

describe('findRelayAppDir', () => {
  it('prefers the packaged app, then the checkout, and names a place even when there is none', async () => {
    const root = await newDirectory();
    const here = path.join(root, 'electron/gateway/provisioning');
    const checkout = path.join(root, 'resources/relay');
    expect(findRelayAppDir(undefined, here)).toBe(checkout);
    for (const place of [checkout, path.join(root, 'packaged/relay')]) {
      await mkdir(place, { recursive: true });
      await writeFile(path.join(place, 'manifest.json'), '{}');
    }
    expect(findRelayAppDir(path.join(root, 'elsewhere'), here)).toBe(checkout);
    expect(findRelayAppDir(path.join(root, 'packaged'), here)).toBe(path.join(root, 'packaged/relay'));
    expect(findRelayAppDir(undefined, path.join(root, 'out/gateway'))).toBe(checkout);
  });
});

describe('planInstall', () => {
  const ours = { versionCode: 3, sha256: 'a'.repeat(64) };
  const onPhone = (versionCode: number | null, apkSha256: string | null) => ({
    versionCode,
    versionName: versionCode === null ? null : `0.${versionCode}`,
    permissions: new Map<string, boolean>(),
    apkSha256,
  });
  const other = 'b'.repeat(64);

  it.each([
    ['nothing on the phone', null, ours, { kind: 'install' }],
    ['the same version, bytes not told', onPhone(3, null), ours, { kind: 'keep' }],
    ['the same bytes', onPhone(3, ours.sha256), ours, { kind: 'keep' }],
    ['the same bytes, version not told', onPhone(null, ours.sha256), ours, { kind: 'keep' }],
    ['the same version, other bytes', onPhone(3, other), ours, { kind: 'update' }],
    ['an older version', onPhone(2, null), ours, { kind: 'update' }],
    ['nothing told', onPhone(null, null), ours, { kind: 'update' }],
    ['a newer version', onPhone(4, other), ours, { kind: 'too_new', onPhone: '0.4' }],
    ['an app, and none of ours', onPhone(1, null), null, { kind: 'keep' }],
    ['no app, and none of ours', null, null, { kind: 'nothing_to_install' }],
  ])('%s', (_title, installed, app, plan) => {
    expect(planInstall(installed, app)).toEqual(plan);
  });
});
