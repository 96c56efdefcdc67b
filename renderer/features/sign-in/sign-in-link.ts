/** The secret in a sign-in link or its hash; null when there is none. */
export function secretOf(text: string): string | null {
  return /#?\/?sign-in\?secret=([A-Za-z0-9_-]{16,128})/.exec(text)?.[1] ?? null;
}
