/** The secret in a sign-in link or its hash; null when there is none. */
export function secretOf(text: string): string | null {
  return /#?\/?sign-in\?secret=([A-Za-z0-9_-]{16,128})/.exec(text)?.[1] ?? null;
}

/**
 * Where a gateway keeps its sign-in link unless it was started with a data directory of its own. The browser runs on
 * the gateway's computer, so its user agent tells the system.
 */
export function signInLinkPlace(userAgent: string): string {
  if (userAgent.includes('Windows')) return String.raw`%APPDATA%\RelayDesk\sign-in-link`;
  if (userAgent.includes('Mac OS')) return '~/Library/Application Support/RelayDesk/sign-in-link';
  return '~/.local/share/relaydesk/sign-in-link';
}
