import type { Writable } from 'node:stream';

/** Where the lines of the log go. Never waits and never throws. */
interface LogSink {
  write(line: string): void;
}

/** What may wait for whoever reads the log; the rest is counted and dropped. */
const MAX_WAITING_BYTES = 256 * 1024;

/**
 * Writes to a stream that somebody may have stopped to read, or closed: the loop never waits for it. What does not
 * fit is dropped and counted, and the count is told as soon as there is room again.
 *
 * On Linux and macOS Node writes to a pipe without waiting; to a file or a terminal it writes at once.
 */
export function createLogSink(stream: Writable, maxWaitingBytes: number = MAX_WAITING_BYTES): LogSink {
  let dropped = 0;
  // A reader that went away: its lines are lost, the gateway is not.
  stream.on('error', () => undefined);
  return {
    write: (line) => {
      if (stream.writableLength + line.length > maxWaitingBytes) {
        dropped += 1;
        return;
      }
      if (dropped > 0) {
        stream.write(droppedLine(dropped));
        dropped = 0;
      }
      stream.write(line);
    },
  };
}

function droppedLine(dropped: number): string {
  const facts = { level: 40, time: new Date().toISOString(), dropped };
  return `${JSON.stringify({ ...facts, msg: 'lines of the log were dropped: nobody read them' })}\n`;
}
