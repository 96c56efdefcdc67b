import type { AdbServer, SendOptions } from './adb-server.ts';
import { printable } from './printable.ts';

/** `reason` is in the words of the phone. */
type PushOutcome = { readonly kind: 'ok' } | { readonly kind: 'refused'; readonly reason: string };

/** The sync protocol allows no longer piece. */
const PIECE_BYTES = 64 * 1024;
/** A plain file that everybody may read: the package manager is another user than the shell. */
const MODE = 0o100644;

function frame(id: string, value: number): Buffer {
  const header = Buffer.alloc(8);
  header.write(id, 0, 'latin1');
  header.writeUInt32LE(value, 4);
  return header;
}

/** The whole conversation of a push, `QUIT` included, so that the phone ends the stream by itself. */
export function pushFrames(path: string, bytes: Buffer, modifiedAtSeconds: number): Buffer {
  const target = Buffer.from(`${path},${MODE}`, 'utf8');
  const pieces: Buffer[] = [frame('SEND', target.length), target];
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const piece = bytes.subarray(at, at + PIECE_BYTES);
    pieces.push(frame('DATA', piece.length), piece);
  }
  pieces.push(frame('DONE', modifiedAtSeconds), frame('QUIT', 0));
  return Buffer.concat(pieces);
}

/** Reads `OKAY 0` or `FAIL length words`. */
export function parsePushAnswer(answer: Buffer): PushOutcome {
  const id = answer.toString('latin1', 0, 4);
  if (id === 'OKAY') return { kind: 'ok' };
  if (id === 'FAIL' && answer.length >= 8) {
    const reason = answer.subarray(8, 8 + Math.min(answer.readUInt32LE(4), 500)).toString('utf8');
    return { kind: 'refused', reason: printable(reason) };
  }
  return { kind: 'refused', reason: `an odd answer: ${printable(answer.toString('latin1', 0, 40))}` };
}

/** Writes a file on the phone; one that is there is replaced. */
export async function pushFile(
  server: AdbServer,
  serial: string,
  file: { readonly path: string; readonly bytes: Buffer; readonly modifiedAtSeconds: number },
  options: SendOptions,
): Promise<PushOutcome> {
  const conversation = pushFrames(file.path, file.bytes, file.modifiedAtSeconds);
  const sent = (bytes: number): void => {
    options.sent(Math.min(bytes, file.bytes.length));
  };
  return parsePushAnswer(await server.send(serial, 'sync:', conversation, { ...options, sent }));
}
