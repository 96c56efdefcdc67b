import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../virtual-phone/adbd/command-line.ts';
import { formatBundle } from '../../../virtual-phone/android/content-command.ts';
import { Handset } from '../../../virtual-phone/android/handset.ts';
import { programsOf } from '../../../virtual-phone/android/programs.ts';

function setup() {
  const handset = new Handset({
    serialNumber: 'X1',
    manufacturer: 'Maker',
    model: 'Phone',
    android: 34,
    sims: [],
    clock: { wall: () => 0, elapsed: () => 0, bootId: () => 'boot' },
  });
  const calls: unknown[] = [];
  handset.packages.set('app.example', {
    apk: {
      packageName: 'app.example',
      versionCode: 7,
      versionName: '1.2',
      minSdk: 26,
      targetSdk: 35,
      permissions: [],
    },
    signer: { sha256: '00', hash: '0' },
    path: '/data/app/base.apk',
    providers: {
      'app.example.shell': (method, extras) => {
        calls.push([method, Object.fromEntries(extras)]);
        return method === 'nothing' ? null : { ok: true };
      },
    },
  });
  const sh = async (line: string) => {
    const context = { stdin: new PassThrough(), signal: new AbortController().signal };
    const { stdout, stderr, code } = await runCommandLine(line, programsOf(handset), context);
    return { stdout: stdout.toString(), stderr, code };
  };
  return { handset, calls, sh };
}

describe('content call', () => {
  it('hands typed extras to the provider and prints its bundle', async () => {
    const { calls, sh } = setup();
    const line =
      'content call --uri content://app.example.shell --method pair --extra code:s:a:b --extra port:i:8643 --extra on:b:true';
    expect(await sh(line)).toEqual({ stdout: 'Result: Bundle[{ok=true}]\n', stderr: '', code: 0 });
    expect(calls).toEqual([['pair', { code: 'a:b', port: 8643, on: true }]]);
  });

  it('prints null for a provider that answers nothing', async () => {
    const { sh } = setup();
    const { stdout } = await sh('content call --uri content://app.example.shell --method nothing');
    expect(stdout).toBe('Result: null\n');
  });

  it('exits with 0 even when there is no such provider; only stderr says so', async () => {
    const { sh } = setup();
    const { stdout, stderr, code } = await sh('content call --uri content://nobody --method x');
    expect([stdout, code]).toEqual(['', 0]);
    expect(stderr).toMatch(
      /^Error while accessing provider:nobody\njava\.lang\.IllegalStateException: Could not find provider: nobody\n\tat /,
    );
  });

  it('prints bundles in the order of Java hashes: reason comes before ok', () => {
    expect(formatBundle({ ok: false, reason: 'bad_code' })).toBe('Bundle[{reason=bad_code, ok=false}]');
  });
});

describe('programs of a phone', () => {
  it('answer pm path with exit code 1 and silence when the app is not there', async () => {
    const { sh } = setup();
    expect(await sh('pm path app.example')).toMatchObject({
      stdout: 'package:/data/app/base.apk\n',
      code: 0,
    });
    expect(await sh('pm path app.other')).toEqual({ stdout: '', stderr: '', code: 1 });
  });

  it('read back what was set', async () => {
    const { sh } = setup();
    expect((await sh('settings get global some_key')).stdout).toBe('null\n');
    await sh('settings put global some_key 12');
    expect((await sh('settings get global some_key')).stdout).toBe('12\n');
    await sh('dumpsys deviceidle whitelist +app.example');
    expect((await sh('cmd deviceidle whitelist')).stdout).toContain('app.example');
  });

  it('tell that no SIM is in', async () => {
    const { handset, sh } = setup();
    expect((await sh('getprop gsm.sim.state')).stdout).toBe('ABSENT,ABSENT\n');
    handset.sims = [{ slot: 1, carrier: 'Ncell', mcc_mnc: '42902' }];
    expect((await sh('getprop gsm.sim.state')).stdout).toBe('LOADED,ABSENT\n');
    expect((await sh('getprop gsm.operator.alpha')).stdout).toBe('Ncell,\n');
  });
});
