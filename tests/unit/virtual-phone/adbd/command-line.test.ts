import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type Command, type CommandResult, failed, ok } from '../../../virtual-phone/adbd/command.ts';
import { runCommandLine } from '../../../virtual-phone/adbd/command-line.ts';

const programs = new Map<string, Command>([
  ['echo', (args) => ok(`${args.join('|')}\n`)],
  ['fail', ([code = '1']) => failed('broken\n', Number(code))],
]);

async function sh(line: string): Promise<CommandResult & { readonly out: string }> {
  const context = { stdin: new PassThrough(), signal: new AbortController().signal };
  const result = await runCommandLine(line, programs, context);
  return { ...result, out: result.stdout.toString() };
}

describe('runCommandLine', () => {
  it.each([
    ['plain words', 'echo a  b', 'a|b\n'],
    ['single quotes', `echo 'a b' 'it'"'"'s'`, "a b|it's\n"],
    ['double quotes with escapes', 'echo "a \\"b\\""', 'a "b"\n'],
    ['an empty word', "echo '' x", '|x\n'],
    ['a backslash', 'echo a\\ b', 'a b\n'],
    ['a list', 'echo a; echo b', 'a\nb\n'],
    ['&& after success', 'echo a && echo b', 'a\nb\n'],
    ['&& after failure', 'fail 2>/dev/null && echo b', ''],
    ['|| after failure', 'fail || echo b', 'b\n'],
    ['the exit code', 'fail 3 2>/dev/null; echo __rc:$?', '__rc:3\n'],
    ['stdout thrown away', 'echo a >/dev/null', ''],
    ['stderr joined to stdout', 'fail 2>&1', 'broken\n'],
    ['no stdin', 'echo a </dev/null', 'a\n'],
    ['a whole path', '/system/bin/echo a', 'a\n'],
  ])('understands %s', async (_, line, out) => {
    expect((await sh(line)).out).toBe(out);
  });

  it('says that a program is not there, in the words of Android 12 and later', async () => {
    expect(await sh('nope -x')).toMatchObject({
      stderr: '/system/bin/sh: nope: inaccessible or not found\n',
      code: 127,
    });
  });

  it('answers the exit code of the last command', async () => {
    expect((await sh('echo a; fail 7')).code).toBe(7);
    expect((await sh('fail 7; echo a')).code).toBe(0);
  });

  it.each(['echo a | echo b', 'echo $(id)', 'echo `id`', "echo 'a", '(echo a)', 'echo a > /data/x'])(
    'refuses what it does not know instead of guessing: %s',
    async (line) => {
      const result = await sh(line);
      expect(result.code).toBe(1);
      expect(result.stderr).toMatch(/^\/system\/bin\/sh: /);
      expect(result.out).toBe('');
    },
  );
});
