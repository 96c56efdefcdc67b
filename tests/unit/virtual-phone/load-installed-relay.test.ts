import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadInstalledRelay } from '../../virtual-phone/load-installed-relay.ts';
import { createRadio } from '../../virtual-phone/radio/radio.ts';
import { createLoadRelay } from '../../virtual-phone/relay/load-relay.ts';
import { DEFAULT_SIM } from '../../virtual-phone/phone.ts';

async function setup() {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-load-'));
  const radio = createRadio({ logPath: path.join(directory, 'radio.jsonl'), script: [], now: () => 0 });
  const versions: (string | null)[] = [];
  const installed = loadInstalledRelay((versionName) => {
    versions.push(versionName);
    return createLoadRelay({
      directory: path.join(directory, 'relay'),
      radio,
      dial: () => Promise.reject(new Error('no network')),
      model: 'Phone',
      android: 34,
      sims: [DEFAULT_SIM],
    });
  });
  onTestFinished(async () => {
    await installed.stop();
    radio.stop();
    await rm(directory, { recursive: true, force: true });
  });
  return { installed, versions, isRunning: () => installed.relay.state.isRunning };
}

describe('the load relay as an installed app', () => {
  it('is of the version of the APK that was installed last', async () => {
    const { installed, versions } = await setup();
    await installed.installed('1.0.0', 'first');
    await installed.installed('1.1.0', 'update_of_stopped');
    installed.dataRemoved();
    expect(versions).toEqual([null, '1.0.0', '1.1.0', '1.1.0']);
  });

  it('does not run after its first install, whatever the phone does, until somebody starts it', async () => {
    const { installed, isRunning } = await setup();
    await installed.installed('1.0.0', 'first');
    await installed.boot();
    expect(isRunning()).toBe(false);
    await installed.startService();
    expect(isRunning()).toBe(true);
  });

  it('comes back by itself after an update and after a boot, but not after a force-stop', async () => {
    const { installed, isRunning } = await setup();
    await installed.installed('1.0.0', 'first');
    await installed.openScreen();
    await installed.installed('1.1.0', 'update');
    expect(isRunning()).toBe(true);
    installed.powerOff();
    await installed.boot();
    expect(isRunning()).toBe(true);
    installed.forceStop();
    await installed.boot();
    expect(isRunning()).toBe(false);
  });
});
