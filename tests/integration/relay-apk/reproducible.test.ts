/** The APK is made of its sources alone: not of the folder, the hour or what an earlier build left. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { relayState } from '../../../scripts/build-state.mjs';
import { apkPath } from './built-apk.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

it(
  'comes out the same, byte for byte, when built again in another folder',
  { timeout: 300_000 },
  async () => {
    expect(relayState(), 'the APK is older than its sources: npm run relay:build').toBe('fresh');
    const folder = await mkdtemp(join(tmpdir(), 'relay-apk-again-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await cp(join(root, 'package.json'), join(folder, 'package.json'));
    await cp(join(root, 'relay-apk'), join(folder, 'relay-apk'), {
      recursive: true,
      filter: (path) => path !== join(root, 'relay-apk', 'target'),
    });
    const longAgo = new Date('2001-02-03T04:05:06Z');
    await utimes(join(folder, 'relay-apk', 'src', 'main', 'AndroidManifest.xml'), longAgo, longAgo);
    await promisify(execFile)('mvn', ['-q', '-B', '-f', 'relay-apk/pom.xml', 'package'], { cwd: folder });
    const again = await readFile(join(folder, 'resources', 'relay', 'relaydesk-relay.apk'));
    expect(again.equals(await readFile(apkPath))).toBe(true);
  },
);
