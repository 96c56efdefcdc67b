/** What is worth knowing of a message before it is sent, although it may be sent. Pure. */
import { guiltyCharacters } from '../../shared/guilty-characters.ts';
import { countParts } from '../../shared/parts.ts';
import type { WaitingReason } from '../../shared/states.ts';
import { sentence, type Sentence } from '../../shared/words/words.ts';
import { formatTime } from '../foundation/clock.ts';
import type { NewMessage } from './message-row.ts';
import type { NumberKind } from './number-kind.ts';

export interface WarningFacts {
  readonly message: Pick<NewMessage, 'text' | 'parts'>;
  readonly numberKind: NumberKind;
  /** Why it would wait now; null: it would go. */
  readonly waiting: WaitingReason | null;
  /** The end of the quiet hours that hold it at its time, milliseconds since 1970; null: none do. */
  readonly quietUntil: number | null;
}

/** From so many parts on their number is worth a word. */
const MANY_PARTS = 4;

export function previewWarnings(facts: WarningFacts): readonly Sentence[] {
  const { message, numberKind, quietUntil } = facts;
  const warnings: Sentence[] = [];
  if (message.parts >= MANY_PARTS) warnings.push(sentence('warning.many_parts', { parts: message.parts }));
  const guilty = ucs2Warning(message);
  if (guilty !== null) warnings.push(guilty);
  if (quietUntil !== null) warnings.push(sentence('warning.quiet_hours', { until: formatTime(quietUntil) }));
  if (facts.waiting === 'daily_cap') warnings.push(sentence('warning.daily_cap'));
  if (numberKind === 'unknown') warnings.push(sentence('warning.number_kind_unknown'));
  if (numberKind === 'other') warnings.push(sentence('warning.number_not_mobile'));
  return warnings;
}

function ucs2Warning({ text, parts }: WarningFacts['message']): Sentence | null {
  const guilty = guiltyCharacters(text);
  if (guilty === null) return null;
  const { characters, plain } = guilty;
  const without =
    plain ??
    Array.from(text)
      .filter((character) => !characters.includes(character))
      .join('');
  return sentence('warning.needs_ucs2', {
    characters: characters.map(shown).join(' '),
    parts,
    plain_parts: countParts(without).parts,
  });
}

/** What nobody sees is told by its code point. */
function shown(character: string): string {
  if (!/[\p{Z}\p{C}]/u.test(character)) return character;
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
