/** What a program on the phone is: a function from arguments to what it printed. */
import { type Readable } from 'node:stream';

export interface CommandResult {
  readonly stdout: string | Buffer;
  readonly stderr: string;
  readonly code: number;
}

export interface CommandContext {
  /** What the host pipes in; ends when the host closes it. */
  readonly stdin: Readable;
  /** Aborted when the host is gone. */
  readonly signal: AbortSignal;
}

export type Command = (
  args: readonly string[],
  context: CommandContext,
) => CommandResult | Promise<CommandResult>;

/** The programs of a phone, by the name a shell finds them under. */
export type CommandTable = ReadonlyMap<string, Command>;

/** It printed this and exited with 0. */
export const ok = (stdout: string | Buffer = ''): CommandResult => ({ stdout, stderr: '', code: 0 });

/** It complained and exited with `code`. */
export const failed = (stderr: string, code = 1): CommandResult => ({ stdout: '', stderr, code });
