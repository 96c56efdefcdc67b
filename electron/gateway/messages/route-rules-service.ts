/** The operator's routing rules: kept in order, told with what they name, and asked for every text that names nothing. */
import { fieldProblem, invalidFields } from '../../shared/gateway-error.ts';
import { sentence } from '../../shared/words/words.ts';
import type { RoutableDevice } from './route-choice.ts';
import { parseRouteRules, routeByRules, type RouteRule } from './route-rules.ts';

/** A rule, and the phone or SIM that it names. */
export interface RouteRuleView extends RouteRule {
  /** Null when it is gone: texts with this prefix wait until the rule is changed. */
  readonly target: {
    /** The SIM that took over has another id than the rule says. */
    readonly id: string;
    readonly deviceName: string;
    readonly slot: number | null;
  } | null;
}

export interface RouteRulesService {
  readonly list: () => readonly RouteRuleView[];
  /**
   * Replaces all rules; their order says which of two with the same prefix comes first. Throws `invalid_request` for a
   * rule that is there twice or whose phone or SIM nobody knows; one that is gone may stay where it was.
   */
  readonly replace: (rules: readonly RouteRule[]) => Promise<readonly RouteRuleView[]>;
  /** Where a number goes: a `dev_…` or `sim_…`, or null: any phone. */
  readonly routeOf: (e164: string) => string | null;
}

export interface RouteRulesDeps {
  /** The stored text. */
  readonly text: () => string;
  /** Stores the text, and resolves once it is on disk. */
  readonly store: (text: string) => Promise<void>;
  /** The phones that are paired, with the SIMs in them. */
  readonly devices: () => readonly Pick<RoutableDevice, 'id' | 'name' | 'sims'>[];
  /** The SIM that took over from one that is gone, by the word of the operator. */
  readonly takenOverBy: (simId: string) => string | null;
}

export function createRouteRulesService(deps: RouteRulesDeps): RouteRulesService {
  const { text, store, devices } = deps;
  let read: { readonly text: string; readonly rules: readonly RouteRule[] } = { text: '', rules: [] };

  function rules(): readonly RouteRule[] {
    const stored = text();
    if (stored !== read.text) read = { text: stored, rules: parseRouteRules(stored) ?? [] };
    return read.rules;
  }

  function find(id: string): RouteRuleView['target'] {
    for (const device of devices()) {
      const sim = device.sims.find((own) => own.id === id);
      if (device.id !== id && sim === undefined) continue;
      return { id, deviceName: device.name, slot: sim?.slot ?? null };
    }
    return null;
  }

  function targetOf(via: string): RouteRuleView['target'] {
    const own = find(via);
    const successor = own === null ? deps.takenOverBy(via) : null;
    return successor === null ? own : find(successor);
  }

  const list = (): readonly RouteRuleView[] =>
    rules().map((rule) => ({ ...rule, target: targetOf(rule.via) }));

  return {
    list,
    replace: async (wanted) => {
      const problems = problemsOf(wanted, (via) => isKnown(via));
      if (problems.length > 0) throw invalidFields(problems);
      await store(JSON.stringify(wanted.map(({ prefix, via }) => ({ prefix, via }))));
      return list();
    },
    routeOf: (e164) => {
      const via = routeByRules(rules(), e164, (target) => targetOf(target) !== null);
      return via === null ? null : (targetOf(via)?.id ?? via);
    },
  };

  function isKnown(via: string): boolean {
    return targetOf(via) !== null || rules().some((rule) => rule.via === via);
  }
}

function problemsOf(rules: readonly RouteRule[], isKnown: (via: string) => boolean) {
  const seen = new Set<string>();
  return rules.flatMap(({ prefix, via }, index) => {
    const key = `${prefix} ${via}`;
    const isTwice = seen.has(key);
    seen.add(key);
    if (isTwice) return [fieldProblem(`rules.${index}`, sentence('field.there_twice'))];
    return isKnown(via) ? [] : [fieldProblem(`rules.${index}.via`, sentence('field.no_such_target'))];
  });
}
