import { sentence, type Sentence } from './words/words.ts';

/** The database file that is damaged, and the newest copy beside it, if there is one. */
export interface DamagedFile {
  readonly path: string;
  readonly backup: string | null;
}

/** Which file is damaged, and what to do. */
export function damageSentence({ path, backup }: DamagedFile): Sentence {
  return backup === null
    ? sentence('check.database_damaged', { path })
    : sentence('check.database_damaged_with_backup', { path, backup });
}
