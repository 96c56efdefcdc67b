/**
 * The APK that the build left in resources/relay/, read with the tools that built it: aapt2 for what the package says of
 * itself, apksig for its signatures.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const target = join(root, 'relay-apk', 'target');

export const relayFolder = join(root, 'resources', 'relay');
export const apkPath = join(relayFolder, 'relaydesk-relay.apk');

/** An element of a binary XML; attributes by their names without namespace. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
}

interface OpenElement extends XmlElement {
  readonly depth: number;
  readonly attributes: Map<string, string>;
  readonly children: OpenElement[];
}

/** @param args of `aapt2 dump`, the APK left out */
export async function dump(...args: string[]): Promise<string> {
  return (await run(join(target, 'aapt2'), ['dump', ...args, apkPath])).stdout;
}

/** One of the APK's XML files, by its path in the APK. */
export async function readXml(file: string): Promise<XmlElement> {
  const top: OpenElement = { name: '', depth: -1, attributes: new Map(), children: [] };
  const open = [top];
  for (const line of (await dump('xmltree', '--file', file)).split('\n')) {
    const element = /^( *)E: (\S+)/.exec(line);
    if (element !== null) {
      const [, indent = '', name = ''] = element;
      while ((open.at(-1)?.depth ?? -1) >= indent.length) open.pop();
      const made: OpenElement = { name, depth: indent.length, attributes: new Map(), children: [] };
      open.at(-1)?.children.push(made);
      open.push(made);
      continue;
    }
    const attribute = /^ *A: (?:\S*\/android:)?([\w]+)(?:\(0x[0-9a-f]+\))?=(?:"([^"]*)"|(\S+))/.exec(line);
    if (attribute !== null)
      open.at(-1)?.attributes.set(attribute[1] ?? '', attribute[2] ?? attribute[3] ?? '');
  }
  const [document] = top.children;
  if (document === undefined) throw new Error(`${file} is empty`);
  return document;
}

/** Every element of a name, at any depth. */
export function findAll(within: XmlElement, name: string): readonly XmlElement[] {
  return within.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...findAll(child, name),
  ]);
}

/** What the build's own verifier, which is that of `apksigner`, says; rejects when it finds fault. */
export async function verifySignatures(apk: string): Promise<string> {
  const classPath = ['r8.jar', 'apksig.jar'].map((name) => join(target, 'tools', name)).join(':');
  const tool = join(root, 'relay-apk', 'build-tool', 'BuildApk.java');
  return (await run('java', ['-cp', classPath, tool, 'verify', apk])).stdout.trim();
}
