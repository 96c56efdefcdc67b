import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../virtual-phone/adbd/command-line.ts';
import { Handset } from '../../../virtual-phone/android/handset.ts';
import { PackageInstaller } from '../../../virtual-phone/android/package-installer.ts';
import { programsOf } from '../../../virtual-phone/android/programs.ts';
import type { ApkFacts } from '../../../virtual-phone/apk/apk-facts.ts';
import { ApkInspector } from '../../../virtual-phone/apk/apk-inspector.ts';

const APP = 'app.example';
const PERMISSIONS = ['android.permission.SEND_SMS', 'android.permission.INTERNET'];

/** An APK here is its version code in digits; other bytes are none. */
function setup() {
  const handset = new Handset({
    serialNumber: 'X1',
    manufacturer: 'Maker',
    model: 'Phone',
    android: 34,
    sims: [],
    clock: { wall: () => 0, elapsed: () => 0, bootId: () => 'boot' },
  });
  const heard: string[] = [];
  handset.appCode.set(APP, {
    services: { '.Work': () => void heard.push('service') },
    forceStop: () => heard.push('killed'),
    installed: ({ versionCode }, change) => void heard.push(`${change} ${versionCode}`),
    removeData: () => void heard.push('data removed'),
  });
  const inspector = new ApkInspector((apk) => {
    const versionCode = Number(apk.toString());
    if (Number.isNaN(versionCode)) return Promise.resolve({ kind: 'unreadable' });
    const facts: ApkFacts = {
      packageName: APP,
      versionCode,
      versionName: `1.${versionCode}`,
      minSdk: 26,
      targetSdk: 35,
      permissions: PERMISSIONS,
    };
    return Promise.resolve({ kind: 'signed', facts, signer: { sha256: 'aa', hash: 'a' } });
  });
  const programs = programsOf(handset, undefined, new PackageInstaller(handset, inspector));
  const sh = async (line: string, stdin = '') => {
    const input = new PassThrough();
    input.end(stdin);
    const context = { stdin: input, signal: new AbortController().signal };
    const { stdout, stderr, code } = await runCommandLine(line, programs, context);
    return { stdout: stdout.toString(), stderr, code };
  };
  return { handset, heard, sh, install: (apk: string) => sh(`pm install -r -S ${apk.length}`, apk) };
}

describe('pm install', () => {
  it('takes an APK through a session that was opened, written and committed', async () => {
    const { handset, sh } = setup();
    const [, id = ''] = /\[(\d+)\]/.exec((await sh('pm install-create -r -g -S 2')).stdout) ?? [];
    expect(await sh(`pm install-write -S 2 ${id} base.apk -`, '12')).toMatchObject({
      stdout: 'Success: streamed 2 bytes\n',
    });
    expect(handset.packages.has(APP)).toBe(false);
    expect((await sh(`cmd package install-commit ${id}`)).stdout).toBe('Success\n');
    expect(handset.packages.get(APP)?.apk.versionCode).toBe(12);
    expect(handset.grants).toEqual(new Set([`${APP} android.permission.SEND_SMS`]));
    expect((await sh(`pm install-commit ${id}`)).code).toBe(255);
  });

  it('forgets an abandoned session', async () => {
    const { sh } = setup();
    const [, id = ''] = /\[(\d+)\]/.exec((await sh('pm install-create')).stdout) ?? [];
    expect((await sh(`pm install-abandon ${id}`)).stdout).toBe('Success\n');
    expect((await sh(`pm install-write -S 2 ${id} base.apk -`, '12')).stderr).toContain('SecurityException');
  });

  it('reads no more than the announced size', async () => {
    const { handset, sh } = setup();
    await sh('pm install -S 1', '123');
    expect(handset.packages.get(APP)?.apk.versionCode).toBe(1);
  });

  it('wants a size or a file, and the file must be there', async () => {
    const { handset, sh } = setup();
    expect((await sh('pm install -r')).stderr).toContain('must either specify a package size or an APK file');
    expect((await sh('pm install /data/local/tmp/x.apk')).stderr).toContain("Can't open file");
    handset.files.write('/data/local/tmp/x.apk', Buffer.from('3'));
    expect((await sh('pm install /data/local/tmp/x.apk')).stdout).toBe('Success\n');
  });

  it('tells the app of its first install and of updates, and whether it was stopped by then', async () => {
    const { heard, sh, install } = setup();
    await install('1');
    await install('2');
    await sh(`am start-foreground-service -n ${APP}/.Work`);
    await install('3');
    expect(heard).toEqual(['first 1', 'update_of_stopped 2', 'service', 'update 3']);
  });

  it('keeps the old version when both do not fit, and gives the room back on uninstall', async () => {
    const { handset, sh, install } = setup();
    const room = handset.files.freeBytes;
    await install('10');
    handset.files.freeBytes = 1;
    expect((await install('11')).stderr).toContain('not enough space');
    handset.files.write('/sdcard/new.apk', Buffer.from('9'));
    expect(handset.packages.get(APP)?.apk.versionCode).toBe(10);
    handset.files.remove('/sdcard/new.apk');
    handset.files.freeBytes = room - 2;
    await sh(`pm uninstall ${APP}`);
    expect(handset.files.freeBytes).toBe(room);
  });
});

describe('pm uninstall and pm clear', () => {
  it('take data, grants and exemptions with the app', async () => {
    const { handset, heard, sh, install } = setup();
    await install('1');
    await sh(`pm grant ${APP} android.permission.SEND_SMS; dumpsys deviceidle whitelist +${APP}`);
    await sh(`appops set ${APP} RUN_ANY_IN_BACKGROUND allow; am set-standby-bucket ${APP} rare`);
    expect((await sh(`pm uninstall ${APP}`)).stdout).toBe('Success\n');
    expect(heard.at(-1)).toBe('data removed');
    const { grants, batteryWhitelist, appOps, standbyBuckets, stoppedApps } = handset;
    const left = [grants, batteryWhitelist, appOps, standbyBuckets, stoppedApps];
    expect(left.map(({ size }) => size)).toEqual([0, 0, 0, 0, 0]);
  });

  it('leave the data with -k', async () => {
    const { heard, sh, install } = setup();
    await install('1');
    await sh(`pm uninstall -k ${APP}`);
    expect(heard).not.toContain('data removed');
  });

  it('clear data and grants, and leave the app', async () => {
    const { handset, heard, sh, install } = setup();
    await install('1');
    await sh(`pm grant ${APP} android.permission.SEND_SMS`);
    expect((await sh(`pm clear ${APP}`)).stdout).toBe('Success\n');
    expect([handset.grants.size, heard.at(-1), handset.packages.has(APP)]).toEqual([0, 'data removed', true]);
    expect(await sh('pm clear app.nobody')).toMatchObject({ stdout: 'Failed\n', code: 1 });
  });
});

describe('the background rules of an app', () => {
  it('are read back as they were set', async () => {
    const { sh, install } = setup();
    await install('1');
    expect((await sh(`am get-standby-bucket ${APP}`)).stdout).toBe('10\n');
    await sh(`am set-standby-bucket ${APP} rare`);
    expect((await sh(`am get-standby-bucket ${APP}`)).stdout).toBe('40\n');
    await sh(`cmd deviceidle whitelist +${APP}`);
    expect((await sh(`am get-standby-bucket ${APP}`)).stdout).toBe('5\n');
    const operation = `cmd appops get ${APP} RUN_ANY_IN_BACKGROUND`;
    expect((await sh(operation)).stdout).toBe('No operations.\nDefault mode: allow\n');
    await sh(`cmd appops set ${APP} RUN_ANY_IN_BACKGROUND ignore`);
    expect((await sh(operation)).stdout).toBe('RUN_ANY_IN_BACKGROUND: ignore\n');
    await sh(`appops set ${APP} RUN_ANY_IN_BACKGROUND default`);
    expect((await sh(`appops get ${APP}`)).stdout).toBe('No operations.\n');
  });

  it('refuse what Android does not know', async () => {
    const { sh, install } = setup();
    await install('1');
    expect((await sh(`am set-standby-bucket ${APP} sometimes`)).code).toBe(255);
    expect((await sh(`appops set ${APP} RUN_ANY_IN_BACKGROUND perhaps`)).code).toBe(255);
    expect((await sh('appops get app.nobody')).stderr).toContain('No UID for app.nobody');
  });
});
