import { describe, expect, it } from 'vitest';
import { appOf, phoneUnderTest, provisionIt, stepOf } from './phone-under-test.ts';

const OTHER_SIGNER = 'INSTALL_FAILED_UPDATE_INCOMPATIBLE: signatures do not match newer version; ignoring!';
const installsOf = (services: readonly string[]): number =>
  services.filter((service) => service.startsWith('abb_exec:package\0install')).length;
const ours = appOf(3);
const sameAsOurs = { versionCode: 3, sha256: ours.sha256 };

describe('provisioning a phone', () => {
  it('brings a phone without the relay to "can send", step by step', async () => {
    const phone = phoneUnderTest();
    const run = await provisionIt(phone);
    expect(run.state).toBe('done');
    expect(run.steps.map(({ name, state }) => [name, state])).toEqual([
      ['find', 'done'],
      ['check', 'done'],
      ['install', 'done'],
      ['grant', 'done'],
      ['link', 'done'],
      ['verify', 'done'],
    ]);
    expect(stepOf(run, 'install').message).toBe('The relay app 0.3.0 was installed.');
    expect(stepOf(run, 'grant')).toMatchObject({ message: 'All permissions are granted.', fix: null });
    expect(phone.app).toEqual(sameAsOurs);
    expect([...phone.granted].sort()).toEqual([
      'POST_NOTIFICATIONS',
      'READ_PHONE_NUMBERS',
      'READ_PHONE_STATE',
      'READ_SMS',
      'RECEIVE_SMS',
      'SEND_SMS',
    ]);
    expect(phone.isWhitelisted).toBe(true);
  });

  it('tells how many bytes are on their way', async () => {
    const { progress } = await provisionIt(phoneUnderTest());
    expect(progress).toEqual(
      expect.arrayContaining([
        'Sending the relay app: 0 of 3 KB.',
        'Sending the relay app: 2 of 3 KB.',
        'The phone installs the relay app; it may ask you.',
      ]),
    );
  });

  it('leaves an app that is ours alone, and grants nothing twice', async () => {
    const phone = phoneUnderTest({ app: sameAsOurs });
    await provisionIt(phone);
    phone.services.length = 0;
    const run = await provisionIt(phone);
    expect(run.state).toBe('done');
    expect(stepOf(run, 'install').state).toBe('skipped');
    expect(installsOf(phone.services)).toBe(0);
    expect(phone.services.filter((service) => service.includes('pm grant'))).toEqual([]);
  });

  it('updates an older one', async () => {
    const phone = phoneUnderTest({ app: { versionCode: 2, sha256: 'a'.repeat(64) } });
    const run = await provisionIt(phone);
    expect(run.state).toBe('done');
    expect(stepOf(run, 'install').message).toBe('The relay app was updated to 0.3.0.');
    expect(phone.services.some((service) => service.includes('uninstall'))).toBe(false);
  });

  it('refuses to go back to an older one', async () => {
    const phone = phoneUnderTest({ app: { versionCode: 9, sha256: 'a'.repeat(64) } });
    const run = await provisionIt(phone, { mayReplace: true });
    expect(run.state).toBe('failed');
    expect(stepOf(run, 'install').message).toContain('(0.9.0) is newer than the one of this program (0.3.0)');
    expect(installsOf(phone.services)).toBe(0);
    expect(stepOf(run, 'link').state).toBe('waiting');
  });

  it('pairs a phone that has the app when the program has none, and says so when neither has', async () => {
    const missing = () => Promise.resolve({ kind: 'missing' } as const);
    expect((await provisionIt(phoneUnderTest({ app: sameAsOurs }), { relayApp: missing })).state).toBe(
      'done',
    );
    const run = await provisionIt(phoneUnderTest(), { relayApp: missing });
    expect(run.state).toBe('failed');
    expect(stepOf(run, 'install').message).toBe('This program was built without the relay app.');
    const damaged = () => Promise.resolve({ kind: 'damaged', reason: 'half' } as const);
    const broken = await provisionIt(phoneUnderTest(), { relayApp: damaged });
    expect(stepOf(broken, 'install').message).toBe('The relay app in this program is damaged.');
  });

  it('does not believe a phone that says Success without installing', async () => {
    const run = await provisionIt(phoneUnderTest({ isLying: true }));
    expect(run.state).toBe('failed');
    expect(stepOf(run, 'install').message).toContain('it is not there');
  });

  it('makes an odd answer one printable line', async () => {
    const run = await provisionIt(phoneUnderTest({ isLying: true, installFailure: () => '\u001b[31m\nred' }));
    expect(run.state).toBe('failed');
    expect(stepOf(run, 'install').message).not.toMatch(/\p{Cc}/u);
  });
});

describe('a relay app of another signer', () => {
  const setup = (more: { readonly uninstallFailure?: string } = {}) =>
    phoneUnderTest({
      app: { versionCode: 3, sha256: 'f'.repeat(64) },
      installFailure: (phone) => (phone.app === null ? null : OTHER_SIGNER),
      ...more,
    });

  it('is not removed without a yes; the step offers it', async () => {
    const phone = setup();
    const run = await provisionIt(phone);
    expect(run.state).toBe('needs_you');
    expect(stepOf(run, 'install')).toMatchObject({ state: 'needs_you', offers: 'replace' });
    expect(phone.app?.sha256).toBe('f'.repeat(64));
    expect(phone.services.some((service) => service.includes('uninstall'))).toBe(false);
  });

  it('is removed after a yes, and ours is installed', async () => {
    const phone = setup();
    const run = await provisionIt(phone, { mayReplace: true });
    expect(run.state).toBe('done');
    expect(phone.app).toEqual(sameAsOurs);
    expect(stepOf(run, 'install')).toMatchObject({
      offers: null,
      message: 'The relay app 0.3.0 was installed.',
    });
  });

  it('that may not be removed is told with who can', async () => {
    const run = await provisionIt(setup({ uninstallFailure: 'DELETE_FAILED_DEVICE_POLICY_MANAGER' }), {
      mayReplace: true,
    });
    expect(stepOf(run, 'install')).toMatchObject({
      state: 'needs_you',
      message: 'A rule on the phone forbids it.',
      offers: null,
    });
  });
});

describe('a phone that refuses permissions', () => {
  const SECURITY =
    'java.lang.SecurityException: grantRuntimePermission: Neither user 2000 nor current process has';

  it.each([
    ['Xiaomi', 'USB debugging (Security settings)'],
    ['realme', 'Disable permission monitoring'],
    ['samsung', 'Settings → Apps'],
  ])('needs a person, who is told the switch of a %s', async (manufacturer, words) => {
    const phone = phoneUnderTest({
      grantRefusal: () => SECURITY,
      properties: { 'ro.product.manufacturer': manufacturer },
    });
    const run = await provisionIt(phone);
    expect(run.state).toBe('needs_you');
    const step = stepOf(run, 'grant');
    expect(step.message).toContain('SEND_SMS, RECEIVE_SMS');
    expect(step.fix).toContain(words);
    expect(stepOf(run, 'link').state).toBe('waiting');
  });

  it('is found out when it refuses in silence', async () => {
    const run = await provisionIt(
      phoneUnderTest({ grantRefusal: (name) => (name === 'SEND_SMS' ? '' : null) }),
    );
    expect(stepOf(run, 'grant').message).toBe('The phone did not grant: SEND_SMS.');
  });

  it('goes on without a permission that sending does not need, and names it', async () => {
    const run = await provisionIt(
      phoneUnderTest({ grantRefusal: (name) => (name === 'READ_SMS' ? SECURITY : null) }),
    );
    expect(run.state).toBe('done');
    expect(stepOf(run, 'grant')).toMatchObject({
      state: 'done',
      message: 'The relay app can send, but the phone did not grant: READ_SMS.',
    });
  });

  it('goes by its complaint where it tells nothing of the app', async () => {
    const silent = { 'dumpsys package': "Can't find service: package\n" };
    const refused = await provisionIt(phoneUnderTest({ answers: silent, grantRefusal: () => SECURITY }));
    expect(refused.state).toBe('needs_you');
    expect((await provisionIt(phoneUnderTest({ answers: silent }))).state).toBe('done');
  });

  it('goes on where the battery whitelist is refused, with the fix', async () => {
    const run = await provisionIt(
      phoneUnderTest({ answers: { 'dumpsys deviceidle whitelist': 'system,com.android.shell,2000\n' } }),
    );
    expect(run.state).toBe('done');
    expect(stepOf(run, 'grant')).toMatchObject({
      message: 'All permissions are granted, but the phone may put the relay app to sleep.',
      fix: 'On the phone, allow RelayDesk Relay to use the battery without restriction.',
    });
  });

  it('asks an old Android for nothing that it does not know', async () => {
    const phone = phoneUnderTest({ properties: { 'ro.build.version.sdk': '26' } });
    expect((await provisionIt(phone)).state).toBe('done');
    const asked = phone.services.join('\n');
    expect(asked).not.toMatch(/POST_NOTIFICATIONS|standby-bucket|appops/);
  });
});

describe('a run that is cut off', () => {
  // Nothing on the phone, an older app, and one of another signer that may go.
  const starts = [
    { title: 'a fresh phone', options: {}, calls: 20 },
    { title: 'an older relay', options: { app: { versionCode: 1, sha256: 'c'.repeat(64) } }, calls: 20 },
    {
      title: 'a relay of another signer',
      options: { app: { versionCode: 3, sha256: 'f'.repeat(64) } },
      calls: 20,
    },
  ];
  const failing = (phone: { readonly app: { readonly sha256: string } | null }) =>
    phone.app?.sha256 === 'f'.repeat(64) ? OTHER_SIGNER : null;

  it.each(starts)('at any call to $title is repaired by the next', async ({ options, calls }) => {
    for (const isObeyed of [false, true]) {
      let cuts = 0;
      for (let atCall = 0; ; atCall += 1) {
        const phone = phoneUnderTest({ ...options, installFailure: failing, cut: { atCall, isObeyed } });
        const cut = await provisionIt(phone, { mayReplace: true });
        // Past the last call nothing is cut.
        if (phone.services.length <= atCall) break;
        cuts += 1;
        // What a cut leaves undone without ending the run is only the file of a push, which this phone has none of.
        expect(cut.state, `cut at ${phone.services[atCall] ?? ''}`).not.toBe('done');
        expect(cut.openCodes).toBe(0);
        expect(cut.steps.every((step) => step.state !== 'running')).toBe(true);
        const next = await provisionIt(phone, { mayReplace: true });
        expect(next.state, `after a cut at ${phone.services[atCall] ?? ''}`).toBe('done');
        expect(phone.app).toEqual(sameAsOurs);
        expect(phone.granted.size).toBe(6);
      }
      expect(cuts).toBeGreaterThan(calls);
    }
  });
});
