import { describe, expect, it } from 'vitest';
import { parseBadging } from '../../../virtual-phone/apk/apk-facts.ts';

/** Cut from aapt2 2.19, the relay's own APK. */
const BADGING = `package: name='app.relaydesk.relay' versionCode='1000' versionName='0.1.0' platformBuildVersionName='6.0-2438415' platformBuildVersionCode='23'
minSdkVersion:'26'
targetSdkVersion:'35'
uses-permission: name='android.permission.SEND_SMS'
uses-permission: name='android.permission.INTERNET'
application-label:'RelayDesk relay'
  uses-feature: name='android.hardware.telephony'
`;

describe('parseBadging', () => {
  it('reads package, versions, API levels and permissions', () => {
    expect(parseBadging(BADGING)).toEqual({
      packageName: 'app.relaydesk.relay',
      versionCode: 1000,
      versionName: '0.1.0',
      minSdk: 26,
      targetSdk: 35,
      permissions: ['android.permission.SEND_SMS', 'android.permission.INTERNET'],
    });
  });

  it('reads the older name of the lowest API level, and takes it for the target where none is named', () => {
    const older = BADGING.replace('minSdkVersion', 'sdkVersion').replace(/^targetSdkVersion.*\n/m, '');
    expect(parseBadging(older)).toMatchObject({ minSdk: 26, targetSdk: 26 });
  });

  it('is null for what is no badging', () => {
    expect(parseBadging('error: failed opening zip: Invalid file.\n')).toBeNull();
  });
});
