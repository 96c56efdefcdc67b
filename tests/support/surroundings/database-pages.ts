/** Damage to single pages of a database file: an index, a table, the schema, the log. */
import { closeSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { openDatabase } from '../../../electron/gateway/storage/database.ts';

const PAGE_BYTES = 4_096;

/** What a page is for. */
interface PageUse {
  /** Of a table or an index; both as `sqlite_schema` names them. */
  readonly name: string;
  readonly kind: 'leaf' | 'internal';
  /** Counted from 1. */
  readonly page: number;
}

/** Every page of the trees in a database that nobody has open, in their order. */
export function pagesOf(file: string): readonly PageUse[] {
  const db = openDatabase(file);
  try {
    return db
      .prepare<[], PageUse>(
        "SELECT name, pagetype AS kind, pageno AS page FROM dbstat WHERE pagetype IN ('leaf', 'internal') ORDER BY name, path",
      )
      .all();
  } finally {
    db.close();
  }
}

/** The middle one of the pages of that kind. */
export function pageOf(file: string, name: string, kind: PageUse['kind']): number {
  const own = pagesOf(file).filter((use) => use.name === name && use.kind === kind);
  const middle = own[Math.floor(own.length / 2)];
  if (middle === undefined) throw new Error(`${name} has no ${kind} page`);
  return middle.page;
}

/** Overwrites a whole page, or the bytes of it from `from` on. */
export function damagePage(file: string, page: number, from = 0): void {
  overwrite(file, (page - 1) * PAGE_BYTES + from, PAGE_BYTES - from);
}

/** Overwrites 64 bytes in the middle of a file, such as a log. */
export function damageMiddle(file: string): void {
  overwrite(file, Math.floor(statSync(file).size / 2), 64);
}

/** Overwrites bytes of a file, whatever they are. */
export function overwrite(file: string, at: number, bytes: number): void {
  const open = openSync(file, 'r+');
  try {
    writeSync(open, Buffer.alloc(bytes, 7), 0, bytes, at);
  } finally {
    closeSync(open);
  }
}

/** Takes the last row out of a leaf of a table: it is lost, and every page can be read. */
export function loseLastRow(file: string, page: number): void {
  const open = openSync(file, 'r+');
  const count = Buffer.alloc(2);
  const at = (page - 1) * PAGE_BYTES + 3;
  try {
    readSync(open, count, 0, 2, at);
    count.writeUInt16BE(count.readUInt16BE() - 1);
    writeSync(open, count, 0, 2, at);
  } finally {
    closeSync(open);
  }
}
