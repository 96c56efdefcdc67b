import { join } from 'node:path';
import { writePrivateFile } from './private-file.ts';

/** In the data directory: that indexes were damaged and made anew, for `relaydesk doctor`, as one JSON object. */
const LAST_REPAIR_FILE = 'last-repair';

/** Keeps when and why indexes were made anew. `at` is in milliseconds since 1970. */
export function recordRepair(dataDir: string, at: number, why: string): void {
  const facts = { at: new Date(at).toISOString(), why };
  writePrivateFile(join(dataDir, LAST_REPAIR_FILE), `${JSON.stringify(facts)}\n`);
}
