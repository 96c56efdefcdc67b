/** What a path asked of `app://relaydesk/` may be. Pure. */

type RequestedPath =
  | { readonly kind: 'console'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'refused' };

const REFUSED: RequestedPath = { kind: 'refused' };

/**
 * Sorts the path of a URL into console calls and files of the screens. Only a path that is already in its normal form
 * passes: no empty, `.` or `..` segment, no encoded slash, no backslash, no control character. A console path keeps its
 * query; a file path is decoded and relative, `index.html` for the root.
 */
export function sortRequestPath(url: URL): RequestedPath {
  if (url.pathname === '/') return { kind: 'file', path: 'index.html' };
  const segments = url.pathname.slice(1).split('/');
  const decoded = segments.map(decodeSegment);
  if (!decoded.every(isNormalSegment)) return REFUSED;
  if (decoded[0] !== 'console') return { kind: 'file', path: decoded.join('/') };
  // Written differently (%63onsole) it is not the console's path.
  if (segments[0] !== 'console' || segments.length < 2) return REFUSED;
  return { kind: 'console', path: url.pathname + url.search };
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Not valid percent-encoding: no name of ours.
    return undefined;
  }
}

function isNormalSegment(segment: string | undefined): segment is string {
  if (segment === undefined || segment === '' || segment === '.' || segment === '..') return false;
  return !/[/\\:%\u0000-\u001f\u007f]/.test(segment);
}
