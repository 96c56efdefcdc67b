/** Calls the gateway by relative URLs alone; the same code in the window and in a browser. */
import type {
  ConsoleAnswer,
  ConsoleQuestion,
  ConsoleRoute,
} from '../../electron/shared/console/console-contract.ts';
import { inEnglish, sentence, type Sentence } from '../../electron/shared/words/words.ts';
import { readFields, readProperty, readSentence, type WrongField } from './error-reader.ts';

/** A refusal of the gateway, or a gateway that does not answer; `message` is English. */
export class ConsoleError extends Error {
  readonly code: string;
  readonly status: number;
  /** The refusal for people; null where the answer brought none. */
  readonly sentence: Sentence | null;
  readonly fields: readonly WrongField[];

  constructor(
    code: string,
    status: number,
    told: {
      readonly message: string;
      readonly sentence: Sentence | null;
      readonly fields?: readonly WrongField[];
    },
  ) {
    super(told.message);
    this.name = 'ConsoleError';
    this.code = code;
    this.status = status;
    this.sentence = told.sentence;
    this.fields = told.fields ?? [];
  }
}

/** Only in memory: a page that is loaded anew signs in anew. */
const signIn: { headerToken: string | null } = { headerToken: null };

export function setHeaderToken(token: string): void {
  signIn.headerToken = token;
}

/** Who wants to know that the gateway does not know this sign-in (any more). */
const signedOutListeners = new Set<() => void>();

/** Returns the function that ends the listening. */
export function listenForSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => {
    signedOutListeners.delete(listener);
  };
}

export function tellSignedOut(): void {
  for (const listener of signedOutListeners) listener();
}

export function consoleHeaders(): Record<string, string> {
  return signIn.headerToken === null ? {} : { 'x-relaydesk-console': signIn.headerToken };
}

const SILENT = sentence('refusal.gateway_silent');
const NO_ANSWER = sentence('refusal.no_answer');

function readError(answer: unknown, status: number): ConsoleError {
  const error = readProperty(answer, 'error');
  const code = readProperty(error, 'code');
  const message = readProperty(error, 'message');
  const isAnswer = typeof code === 'string' && typeof message === 'string';
  if (!isAnswer) {
    return new ConsoleError('internal_error', status, { ...inEnglish(NO_ANSWER), sentence: NO_ANSWER });
  }
  const sentenceOfIt = readSentence(readProperty(error, 'sentence'));
  return new ConsoleError(code, status, { message, sentence: sentenceOfIt, fields: readFields(error) });
}

/** A question without its types. */
interface AnyQuestion {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

function pathOf(template: string, { params = {}, query = {} }: AnyQuestion): string {
  const path = template.replace(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value = []]) =>
      (typeof value === 'string' ? [value] : value).map((one) => [name, one]),
    ),
  ).toString();
  return search === '' ? path : `${path}?${search}`;
}

/**
 * Asks the gateway one thing of the contract in `electron/shared/console/`. Throws a `ConsoleError`, or the abort of
 * the signal. The answer is believed to be what the contract says: the gateway writes it with the same schema.
 */
export async function callConsole<R extends ConsoleRoute>(
  route: R,
  question: ConsoleQuestion<R> & { readonly signal?: AbortSignal },
): Promise<ConsoleAnswer<R>>;
export async function callConsole(route: ConsoleRoute, question: AnyQuestion): Promise<unknown> {
  const [method = '', template = ''] = route.split(' ');
  const { body, signal } = question;
  let response: Response;
  try {
    response = await fetch(`/console${pathOf(template, question)}`, {
      method,
      headers: { ...consoleHeaders(), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ConsoleError('offline', 0, { ...inEnglish(SILENT), sentence: SILENT });
  }
  const value: unknown = await response.json().catch(() => null);
  if (response.status === 401) tellSignedOut();
  if (!response.ok) throw readError(value, response.status);
  return value;
}
