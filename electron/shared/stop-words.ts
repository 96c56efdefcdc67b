/** The words by which people ask to get no more texts, and how one is told from a sentence. */

/** As people write them, upper case where the script has one; the phone is told these too. */
export const STOP_WORDS: readonly string[] = [
  ...['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT', 'OPT-OUT'],
  ...['रोक्नुहोस्', 'बन्द', 'रोकें', 'बंद'],
  ...['STOPP', 'ARRET', 'ARRÊT', 'PARAR', 'BAJA'],
];

/** Longer than any of them with its punctuation; a longer text is not looked at. */
const LONGEST = 64;
/** Joiners, marks of direction, soft hyphens: nobody sees them. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const AROUND = /^[\p{P}\p{S}\p{Z}\p{C}]+|[\p{P}\p{S}\p{Z}\p{C}]+$/gu;

/** A text without what stands around its words: punctuation, blanks, what nobody sees; in upper case. */
function coreOf(text: string): string {
  return text.normalize('NFKC').replace(INVISIBLE, '').replace(AROUND, '').toUpperCase();
}

/** Whether a text is one of the words alone. */
export function isStopWord(text: string, words: readonly string[] = STOP_WORDS): boolean {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > LONGEST) return false;
  const core = coreOf(trimmed);
  return words.some((word) => coreOf(word) === core);
}
