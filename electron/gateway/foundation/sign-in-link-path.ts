import { join } from 'node:path';

/** The file of a data directory that holds the newest sign-in link of a gateway without a desktop. */
export const SIGN_IN_LINK_FILE = 'sign-in-link';

export function signInLinkPathOf(dataDir: string): string {
  return join(dataDir, SIGN_IN_LINK_FILE);
}
