/** Where texts go that name no phone: the operator's rules by country code and prefix. Pure. */

export interface RouteRule {
  /** The start of a number in E.164 form: a country (`+977`) or a network (`+97798`). */
  readonly prefix: string;
  /** A `dev_…` or `sim_…`. */
  readonly via: string;
}

const ROUTE_PREFIX = /^\+[1-9]\d{0,14}$/;
const ROUTE_TARGET = /^(?:dev|sim)_[0-9A-HJKMNP-TV-Z]{26}$/;

/** Reads the setting; null for what is no list of rules. */
export function parseRouteRules(text: string): readonly RouteRule[] | null {
  if (text === '') return [];
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(read)) return null;
  const rules: RouteRule[] = [];
  for (const entry of read as readonly unknown[]) {
    if (typeof entry !== 'object' || entry === null) return null;
    const prefix: unknown = Reflect.get(entry, 'prefix');
    const via: unknown = Reflect.get(entry, 'via');
    if (typeof prefix !== 'string' || typeof via !== 'string') return null;
    if (!ROUTE_PREFIX.test(prefix) || !ROUTE_TARGET.test(via)) return null;
    rules.push({ prefix, via });
  }
  return rules;
}

/**
 * The target of the longest prefix that the number starts with, or null: any phone. Of several rules for that prefix
 * the first counts whose phone or SIM is there; where none is, the first.
 */
export function routeByRules(
  rules: readonly RouteRule[],
  e164: string,
  isThere: (via: string) => boolean = () => true,
): string | null {
  let best: readonly RouteRule[] = [];
  for (const rule of rules) {
    if (!e164.startsWith(rule.prefix)) continue;
    const length = best[0]?.prefix.length ?? 0;
    if (rule.prefix.length > length) best = [rule];
    else if (rule.prefix.length === length) best = [...best, rule];
  }
  const usable = best.length > 1 ? best.find((rule) => isThere(rule.via)) : undefined;
  return (usable ?? best[0])?.via ?? null;
}
