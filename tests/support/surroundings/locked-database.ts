import path from 'node:path';
import { onTestFinished } from 'vitest';
import { openDatabase } from '../../../electron/gateway/storage/database.ts';

/** Another program on this computer opens the file of the gateway and locks it, until it lets go or the test ends. */
export function lockedByAnother(dataDir: string): { letGo(): void } {
  const other = openDatabase(path.join(dataDir, 'relaydesk.db'));
  other.exec('BEGIN EXCLUSIVE');
  const letGo = (): void => {
    if (other.open) other.close();
  };
  onTestFinished(letGo);
  return { letGo };
}
