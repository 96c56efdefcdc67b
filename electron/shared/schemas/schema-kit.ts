/** The few forms that every schema is made of. */
import { Type, type Static, type TSchema } from 'typebox';
import { PAGE_ROWS } from '../page-limit.ts';
import type { Code } from '../words/words.ts';
import type { TextForm } from './text-forms.ts';

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Name in keyof T]: DeepReadonly<T[Name]> }
    : T;

/** The data that a schema describes. Nobody changes data that crosses a door, so all of it is `readonly`. */
export type Shape<S extends TSchema> = DeepReadonly<Static<S>>;

/** A sentence for a person: its code and values, by which the screens say it in their language, and its English words. */
export const SPOKEN = {
  code: Type.Unsafe<Code>(Type.String()),
  values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  message: Type.String(),
  fix: Type.Union([Type.String(), Type.Null()]),
};

/** RFC 3339, in UTC. */
export const Time = Type.String({ format: 'date-time' });

interface StringMore {
  readonly description?: string;
  readonly examples?: string[];
}

const stringOf =
  (form: TextForm) =>
  (maxLength: number, more: StringMore = {}) =>
    Type.String({ minLength: 1, maxLength, format: form, ...more });

/** A string of a request, 1 to `maxLength` characters; every one of them is made by one of these three. */
export const line = stringOf('line');
export const name = stringOf('name');
export const text = stringOf('text');

/** Strings by names that the caller chooses. */
export const dictionary = (limits: {
  readonly entries: number;
  readonly name: number;
  readonly value: number;
  readonly description: string;
}) =>
  Type.Unsafe<Readonly<Record<string, string>>>({
    type: 'object',
    description: limits.description,
    maxProperties: limits.entries,
    propertyNames: { type: 'string', minLength: 1, maxLength: limits.name, format: 'name' },
    additionalProperties: { type: 'string', maxLength: limits.value, format: 'line' },
  });

export const nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);

export const list = <S extends TSchema>(item: S) => Type.Immutable(Type.Array(item));

/** One of some words. */
export const oneOf = <Word extends string>(words: readonly Word[]) =>
  Type.Enum([...words], { type: 'string' });

/** One of the words that a table explains. */
export const keyOf = <Table extends object>(table: Table) =>
  oneOf(Object.keys(table).filter((word): word is keyof Table & string => Object.hasOwn(table, word)));

/** How many rows of a list a query string asks for. */
export const PageLimit = Type.Optional(
  Type.String({
    pattern: '^[0-9]{1,3}$',
    description: `1 to ${PAGE_ROWS.most}; ${PAGE_ROWS.unlessTold} unless told.`,
  }),
);
