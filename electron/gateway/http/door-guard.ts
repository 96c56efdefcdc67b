/** Who may ask for what, before a token is looked at: which door, which Host, which page. */
import type { FastifyRequest } from 'fastify';
import { GatewayError } from '../../shared/gateway-error.ts';
import { sentence } from '../../shared/words/words.ts';
import type { ConsoleDoors } from './console/console-auth.ts';
import { isOwnHost, isOwnOrigin } from './request-guards.ts';
import { areaOf, authorityOf, pathOf } from './request-place.ts';

/** What refuses a request; null when it may pass. `route` is the pattern that the router found, if it found one. */
type DoorGuard = (request: Pick<FastifyRequest, 'raw'>, route: string | undefined) => GatewayError | null;

export function createDoorGuard(doors: ConsoleDoors, port: () => number): DoorGuard {
  return ({ raw }, route) => {
    const target = raw.url ?? '';
    // The route that will answer is judged; the text of the target may say the same in many ways.
    const area = areaOf(route ?? pathOf(target));
    if (doors.doorOf({ raw }) === 'desktop') {
      return area === 'console' ? null : new GatewayError('not_found', sentence('refusal.screens_only'));
    }
    const { host } = raw.headers;
    const authority = authorityOf(target);
    if (!isOwnHost(host, port()) || (authority !== null && !isOwnHost(authority, port()))) {
      return new GatewayError('host_refused', sentence('refusal.other_host'));
    }
    const fetchSite = raw.headers['sec-fetch-site'];
    const headers = {
      origin: raw.headers.origin,
      fetchSite: typeof fetchSite === 'string' ? fetchSite : undefined,
    };
    const isNavigation = raw.method === 'GET' && raw.headers['sec-fetch-mode'] === 'navigate';
    if ((isNavigation && area === 'page') || isOwnOrigin(headers, host ?? '')) return null;
    return new GatewayError('origin_refused', sentence('refusal.other_origin'));
  };
}
