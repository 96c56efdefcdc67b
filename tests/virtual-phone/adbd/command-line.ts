/**
 * The little of Android's shell (mksh) that a gateway needs: words with quotes, `;`, `&&`, `||`, `$?`, and output sent
 * to /dev/null. Anything else (pipes, substitution, globs) is answered as a syntax error, never guessed at.
 */
import { type CommandContext, type CommandResult, type CommandTable, failed } from './command.ts';

interface Step {
  /** Operator before this command: run always, only after success, or only after failure. */
  readonly when: ';' | '&&' | '||';
  readonly words: readonly string[];
  readonly muteStdout: boolean;
  readonly muteStderr: boolean;
  readonly stderrToStdout: boolean;
}

type Token = { readonly word: string } | { readonly operator: string };

const OPERATORS = [
  '2>&1',
  '2>/dev/null',
  '2> /dev/null',
  '&&',
  '||',
  ';',
  '\n',
  '>/dev/null',
  '> /dev/null',
  '</dev/null',
  '< /dev/null',
];
const UNSUPPORTED = new Set(['|', '&', '<', '>', '`', '(', ')']);

class ShellSyntaxError extends Error {
  override readonly name = 'ShellSyntaxError';
}

/** Cuts a command line into words and operators. Throws {@link ShellSyntaxError}. */
function tokenize(line: string): Token[] {
  const tokens: Token[] = [];
  let word: string | undefined;
  const endWord = (): void => {
    if (word !== undefined) tokens.push({ word });
    word = undefined;
  };
  for (let at = 0; at < line.length;) {
    const rest = line.slice(at);
    const char = line.charAt(at);
    const operator = OPERATORS.find((known) => rest.startsWith(known));
    if (operator !== undefined && (word === undefined || !operator.startsWith('2'))) {
      endWord();
      tokens.push({ operator: operator.replace(' ', '') });
      at += operator.length;
    } else if (char === "'" || char === '"') {
      const [text, length] = quoted(rest);
      word = (word ?? '') + text;
      at += length;
    } else if (char === '\\' && at + 1 < line.length) {
      word = (word ?? '') + line.charAt(at + 1);
      at += 2;
    } else if (UNSUPPORTED.has(char) || rest.startsWith('$(')) {
      throw new ShellSyntaxError(`syntax error: unexpected '${char}'`);
    } else if (/\s/.test(char)) {
      endWord();
      at += 1;
    } else {
      word = (word ?? '') + char;
      at += 1;
    }
  }
  endWord();
  return tokens;
}

/** The text of a quoted piece at the start of `rest`, and how many characters it took. */
function quoted(rest: string): [text: string, length: number] {
  const quote = rest.charAt(0);
  let text = '';
  for (let at = 1; at < rest.length; at += 1) {
    const char = rest.charAt(at);
    if (char === quote) return [text, at + 1];
    const escapes = quote === '"' && char === '\\' && '"\\$`'.includes(rest.charAt(at + 1));
    if (escapes) at += 1;
    text += escapes ? rest.charAt(at) : char;
  }
  throw new ShellSyntaxError('no closing quote');
}

function parse(line: string): Step[] {
  const steps: Step[] = [];
  let step = emptyStep(';');
  for (const token of tokenize(line)) {
    if ('word' in token) step.words.push(token.word);
    else if (token.operator === '2>&1') step.stderrToStdout = true;
    else if (token.operator === '2>/dev/null') step.muteStderr = true;
    else if (token.operator === '>/dev/null') step.muteStdout = true;
    else if (token.operator === '&&' || token.operator === '||') {
      steps.push(step);
      step = emptyStep(token.operator);
    } else if (token.operator === ';' || token.operator === '\n') {
      steps.push(step);
      step = emptyStep(';');
    }
  }
  steps.push(step);
  return steps.filter(({ words }) => words.length > 0);
}

const emptyStep = (when: Step['when']) => ({
  when,
  words: new Array<string>(),
  muteStdout: false,
  muteStderr: false,
  stderrToStdout: false,
});

/** Runs a command line as `sh -c` would. */
export async function runCommandLine(
  line: string,
  table: CommandTable,
  context: CommandContext,
): Promise<CommandResult> {
  let steps: Step[];
  try {
    steps = parse(line);
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    return failed(`/system/bin/sh: ${error.message}\n`, 1);
  }
  const stdout: Buffer[] = [];
  let stderr = '';
  let code = 0;
  for (const step of steps) {
    if (step.when === '&&' && code !== 0) continue;
    if (step.when === '||' && code === 0) continue;
    if (context.signal.aborted) break;
    const words = step.words.map((word) => word.replaceAll('$?', String(code)));
    const result = await runCommand(words, table, context);
    code = result.code;
    if (!step.muteStdout) stdout.push(Buffer.from(result.stdout));
    if (step.muteStderr) continue;
    if (step.stderrToStdout) stdout.push(Buffer.from(result.stderr));
    else stderr += result.stderr;
  }
  return { stdout: Buffer.concat(stdout), stderr, code };
}

/** Runs one program by its words. */
export async function runCommand(
  words: readonly string[],
  table: CommandTable,
  context: CommandContext,
): Promise<CommandResult> {
  const [name = '', ...args] = words;
  const command = table.get(name.replace(/^\/system\/bin\//, ''));
  if (command === undefined) {
    return failed(`/system/bin/sh: ${name}: inaccessible or not found\n`, 127);
  }
  return await command(args, context);
}
