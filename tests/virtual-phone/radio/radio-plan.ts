import { RESULT_OK, type RadioSubmission } from '../../../electron/gateway/demo-phone/radio.ts';
import type { PartPlan, RadioRule } from './radio-types.ts';

export const RESULT_RADIO_OFF = 2;
export const RESULT_LIMIT_EXCEEDED = 5;
export const RESULT_SIM_ABSENT = 120;

/** Sent at once, delivered at once. */
export const GOOD_PLAN: PartPlan = {
  result: RESULT_OK,
  error: null,
  resultAfterMs: 0,
  isResultLost: false,
  resultCopies: 1,
  delivery: 'delivered',
  deliveryAfterMs: 0,
  deliveryCopies: 1,
};

interface CountedRule {
  readonly rule: RadioRule;
  left: number;
}

/** The rules of a radio, counted down as they are used. */
export class RadioScript {
  #rules: CountedRule[] = [];

  add(rules: readonly RadioRule[]): void {
    this.#rules = [...rules.map((rule) => ({ rule, left: rule.times ?? Infinity })), ...this.#rules];
  }

  /** The plan of each part of one submit. A rule is used up once per submit, however many parts it speaks of. */
  plan(submission: RadioSubmission): PartPlan[] {
    if (this.#rules.length === 0) return Array.from({ length: submission.parts }, () => GOOD_PLAN);
    const used = new Set<CountedRule>();
    const plans = Array.from({ length: submission.parts }, (_, index) => {
      const counted = this.#rules.find((each) => each.left > 0 && fits(each.rule, submission, index + 1));
      if (counted === undefined) return GOOD_PLAN;
      used.add(counted);
      return { ...GOOD_PLAN, ...counted.rule.plan };
    });
    for (const counted of used) counted.left -= 1;
    return plans;
  }
}

function fits(rule: RadioRule, submission: RadioSubmission, part: number): boolean {
  if (rule.part !== undefined && rule.part !== part) return false;
  return matches(rule.to, submission.to) && matches(rule.text, submission.text);
}

function matches(pattern: string | RegExp | undefined, value: string): boolean {
  if (pattern === undefined) return true;
  return typeof pattern === 'string' ? pattern === value : pattern.test(value);
}
