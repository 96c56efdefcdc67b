/** Where texts go that name no phone: the operator's rules, by country code and prefix. */
import { Type } from 'typebox';
import { nullable, type Shape } from '../schemas/schema-kit.ts';

const MAX_RULES = 200;

const RULE = {
  prefix: Type.String({
    pattern: '^[+][1-9][0-9]{0,14}$',
    description: 'The start of a number: a country (`+977`) or a network (`+97798`).',
  }),
  via: Type.String({
    pattern: '^(dev|sim)_[0-9A-HJKMNP-TV-Z]{26}$',
    description: 'The phone or SIM, `dev_…` or `sim_…`.',
  }),
};

const RouteRule = Type.Object(RULE, { additionalProperties: false });

const RouteRuleView = Type.Object({
  ...RULE,
  target: nullable(
    Type.Object(
      {
        id: Type.String(),
        device_name: Type.String(),
        sim: nullable(Type.Integer({ description: 'The slot, 1 or 2; null: any SIM of the phone.' })),
      },
      { description: 'Null when it is gone: texts with this prefix wait.' },
    ),
  ),
});
export type RouteRuleView = Shape<typeof RouteRuleView>;

const RouteRules = Type.Object({
  ok: Type.Literal(true),
  items: Type.Immutable(
    Type.Array(RouteRuleView, {
      description: 'The longest prefix counts; of several for one prefix the first that is there.',
    }),
  ),
});
export type RouteRules = Shape<typeof RouteRules>;

export const ROUTING_ROUTES = {
  'GET /routing/rules': { response: { 200: RouteRules } },
  // All of them at once, so that adding, removing and ordering is one change.
  'POST /routing/rules': {
    body: Type.Object(
      { rules: Type.Immutable(Type.Array(RouteRule, { maxItems: MAX_RULES })) },
      { additionalProperties: false },
    ),
    response: { 200: RouteRules },
  },
} as const;
