/** Calls the gateway by relative URLs alone; the same code in the window and in a browser. */

/** A refusal of the gateway, in its own words, or a gateway that does not answer. */
export class ConsoleError extends Error {
  readonly code: string;
  readonly status: number;
  readonly field: string | undefined;

  constructor(code: string, message: string, status: number, field?: string) {
    super(message);
    this.name = 'ConsoleError';
    this.code = code;
    this.status = status;
    this.field = field;
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

function readError(value: unknown, status: number): ConsoleError {
  const error: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, 'error') : undefined;
  const read = (name: string): string | undefined => {
    const found: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
    return typeof found === 'string' ? found : undefined;
  };
  return new ConsoleError(
    read('code') ?? 'internal_error',
    read('message') ?? 'The gateway gave no answer.',
    status,
    read('field'),
  );
}

async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/console${path}`, {
      method,
      headers: { ...consoleHeaders(), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ConsoleError('offline', 'The gateway does not answer.', 0);
  }
  const value: unknown = await response.json().catch(() => null);
  if (response.status === 401) tellSignedOut();
  if (!response.ok) throw readError(value, response.status);
  // The gateway's answers are typed where they are made; both sides ship together.
  return value as T;
}

export const consoleClient = {
  get: <T>(path: string, signal?: AbortSignal): Promise<T> => call<T>('GET', path, undefined, signal),
  post: <T>(path: string, body: unknown = {}): Promise<T> => call<T>('POST', path, body),
};
