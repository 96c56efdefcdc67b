/** Which methods an address takes, to tell "no such address" from "not with this method". */
export interface KnownRoutes {
  add(method: string | readonly string[], url: string): void;
  /** The methods of the routes that this path fits, in the order they were added. */
  methodsOf(path: string): readonly string[];
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
    methodsOf: (path) => [
      ...new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods)),
    ],
  };
}
