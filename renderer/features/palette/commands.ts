/** What the command palette offers, and which of it fits what was typed. */
export interface Command {
  readonly id: string;
  readonly label: string;
  /** Under which heading it stands. */
  readonly group: string;
  /** Other words by which it is found; not shown. */
  readonly words: string;
  readonly run: () => void;
}

/** Every typed word must begin a word of the command; what fits the label comes before what fits other words. */
export function matchCommands(commands: readonly Command[], typed: string): readonly Command[] {
  const wanted = wordsOf(typed);
  const fits = (text: string): boolean => {
    const own = wordsOf(text);
    return wanted.every((word) => own.some((candidate) => candidate.startsWith(word)));
  };
  const byLabel = commands.filter(({ label }) => fits(label));
  const byWords = commands.filter(({ label, words }) => !fits(label) && fits(`${label} ${words}`));
  return [...byLabel, ...byWords];
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[\s/,·]+/)
    .filter((word) => word !== '');
}
