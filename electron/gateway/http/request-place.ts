/** Where a request goes, read from its target as the router reads it. Pure. */

const ABSOLUTE = /^https?:\/\/([^/?#]*)/i;

/** The host of an absolute target, `GET http://host/path`: it stands before the Host header (RFC 9112, 3.2.2). */
export function authorityOf(target: string): string | null {
  return ABSOLUTE.exec(target)?.[1] ?? null;
}

/** The decoded path, without query; as it came where it can't be decoded. */
export function pathOf(target: string): string {
  const path = target.replace(ABSOLUTE, '').split(/[?#]/)[0] ?? '';
  try {
    return decodeURIComponent(path);
  } catch {
    // The router refuses it too; nothing behind it is reached.
    return path;
  }
}

/** `console` and `v1` are for programs; everything else is a page, or nothing. */
type Area = 'v1' | 'console' | 'page';

export function areaOf(path: string): Area {
  if (/^\/v1(\/|$)/.test(path)) return 'v1';
  return /^\/console(\/|$)/.test(path) ? 'console' : 'page';
}
