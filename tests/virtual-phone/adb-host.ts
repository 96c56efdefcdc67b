/** The few requests to an adb server that a phone's cable needs, without the adb client. */
import net from 'node:net';

const DEADLINE_MS = 15_000;

/**
 * Sends one `host:` request to the adb server on this port and resolves with its answer's text. Rejects when there is
 * no server, when it says FAIL, and after 15 s.
 */
export function askAdbServer(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    let answer = Buffer.alloc(0);
    socket.setTimeout(DEADLINE_MS, () => socket.destroy(new Error(`adb server: no answer to ${request}`)));
    socket.once('connect', () => socket.write(framed(request)));
    socket.on('data', (chunk: Buffer) => (answer = Buffer.concat([answer, chunk])));
    socket.once('error', reject);
    socket.once('close', () => {
      const text = answer.toString('utf8', 8);
      if (answer.toString('latin1', 0, 4) === 'OKAY') resolve(text);
      else reject(new Error(`adb server: ${text || 'it closed the connection'}`));
    });
  });
}

const framed = (text: string): string => Buffer.byteLength(text).toString(16).padStart(4, '0') + text;
