/** The form of what the gateway tells a person, and what its texts need of their values. */

export const LANGUAGES = ['en', 'ne'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One text in every language; `{name}` stands for a value. A text without one of the languages does not compile. */
export type Text = Readonly<Record<Language, string>>;

/** What a code says: what is so, and what to do next where there is something to do. */
export interface Entry {
  readonly message: Text;
  readonly fix?: Text;
}

/** The entries of one subject, by their codes. */
export type Entries = Readonly<Record<string, Entry>>;

type TextsOf<E> = E extends { readonly fix: infer F extends Text; readonly message: infer M extends Text }
  ? F[Language] | M[Language]
  : E extends { readonly message: infer M extends Text }
    ? M[Language]
    : never;

type HolesOf<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | HolesOf<Rest>
  : never;

/** The names of the values that an entry needs. */
export type ValueNames<E> = HolesOf<TextsOf<E>>;

/** A text with its values; one that lacks a value keeps the hole, so that a test finds it. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}
