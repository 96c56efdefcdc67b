import { describe, expect, it } from 'vitest';
import { type InstallCase, installRefusal } from '../../../virtual-phone/android/install-rules.ts';
import type { ApkFacts } from '../../../virtual-phone/apk/apk-facts.ts';
import type { ApkVerdict } from '../../../virtual-phone/apk/apk-inspector.ts';

const FACTS: ApkFacts = {
  packageName: 'app.example',
  versionCode: 5,
  versionName: '5',
  minSdk: 26,
  targetSdk: 35,
  permissions: [],
};
const OURS = { sha256: 'aa', hash: 'a' };
const OTHER = { sha256: 'bb', hash: 'b' };

const signed = (facts: Partial<ApkFacts> = {}, signer = OURS): ApkVerdict => ({
  kind: 'signed',
  facts: { ...FACTS, ...facts },
  signer,
});

const about = (change: Partial<InstallCase> = {}): InstallCase => ({
  android: 34,
  installed: { apk: FACTS, signer: OURS },
  replaces: true,
  stagedPath: '/data/app/vmdl1.tmp/base.apk',
  ...change,
});

const REFUSED: readonly (readonly [title: string, verdict: ApkVerdict, about: InstallCase, code: string])[] =
  [
    ['what is no APK', { kind: 'unreadable' }, about(), 'INSTALL_PARSE_FAILED_NOT_APK'],
    [
      'a signature that does not hold',
      { kind: 'unsigned', facts: FACTS, why: '[digest mismatch]' },
      about(),
      'INSTALL_PARSE_FAILED_NO_CERTIFICATES',
    ],
    ['a lower version', signed({ versionCode: 4 }), about(), 'INSTALL_FAILED_VERSION_DOWNGRADE'],
    [
      'a lower version of another signer as a downgrade',
      signed({ versionCode: 4 }, OTHER),
      about(),
      'INSTALL_FAILED_VERSION_DOWNGRADE',
    ],
    ['another signer', signed({}, OTHER), about(), 'INSTALL_FAILED_UPDATE_INCOMPATIBLE'],
    ['what needs a newer Android', signed({ minSdk: 35 }), about(), 'INSTALL_FAILED_OLDER_SDK'],
    [
      'what was made for Android 5',
      signed({ targetSdk: 22 }),
      about(),
      'INSTALL_FAILED_DEPRECATED_SDK_VERSION',
    ],
    [
      'a second install without -r on Android 8',
      signed(),
      about({ android: 27, replaces: false }),
      'INSTALL_FAILED_ALREADY_EXISTS',
    ],
  ];

const TAKEN: readonly (readonly [title: string, verdict: ApkVerdict, about: InstallCase])[] = [
  ['the same version again', signed(), about()],
  ['a newer version', signed({ versionCode: 6 }), about()],
  ['any signer while it is not there', signed({}, OTHER), about({ installed: undefined })],
  ['a second install without -r on Android 9', signed(), about({ android: 28, replaces: false })],
  ['what was made for Android 5 on Android 13', signed({ targetSdk: 22 }), about({ android: 33 })],
];

describe('installRefusal', () => {
  it.each(REFUSED)('refuses %s', (_title, verdict, given, code) => {
    expect(installRefusal(verdict, given)).toMatch(new RegExp(`^${code}: `));
  });

  it.each(TAKEN)('takes %s', (_title, verdict, given) => {
    expect(installRefusal(verdict, given)).toBeNull();
  });

  it('names another signer in the words of the Android that refuses', () => {
    const other = signed({}, OTHER);
    expect(installRefusal(other, about({ android: 30 }))).toContain('previously installed version');
    expect(installRefusal(other, about({ android: 31 }))).toContain('newer version');
  });

  it('keeps brackets out of the text that adb reads between brackets', () => {
    const unsigned: ApkVerdict = { kind: 'unsigned', facts: FACTS, why: '[one, [two]]' };
    expect(installRefusal(unsigned, about())).not.toMatch(/[[\]]/);
  });
});
