/** Findings stay beside the targets, so that each is tried again in every run: one file a finding, one input a line. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SEEDS = path.join(import.meta.dirname, 'seeds');

/** The inputs of all findings of a target, oldest file name first. */
export function readKept(target: string): readonly string[] {
  const folder = path.join(SEEDS, target);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) => readFileSync(path.join(folder, file), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => String(JSON.parse(line)));
}

/** Returns the path of the file. */
export function keepFinding(target: string, inputs: readonly string[]): string {
  const folder = path.join(SEEDS, target);
  mkdirSync(folder, { recursive: true });
  const text = inputs.map((input) => `${JSON.stringify(input)}\n`).join('');
  const file = path.join(folder, `${createHash('sha256').update(text).digest('hex').slice(0, 12)}.jsonl`);
  writeFileSync(file, text);
  return file;
}
