/** Who may talk to the gateway at all, before any token is looked at. Pure. */

/** Without a port too, as proxies send it: to come here by another name is what a rebinding page needs. */
const OWN_NAMES = ['127.0.0.1', 'localhost', '[::1]'] as const;

/** Host headers that name this gateway: a page that rebinds its own name to 127.0.0.1 sends another. */
export function isOwnHost(host: string | undefined, port: number): boolean {
  const name = host?.toLowerCase() ?? '';
  const withoutPort = name.endsWith(`:${port}`) ? name.slice(0, -String(port).length - 1) : name;
  return OWN_NAMES.some((own) => withoutPort === own);
}

interface OriginHeaders {
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
}

/** Whether a request comes from our own screens or from a program; a foreign web page says so in these headers. */
export function isOwnOrigin(headers: OriginHeaders, host: string): boolean {
  if (headers.origin !== undefined && headers.origin.toLowerCase() !== `http://${host.toLowerCase()}`)
    return false;
  const site = headers.fetchSite;
  return site === undefined || site === 'same-origin' || site === 'none';
}

/** A token from `Authorization: Bearer …` or `X-API-Key`. */
export function readToken(
  authorization: string | undefined,
  apiKey: string | readonly string[] | undefined,
): string | null {
  if (authorization !== undefined) {
    const found = /^Bearer +(\S+)$/i.exec(authorization);
    return found?.[1] ?? null;
  }
  return typeof apiKey === 'string' && apiKey.length > 0 ? apiKey : null;
}
