import { describe, expect, it } from 'vitest';
import { parseRouteRules, routeByRules } from '../../../../../electron/gateway/messages/route-rules.ts';

const A = 'sim_01ARZ3NDEKTSV4RRFFQ69G5FAA';
const B = 'dev_01ARZ3NDEKTSV4RRFFQ69G5FAB';
const C = 'sim_01ARZ3NDEKTSV4RRFFQ69G5FAC';
const RULES = [
  { prefix: '+977', via: A },
  { prefix: '+97798', via: B },
  { prefix: '+91', via: C },
];

describe('rules by country and prefix', () => {
  it.each([
    ['the longest prefix wins', '+9779812345678', B],
    ['a country takes the rest', '+9771234567', A],
    ['another country has its own', '+919812345678', C],
    ['no rule: any phone', '+4915112345678', null],
    ['a prefix is not found inside a number', '+4997798123456', null],
  ])('%s', (_title, to, via) => {
    expect(routeByRules(RULES, to)).toBe(via);
  });

  it('take the first of one prefix whose phone or SIM is there, and the first where none is', () => {
    const rules = [
      { prefix: '+977', via: A },
      { prefix: '+977', via: B },
      { prefix: '+9', via: C },
    ];
    const route = (there: readonly string[]) =>
      routeByRules(rules, '+9779812345678', (via) => there.includes(via));
    expect(route([A, B, C])).toBe(A);
    expect(route([B, C])).toBe(B);
    expect(route([C])).toBe(A);
  });

  it.each([
    ['nothing is no rules', '', []],
    ['a list is read', JSON.stringify(RULES), RULES],
    ['not JSON', '[', null],
    ['not a list', '{}', null],
    ['a prefix without plus', JSON.stringify([{ prefix: '977', via: A }]), null],
    ['a target that is no id', JSON.stringify([{ prefix: '+977', via: 'Phone 1' }]), null],
    ['a number for an entry', '[1]', null],
  ])('reading: %s', (_title, text, rules) => {
    expect(parseRouteRules(text)).toEqual(rules);
  });
});
