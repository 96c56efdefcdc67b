/** A text with `{{name}}` in it, filled in for one row. Pure. */

/** What stands between two pairs of braces: any name of one line, of any script. */
const HOLE = /\{\{([^{}\r\n]{1,64})\}\}/g;

/** A text in pieces: what stands as it is, and the names of what is filled in. */
export type TextPiece = { readonly literal: string } | { readonly name: string };

type FilledText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: 'missing' | 'invalid'; readonly name: string }
  | { readonly ok: false; readonly why: 'too_long' };

/** Splits a text at its variables; `{name}`, `{{ }}` and lone braces stay as they are. */
export function splitText(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const found of text.matchAll(HOLE)) {
    const name = (found[1] ?? '').trim();
    if (name === '') continue;
    if (found.index > from) pieces.push({ literal: text.slice(from, found.index) });
    pieces.push({ name });
    from = found.index + found[0].length;
  }
  if (from < text.length) pieces.push({ literal: text.slice(from) });
  return pieces;
}

/**
 * Fills in the values as they are, in one pass: braces within a value mean nothing. Stops before it makes a text of
 * more than `longest` UTF-16 units, since a short request could ask for a huge one.
 */
export function fillText(
  pieces: readonly TextPiece[],
  values: Readonly<Record<string, unknown>>,
  longest: number,
): FilledText {
  let text = '';
  for (const piece of pieces) {
    const value = 'literal' in piece ? piece.literal : valueOf(values, piece.name);
    if (value === undefined || value === null) return { ok: false, why: 'missing', name: nameOf(piece) };
    if (typeof value !== 'string') return { ok: false, why: 'invalid', name: nameOf(piece) };
    if (text.length + value.length > longest) return { ok: false, why: 'too_long' };
    text += value;
  }
  return { ok: true, text };
}

const nameOf = (piece: TextPiece): string => ('name' in piece ? piece.name : '');

/** Programs send amounts as numbers. */
function valueOf(values: Readonly<Record<string, unknown>>, name: string): unknown {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
}
