import { describe, expect, it } from 'vitest';
import {
  parsePackageFacts,
  parseSha256,
  readInstalledPackage,
} from '../../../../../electron/gateway/adb/installed-package.ts';
import { fakeAdbServer } from './fake-adb-server.ts';

const NAME = 'app.relaydesk.relay';

/** In the form of Android 14, shortened. */
const ANDROID_14 = `Activity Resolver Table:
  Non-Data Actions:
      android.intent.action.MAIN:
        3a1b2c4 app.relaydesk.relay/.MainActivity filter 55d1c12

Packages:
  Package [app.relaydesk.relay] (a1b2c3d):
    userId=10234
    pkg=Package{e4f5a6b app.relaydesk.relay}
    codePath=/data/app/~~x==/app.relaydesk.relay-y==
    versionCode=1000 minSdk=26 targetSdk=35
    versionName=0.1.0
    signatures=PackageSignatures{7788990 version:3, signatures:[1a2b3c4d], past signatures:[]}
    requested permissions:
      android.permission.SEND_SMS: restricted=true
    install permissions:
      android.permission.INTERNET: granted=true
    User 0: ceDataInode=4711 installed=true hidden=false suspended=false stopped=true enabled=0
      gids=[3003]
      runtime permissions:
        android.permission.SEND_SMS: granted=true, flags=[ USER_SENSITIVE_WHEN_GRANTED]
        android.permission.READ_SMS: granted=false, flags=[ RESTRICTION_INSTALLER_EXEMPT]
        com.example.permission.OTHER: granted=true
      disabledComponents:
    User 10: ceDataInode=0 installed=false
      runtime permissions:
        android.permission.READ_SMS: granted=true
        android.permission.READ_PHONE_STATE: granted=true

Hidden system packages:
  Package [app.relaydesk.relay] (fffffff):
    versionCode=7 minSdk=26 targetSdk=35
`;

describe('parsePackageFacts', () => {
  it('reads version and the owner’s permissions, and no other person’s', () => {
    const facts = parsePackageFacts(ANDROID_14, NAME);
    expect(facts).toMatchObject({ versionCode: 1000, versionName: '0.1.0' });
    expect([...(facts?.permissions ?? [])]).toEqual([
      ['SEND_SMS', true],
      ['READ_SMS', false],
    ]);
  });

  it.each([
    '',
    `Unable to find package: ${NAME}\n`,
    'Packages:\n  Package [app.relaydesk.relay.other] (1):\n    versionCode=1',
  ])('does not know the app in %j', (dump) => {
    expect(parsePackageFacts(dump, NAME)).toBeNull();
  });

  it('keeps the first version when a dump tells two', () => {
    const dump = `Packages:\n  Package [${NAME}] (1):\n    versionCode=5\n    versionCode=9\n`;
    expect(parsePackageFacts(dump, NAME)?.versionCode).toBe(5);
  });

  it('takes numbers and names out of all proportion for not told', () => {
    const dump = `Packages:\n  Package [${NAME}] (1):\n    versionCode=99999999999999999999\n    versionName=${'9'.repeat(100)}\n`;
    expect(parsePackageFacts(dump, NAME)).toMatchObject({ versionCode: null, versionName: null });
  });

  it('counts no permission outside the runtime section, and a bounded number in it', () => {
    const many = Array.from(
      { length: 5000 },
      (_, n) => `        android.permission.P${n}: granted=true\n`,
    ).join('');
    const dump = `Packages:\n  Package [${NAME}] (1):\n    requested permissions:\n      android.permission.SEND_SMS: granted=true\n    User 0: installed=true\n      runtime permissions:\n${many}`;
    const permissions = parsePackageFacts(dump, NAME)?.permissions;
    expect(permissions?.size).toBe(200);
    expect(permissions?.has('SEND_SMS')).toBe(false);
  });
});

describe('parseSha256', () => {
  const digest = 'a'.repeat(64);
  it('reads what sha256sum prints', () => {
    expect(parseSha256(`${digest}  /data/app/base.apk\n`)).toBe(digest);
  });
  it.each(['', 'sha256sum: base.apk: Permission denied', `${digest}a`, `x ${digest}`, 'A'.repeat(64)])(
    'takes %j for not told',
    (output) => {
      expect(parseSha256(output)).toBeNull();
    },
  );
});

describe('readInstalledPackage', () => {
  const phone = (answers: Readonly<Record<string, string>>) =>
    fakeAdbServer((service) => {
      const found = Object.entries(answers).find(([start]) => service.startsWith(`shell:${start}`));
      return found?.[1] ?? '';
    });

  it('tells version, permissions and the digest of the APK where it lies', async () => {
    const { server, services } = phone({
      'pm path': 'package:/data/app/~~x==/app.relaydesk.relay-y==/base.apk\r\npackage:/data/app/split.apk\n',
      'dumpsys package': ANDROID_14,
      sha256sum: `${'b'.repeat(64)}  /data/app/~~x==/app.relaydesk.relay-y==/base.apk\n`,
    });
    expect(await readInstalledPackage(server, 'abcd', NAME)).toMatchObject({
      versionCode: 1000,
      apkSha256: 'b'.repeat(64),
    });
    expect(services.at(-1)).toBe(`shell:sha256sum '/data/app/~~x==/app.relaydesk.relay-y==/base.apk'`);
  });

  it('asks nothing more when the owner does not have the app', async () => {
    const { server, services } = phone({ 'dumpsys package': ANDROID_14 });
    expect(await readInstalledPackage(server, 'abcd', NAME)).toBeNull();
    expect(services).toEqual([`shell:pm path ${NAME}`]);
  });

  it('knows that an app is there although the phone tells nothing of it', async () => {
    const { server } = phone({
      'pm path': 'package:/data/app/base.apk\n',
      sha256sum: 'sha256sum: not found\n',
    });
    expect(await readInstalledPackage(server, 'abcd', NAME)).toEqual({
      versionCode: null,
      versionName: null,
      permissions: new Map(),
      apkSha256: null,
    });
  });

  it('hands no path of the phone to its shell as more than one word', async () => {
    const { server, services } = phone({ 'pm path': 'package:/data/$(reboot);x\n' });
    await readInstalledPackage(server, 'abcd', NAME);
    expect(services.at(-1)).toBe(`shell:sha256sum '/data/$(reboot);x'`);
  });
});
