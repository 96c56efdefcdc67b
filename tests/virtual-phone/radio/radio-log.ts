import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { RadioLogLine } from './radio-types.ts';

/** Reads the lines of a JSONL file; a last line cut short by a crash is left out. */
export function readJsonLines(file: string): unknown[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  lines.pop();
  return lines.map((line): unknown => JSON.parse(line));
}

/** Reads a radio's log from its file, as a judge outside the process does. */
export function readRadioLog(file: string): RadioLogLine[] {
  return readJsonLines(file).map(parseLine);
}

function parseLine(value: unknown): RadioLogLine {
  const read = (name: string): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : null;
  const number = (name: string): number => Number(read(name));
  const text = (name: string): string => String(read(name));
  return {
    submit: number('submit'),
    at: number('at'),
    attempt_id: text('attempt_id'),
    to: text('to'),
    text: text('text'),
    part: number('part'),
    parts: number('parts'),
    sim: number('sim'),
  };
}

/** Takes off a last line that a crash cut short: what follows must not be glued to it. */
function dropCutLine(file: string): void {
  if (!existsSync(file)) return;
  const bytes = readFileSync(file);
  truncateSync(file, bytes.lastIndexOf(10) + 1);
}

/** An append-only file: written before `append` returns (a killed process loses nothing), flushed on `close`. */
export class AppendFile {
  readonly #fd: number;
  #isOpen = true;

  constructor(file: string) {
    mkdirSync(path.dirname(file), { recursive: true });
    dropCutLine(file);
    this.#fd = openSync(file, 'a');
  }

  append(text: string): void {
    if (!this.#isOpen) throw new Error('the radio has stopped');
    writeSync(this.#fd, text);
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    fsyncSync(this.#fd);
    closeSync(this.#fd);
  }
}
