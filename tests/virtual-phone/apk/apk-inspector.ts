/** Judges APKs by Android's own tools, once for each file: a hundred phones must not start a hundred JVMs. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type ApkFacts, type ApkSigner, parseBadging } from './apk-facts.ts';
import { aapt2, apkSignature } from './apk-tools.ts';

export type ApkVerdict =
  | { readonly kind: 'signed'; readonly facts: ApkFacts; readonly signer: ApkSigner }
  /** It can be read, but no signature holds for it. */
  | { readonly kind: 'unsigned'; readonly facts: ApkFacts; readonly why: string }
  /** Not an APK at all, or half of one. */
  | { readonly kind: 'unreadable' };

export class ApkInspector {
  /** By the SHA-256 of the file. */
  readonly #verdicts = new Map<string, Promise<ApkVerdict>>();

  readonly #judge: (apk: Buffer) => Promise<ApkVerdict>;

  constructor(judge: (apk: Buffer) => Promise<ApkVerdict> = judgeByTools) {
    this.#judge = judge;
  }

  /** Rejects only when the tools themselves do not run; that is asked again the next time. */
  inspect(apk: Buffer): Promise<ApkVerdict> {
    const sha256 = createHash('sha256').update(apk).digest('hex');
    const known = this.#verdicts.get(sha256);
    if (known !== undefined) return known;
    const verdict = this.#judge(apk);
    this.#verdicts.set(sha256, verdict);
    verdict.catch(() => this.#verdicts.delete(sha256));
    return verdict;
  }
}

async function judgeByTools(apk: Buffer): Promise<ApkVerdict> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-apk-'));
  try {
    const file = path.join(directory, 'base.apk');
    await writeFile(file, apk);
    const badging = await aapt2('dump', 'badging', file);
    const facts = badging.code === 0 ? parseBadging(badging.stdout) : null;
    if (facts === null) return { kind: 'unreadable' };
    const signature = await apkSignature('verify', file);
    const [, sha256, hash] = /^signed (\S+) (\S+)$/m.exec(signature.stdout) ?? [];
    if (sha256 !== undefined && hash !== undefined)
      return { kind: 'signed', facts, signer: { sha256, hash } };
    const [, why] = /^refused (.*)$/m.exec(signature.stdout) ?? [];
    if (why !== undefined) return { kind: 'unsigned', facts, why };
    throw new Error(`the signature could not be checked: ${signature.stderr}`);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

let shared: ApkInspector | undefined;

/** The inspector of this process, for all its phones. */
export function apkInspector(): ApkInspector {
  shared ??= new ApkInspector();
  return shared;
}
