import { GatewayError } from '../../shared/gateway-error.ts';
import { sentence } from '../../shared/words/words.ts';
import { pathOf } from './request-place.ts';

/** Which methods an address takes, to tell "no such address" from "not with this method". */
interface KnownRoutes {
  add(method: string | readonly string[], url: string): void;
  /** Why no route took this request: `not_found`, or `method_not_allowed` with the methods that the address takes. */
  refusalOf(request: { readonly method: string; readonly url: string }): GatewayError;
}

/** `:name` stands for one segment; a wildcard is for files and says nothing about methods. */
function patternOf(url: string): RegExp {
  const escaped = url.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replace(/:[A-Za-z_]+/g, '[^/]+')}/?$`);
}

export function createKnownRoutes(): KnownRoutes {
  const routes: { readonly methods: readonly string[]; readonly pattern: RegExp }[] = [];
  return {
    add: (method, url) => {
      if (url.includes('*')) return;
      routes.push({ methods: typeof method === 'string' ? [method] : method, pattern: patternOf(url) });
    },
    refusalOf: ({ method, url }) => {
      const path = pathOf(url);
      const allowed = [
        ...new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods)),
      ];
      if (allowed.length === 0 || allowed.includes(method)) {
        return new GatewayError('not_found', sentence('refusal.no_such_address'));
      }
      const methods = allowed.join(', ');
      return new GatewayError('method_not_allowed', sentence('refusal.wrong_method', { methods }), {
        headers: { allow: methods },
      });
    },
  };
}
