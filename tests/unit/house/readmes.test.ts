/** What the READMEs say of files is so: what they name exists, and a table of files misses none. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
/** Made by builds and tools, not ours, or of one machine. */
const NOT_OURS = new Set([
  'node_modules',
  'out',
  'dist',
  'coverage',
  'target',
  'test-results',
  '.data',
  '.git',
  '.vite',
]);
const SOURCE = /\.(ts|tsx|mjs|java)$/;

/** All files below a folder, relative to the root and with `/`. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return [];
    const name = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(name) : [name];
  });
}

const FILES = filesBelow('.');
const FOLDERS = new Set(FILES.flatMap((file) => ancestorsOf(file)));
const NAMES = new Set(FILES.map((file) => path.posix.basename(file)));
/** Where a path in a README may begin, besides its own folder. */
const STARTS = ['.', 'electron', 'electron/gateway', 'electron/shared', 'tests'];

function ancestorsOf(file: string): readonly string[] {
  const above = path.posix.dirname(file);
  return above === '.' ? [] : [above, ...ancestorsOf(above)];
}

/** `*` stands for any letters of one name. */
const patternOf = (text: string): RegExp =>
  new RegExp(`^${text.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}$`);

function existsBelow(start: string, name: string): boolean {
  const full = path.posix.join(start, name.replace(/\/$/, ''));
  if (!full.includes('*')) return FOLDERS.has(full) || FILES.includes(full);
  const pattern = patternOf(full);
  return FILES.some((file) => pattern.test(file)) || [...FOLDERS].some((folder) => pattern.test(folder));
}

const quotedIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`\s]+)`/g)].map(([, token]) => String(token));

/** The rows of the tables whose head says that they are of files. */
function fileRowsOf(text: string): readonly string[] {
  const tables = text.split(/\n(?!\|)/).filter((block) => /^\|\s*(folder or )?file/m.test(block));
  return tables.flatMap((table) => table.split('\n').filter((line) => line.startsWith('|')));
}

const readmes = FILES.filter((file) => path.posix.basename(file) === 'README.md').map((file) => {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  return { file, folder: path.posix.dirname(file), text, rows: fileRowsOf(text) };
});

describe('a README', () => {
  it.each(readmes)('names no file that is not there: $file', ({ folder, text, rows }) => {
    const links = [...text.matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)].map(([, target]) => String(target));
    const isThere = (name: string): boolean =>
      [folder, ...(name.includes('/') ? STARTS : [])].some((start) => existsBelow(start, name));
    const own = rows
      .flatMap((row) => quotedIn(row.split('|')[1] ?? ''))
      .filter((name) => /[/*]|\.\w+$/.test(name) && !isThere(name));
    const lost = quotedIn(text).filter(
      (name) => SOURCE.test(name) && !/[*…<{]/.test(name) && !isThere(name) && !NAMES.has(name),
    );
    const dead = links.filter((name) => !existsBelow(folder, name));
    expect([...own, ...lost, ...dead]).toEqual([]);
  });

  const withTable = readmes.filter(({ rows }) =>
    rows.some((row) => quotedIn(row).some((name) => SOURCE.test(name))),
  );
  it.each(withTable)('with a table of files misses none: $file', ({ folder, rows }) => {
    const here = FILES.filter((file) => path.posix.dirname(file) === folder && SOURCE.test(file));
    const patterns = rows.flatMap(quotedIn).map(patternOf);
    const missed = here
      .map((file) => path.posix.basename(file))
      .filter((name) => !patterns.some((pattern) => pattern.test(name)));
    expect(missed).toEqual([]);
  });
});
