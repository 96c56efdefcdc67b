import { inEnglish, sentence, type Sentence } from '../../shared/words/words.ts';
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { consoleSocketPathOf } from '../foundation/console-socket-path.ts';

const DEADLINE_MS = 30_000;

/** The gateway of this data directory does not answer, or refused; the message is for people. */
export class ConsoleClientError extends Error {}

/** A gateway answered, and refused. */
export class RefusedError extends ConsoleClientError {}

/** Nobody listens on the private socket: there is none, or a gateway that was killed left it. */
export class NoGatewayError extends ConsoleClientError {}

const failure = (spoken: Sentence): ConsoleClientError => new ConsoleClientError(inEnglish(spoken).message);

function connectionFailure(dataDir: string, error: Error): ConsoleClientError {
  const { message } = inEnglish(sentence('cli.no_answer_on', { dataDir, why: error.message }));
  const isNobody = ['ECONNREFUSED', 'ENOENT'].includes(String(Reflect.get(error, 'code')));
  return isNobody ? new NoGatewayError(message) : new ConsoleClientError(message);
}

/** Calls a running gateway through its private socket, where the file mode is the credential. */
export function callConsole(
  dataDir: string,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  deadlineMs = DEADLINE_MS,
): Promise<Record<string, unknown>> {
  const socketPath = consoleSocketPathOf(dataDir);
  if (process.platform !== 'win32' && !existsSync(socketPath)) {
    throw new NoGatewayError(inEnglish(sentence('cli.no_gateway', { dataDir })).message);
  }
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const call = request(
      {
        socketPath,
        method,
        path: `/console${path}`,
        timeout: deadlineMs,
        headers: payload === undefined ? {} : { 'content-type': 'application/json' },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          try {
            resolve(readAnswer(Buffer.concat(chunks).toString('utf8')));
          } catch (error) {
            reject(error instanceof Error ? error : new ConsoleClientError(String(error)));
          }
        });
      },
    );
    call.on('timeout', () => call.destroy(failure(sentence('cli.too_slow'))));
    call.on('error', (error) => {
      const isOurs = error instanceof ConsoleClientError;
      reject(isOurs ? error : connectionFailure(dataDir, error));
    });
    call.end(payload);
  });
}

function readAnswer(text: string): Record<string, unknown> {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null) throw failure(sentence('cli.no_answer'));
  const answer = Object.fromEntries(Object.entries(parsed));
  if (answer.ok === true) return answer;
  const error: unknown = answer.error;
  const message: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : undefined;
  throw typeof message === 'string' ? new RefusedError(message) : failure(sentence('cli.refused'));
}
