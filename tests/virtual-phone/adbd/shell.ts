/** The services that run commands: `shell:` (with and without the v2 protocol), `exec:` and `abb_exec:`. */
import { PassThrough, type Readable } from 'node:stream';
import { type CommandResult, type CommandTable, failed } from './command.ts';
import { runCommand, runCommandLine } from './command-line.ts';
import { type AdbStream } from './stream.ts';

/** Packet ids of the shell protocol v2 (AOSP shell_protocol.h): 1 byte id, u32 LE length, data. */
const Id = { STDIN: 0, STDOUT: 1, STDERR: 2, EXIT: 3, CLOSE_STDIN: 4 } as const;
const FRAME_HEADER_BYTES = 5;
const MAX_FRAME_BYTES = 64 * 1024;

/** One frame of the shell protocol. */
function shellFrame(id: number, data: Buffer): Buffer {
  const header = Buffer.alloc(FRAME_HEADER_BYTES);
  header.writeUInt8(id, 0);
  header.writeUInt32LE(data.length, 1);
  return Buffer.concat([header, data]);
}

/** Serves a command stream, if the service is one; false otherwise. */
export function serveCommand(stream: AdbStream, table: CommandTable): boolean {
  const { service } = stream;
  if (service.startsWith('shell,v2')) {
    const line = service.slice(service.indexOf(':') + 1);
    run(stream, (stdin, signal) => runLine(line, table, stdin, signal), true);
  } else if (/^shell(,[^:]*)?:/.test(service) || service.startsWith('exec:')) {
    const line = service.slice(service.indexOf(':') + 1);
    run(stream, (stdin, signal) => runLine(line, table, stdin, signal), false);
  } else if (service.startsWith('abb_exec:') || service.startsWith('abb:')) {
    // Arguments come separated by NUL and meet no shell; the first one names a system service, as after `cmd`.
    const words = ['cmd', ...service.slice(service.indexOf(':') + 1).split('\0')];
    const isFramed = service.startsWith('abb:');
    run(stream, (stdin, signal) => runCommand(words, table, { stdin, signal }), isFramed);
  } else {
    return false;
  }
  return true;
}

function runLine(
  line: string,
  table: CommandTable,
  stdin: Readable,
  signal: AbortSignal,
): Promise<CommandResult> {
  if (line.trim() === '') return Promise.resolve(failed('this phone has no interactive shell\n', 1));
  return runCommandLine(line, table, { stdin, signal });
}

type Program = (stdin: Readable, signal: AbortSignal) => Promise<CommandResult>;

function run(stream: AdbStream, program: Program, isFramed: boolean): void {
  const stdin = new PassThrough();
  const gone = new AbortController();
  stream.once('close', () => {
    gone.abort();
    stdin.end();
  });
  if (isFramed) readFrames(stream, stdin);
  else stream.pipe(stdin);
  program(stdin, gone.signal)
    .catch((error: unknown) => failed(`${String(error)}\n`, 1))
    .then((result) => answer(stream, result, isFramed))
    .catch((error: unknown) => stream.destroy(error instanceof Error ? error : undefined))
    // What the command did not read is thrown away, so that the transport is not held up.
    .finally(() => stdin.resume());
}

async function answer(stream: AdbStream, result: CommandResult, isFramed: boolean): Promise<void> {
  const stdout = Buffer.from(result.stdout);
  const stderr = Buffer.from(result.stderr);
  if (!isFramed) {
    // Without the protocol both go down one pipe and the exit code is lost.
    await write(stream, stdout);
    await write(stream, stderr);
  } else {
    for (const [id, data] of [[Id.STDOUT, stdout] as const, [Id.STDERR, stderr] as const]) {
      for (let at = 0; at < data.length; at += MAX_FRAME_BYTES) {
        await write(stream, shellFrame(id, data.subarray(at, at + MAX_FRAME_BYTES)));
      }
    }
    await write(stream, shellFrame(Id.EXIT, Buffer.from([result.code & 0xff])));
  }
  stream.end();
}

/** Resolves when the host took the bytes, or when there is no host any more. */
function write(stream: AdbStream, data: Buffer): Promise<void> {
  if (data.length === 0 || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    stream.write(data, () => resolve());
  });
}

/** Unwraps what the host sends in a framed stream; window sizes and unknown ids are skipped. */
function readFrames(stream: AdbStream, stdin: PassThrough): void {
  let unread: Buffer = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    unread = Buffer.concat([unread, chunk]);
    while (unread.length >= FRAME_HEADER_BYTES) {
      const length = unread.readUInt32LE(1);
      if (length > 16 * 1024 * 1024) return void stream.destroy();
      if (unread.length < FRAME_HEADER_BYTES + length) return;
      const id = unread.readUInt8(0);
      if (id === Id.STDIN && !stdin.writableEnded) {
        stdin.write(Buffer.from(unread.subarray(FRAME_HEADER_BYTES, FRAME_HEADER_BYTES + length)));
      } else if (id === Id.CLOSE_STDIN) {
        stdin.end();
      }
      unread = unread.subarray(FRAME_HEADER_BYTES + length);
    }
  });
  stream.once('end', () => stdin.end());
}
