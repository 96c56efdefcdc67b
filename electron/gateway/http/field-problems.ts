/** What the schemas refuse, as codes with values: one problem a field. */
import type { FastifyError } from 'fastify';
import { fieldProblem, type FieldProblem } from '../../shared/gateway-error.ts';
import { isTextForm, type TextForm } from '../../shared/schemas/text-forms.ts';
import { sentence, type Sentence } from '../../shared/words/words.ts';

type ValidationProblem = NonNullable<FastifyError['validation']>[number];

/** More are not listed, so that a small request can't make a large answer. */
const MOST_PROBLEMS = 100;
/** The name of a field as it came may be as long as the body. */
const LONGEST_NAME = 64;

const FORM_PROBLEMS: Readonly<Record<TextForm, Sentence>> = {
  line: sentence('field.not_a_line'),
  name: sentence('field.not_a_name'),
  text: sentence('field.not_a_text'),
};

/** One step of a JSON pointer (RFC 6901), as it was called in the body. */
const namedBy = (step: string): string => shortened(step.replaceAll('~1', '/').replaceAll('~0', '~'));

function shortened(name: string): string {
  const letters = Array.from(name.slice(0, 2 * LONGEST_NAME + 2));
  return letters.length > LONGEST_NAME ? `${letters.slice(0, LONGEST_NAME).join('')}…` : name;
}

function fieldOf({ keyword, instancePath, params }: ValidationProblem): string {
  const path = instancePath.split('/').slice(1).map(namedBy).join('.');
  const within = (name: unknown): string => {
    const own = shortened(String(name));
    return path === '' ? own : `${path}.${own}`;
  };
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
    case 'enum':
      return sentence('field.not_allowed', { allowed: allowedBy(params.allowedValues) });
    case 'propertyNames':
      return sentence('field.bad_names');
    case 'format':
      return isTextForm(params.format) ? FORM_PROBLEMS[params.format] : sentence('field.wrong_form');
    case 'pattern':
      return sentence('field.wrong_form');
    default:
      return sentence('field.wrong');
  }
}

const allowedBy = (words: unknown): string => (Array.isArray(words) ? words.join(', ') : '');

/** The first problem of each field: a union says several things of the same one. */
export function fieldProblems(problems: readonly ValidationProblem[]): readonly FieldProblem[] {
  const byField = new Map<string, FieldProblem>();
  for (const problem of problems) {
    // What is wrong with a name inside of an object is said by the `propertyNames` that follows.
    if (Object.hasOwn(problem, 'propertyName')) continue;
    if (byField.size === MOST_PROBLEMS) break;
    const field = fieldOf(problem);
    if (byField.has(field)) continue;
    const allowed = problems
      .filter((other) => other.keyword === 'const' && fieldOf(other) === field)
      .map((other) => String(other.params.allowedValue));
    byField.set(field, fieldProblem(field, sentenceOf(problem, allowed)));
  }
  return [...byField.values()];
}
