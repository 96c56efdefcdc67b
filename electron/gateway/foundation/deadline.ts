/** Thrown by `withDeadline` when the time is over. */
export class DeadlineError extends Error {
  constructor(what: string, afterMs: number) {
    super(`${what} took longer than ${afterMs} ms`);
    this.name = 'DeadlineError';
  }
}

/** Resolves as the work does, or rejects with `DeadlineError`; the work itself is not stopped. */
export async function withDeadline<T>(what: string, afterMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new DeadlineError(what, afterMs));
    }, afterMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
