/**
 * A steady load: requests start at fixed times whether or not earlier ones were answered, and each is timed from the
 * moment it was due, so that a stall of the server shows in full. Run as a process of its own with one JSON argument
 * (PacedLoad); prints one JSON line (PacedResult).
 */
import { execFile } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { CONNECTIONS } from './wrk-load.ts';

interface PacedLoad {
  readonly port: number;
  readonly token: string;
  readonly run: string;
  readonly perSecond: number;
  readonly seconds: number;
}

export interface PacedResult {
  readonly answered: number;
  readonly refused: number;
  /** Milliseconds of every accepted request, from due to answered. */
  readonly latenciesMs: readonly number[];
}

interface Connection {
  readonly socket: Socket;
  dueAt: number;
  answer: string;
}

const HEAD_END = '\r\n\r\n';

/** True when the whole answer has arrived. */
function isComplete(answer: string): boolean {
  const headEnd = answer.indexOf(HEAD_END);
  if (headEnd === -1) return false;
  const length = /content-length: (\d+)/i.exec(answer.slice(0, headEnd))?.[1];
  return answer.length >= headEnd + HEAD_END.length + Number(length ?? 0);
}

function requestText({ port, token, run }: PacedLoad, count: number): string {
  const body = JSON.stringify({
    to: `+97798123${String(count % 100_000).padStart(5, '0')}`,
    text: `Order ${count} of ${run} is on its way to you`,
  });
  return (
    `POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  );
}

function openConnection(port: number): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    socket.setEncoding('latin1');
    socket.once('error', reject);
    socket.once('connect', () => {
      resolve({ socket, dueAt: 0, answer: '' });
    });
  });
}

/** Runs the load to its end and answers what came back. */
export async function runPacedLoad(load: PacedLoad): Promise<PacedResult> {
  const idle = await Promise.all(Array.from({ length: CONNECTIONS }, () => openConnection(load.port)));
  const all = [...idle];
  const total = Math.round(load.perSecond * load.seconds);
  const gapMs = 1000 / load.perSecond;
  const latenciesMs: number[] = [];
  let sent = 0;
  let refused = 0;
  const startedAt = performance.now();

  await new Promise<void>((finished, broken) => {
    const sendDue = () => {
      const now = performance.now();
      for (
        let dueAt = startedAt + sent * gapMs;
        sent < total && dueAt <= now;
        dueAt = startedAt + sent * gapMs
      ) {
        const connection = idle.pop();
        if (connection === undefined) return;
        connection.dueAt = dueAt;
        sent += 1;
        connection.socket.write(requestText(load, sent));
      }
    };
    const timer = setInterval(sendDue, 1);
    for (const connection of all) {
      connection.socket.on('error', broken);
      connection.socket.on('data', (text: string) => {
        connection.answer += text;
        if (!isComplete(connection.answer)) return;
        if (connection.answer.startsWith('HTTP/1.1 202'))
          latenciesMs.push(performance.now() - connection.dueAt);
        else refused += 1;
        connection.answer = '';
        idle.push(connection);
        if (latenciesMs.length + refused === total) {
          clearInterval(timer);
          finished();
        } else if (sent < total) sendDue();
      });
    }
  });
  for (const { socket } of all) socket.destroy();
  return { answered: latenciesMs.length, refused, latenciesMs };
}

/**
 * The same in a process of its own, so that neither waits for the other's processor. Aborting ends that process.
 * Rejects when it ended early, with its own error and without its arguments: the token is one of them.
 */
export async function forkPacedLoad(load: PacedLoad, signal?: AbortSignal): Promise<PacedResult> {
  const started = promisify(execFile)(process.execPath, [import.meta.filename, JSON.stringify(load)], {
    maxBuffer: 256 * 1024 * 1024,
    ...(signal === undefined ? {} : { signal }),
  });
  let errors = '';
  started.child.stderr?.on('data', (chunk: string) => (errors += chunk));
  const { stdout } = await started.catch(() => {
    const why = /^\w*Error: .*$/m.exec(errors)?.[0] ?? 'it was ended';
    throw new Error(`the requests ended early: ${why}`);
  });
  return JSON.parse(stdout) as PacedResult;
}

if (import.meta.main) {
  const result = await runPacedLoad(JSON.parse(process.argv[2] ?? '') as PacedLoad);
  console.log(JSON.stringify(result));
}
