/** What the schemas refuse, as codes with values: one problem a field. */
import type { FastifyError } from 'fastify';
import { fieldProblem, type FieldProblem } from '../../shared/gateway-error.ts';
import { sentence, type Sentence } from '../../shared/words/words.ts';

export type ValidationProblem = NonNullable<FastifyError['validation']>[number];

function fieldOf({ keyword, instancePath, params }: ValidationProblem): string {
  const path = instancePath.replace(/^\//, '').replaceAll('/', '.');
  const within = (name: unknown): string => (path === '' ? String(name) : `${path}.${String(name)}`);
  if (keyword === 'required') return within(params.missingProperty);
  if (keyword === 'additionalProperties') return within(params.additionalProperty);
  return path === '' ? 'body' : path;
}

/** `allowed` are the words that a union takes for this field; each of them is a problem of its own. */
function sentenceOf({ keyword, params }: ValidationProblem, allowed: readonly string[]): Sentence {
  const limit = String(params.limit);
  switch (keyword) {
    case 'required':
      return sentence('field.required');
    case 'additionalProperties':
      return sentence('field.unknown_field');
    case 'type':
      return sentence('field.wrong_type', { type: String(params.type) });
    case 'minLength':
      return sentence('field.too_short', { limit });
    case 'maxLength':
      return sentence('field.too_long', { limit });
    case 'minItems':
    case 'minProperties':
      return sentence('field.too_few', { limit });
    case 'maxItems':
    case 'maxProperties':
      return sentence('field.too_many', { limit });
    case 'minimum':
    case 'maximum':
      return sentence('field.out_of_range', { comparison: String(params.comparison), limit });
    case 'const':
      return sentence('field.not_allowed', { allowed: allowed.join(', ') });
    case 'pattern':
    case 'format':
      return sentence('field.wrong_form');
    default:
      return sentence('field.wrong');
  }
}

/** The first problem of each field: a union says several things of the same one. */
export function fieldProblems(problems: readonly ValidationProblem[]): readonly FieldProblem[] {
  const byField = new Map<string, FieldProblem>();
  for (const problem of problems) {
    const field = fieldOf(problem);
    if (byField.has(field)) continue;
    const allowed = problems
      .filter((other) => other.keyword === 'const' && fieldOf(other) === field)
      .map((other) => String(other.params.allowedValue));
    byField.set(field, fieldProblem(field, sentenceOf(problem, allowed)));
  }
  return [...byField.values()];
}
