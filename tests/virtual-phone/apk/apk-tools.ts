/** The tools of the Android SDK that the relay's Maven build has fetched: aapt2 and apksig. */
import { execFile } from 'node:child_process';
import path from 'node:path';

const PROJECT = path.resolve(import.meta.dirname, '../../..');
const TARGET = path.join(PROJECT, 'relay-apk/target');
const SIGNATURE_TOOL = path.join(import.meta.dirname, 'ApkSignature.java');
const TOOL_DEADLINE_MS = 60_000;

/** What aapt2 links an APK against: Android's public resources, and the relay's own compiled ones. */
export const BUILD_FILES = {
  framework: path.join(TARGET, 'android-framework.jar'),
  resources: path.join(TARGET, 'resources.zip'),
  manifest: path.join(PROJECT, 'relay-apk/src/main/AndroidManifest.xml'),
  developmentKey: path.join(PROJECT, 'relay-apk/signing/development.p12'),
  relayApk: path.join(PROJECT, 'resources/relay/relaydesk-relay.apk'),
} as const;

export interface ToolAnswer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs aapt2; a tool that is missing rejects, whatever it answers resolves. */
export function aapt2(...args: readonly string[]): Promise<ToolAnswer> {
  return run(path.join(TARGET, process.platform === 'win32' ? 'aapt2.exe' : 'aapt2'), args);
}

/** Runs `ApkSignature.java`: `verify APK`, or `sign IN OUT KEYSTORE PASSWORD`. */
export function apkSignature(...args: readonly string[]): Promise<ToolAnswer> {
  // A start that lasts a second has no time for the second compiler.
  const java = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
  const classPath = ['-cp', path.join(TARGET, 'tools/apksig.jar')];
  return run('java', [...java, ...classPath, SIGNATURE_TOOL, ...args]);
}

/** Runs a program of this machine to its end, or kills it at the deadline. */
export function run(
  program: string,
  args: readonly string[],
  deadlineMs = TOOL_DEADLINE_MS,
): Promise<ToolAnswer> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, [...args], { timeout: deadlineMs }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code === 'string') {
        const hint = 'Build the relay first: npm run relay:build';
        reject(
          new Error(`${path.basename(program)} does not run (${error.code}). ${hint}`, { cause: error }),
        );
      } else resolve({ code: child.exitCode, stdout, stderr });
    });
  });
}
