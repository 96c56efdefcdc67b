/** Ends a switch over a closed union: the compiler objects here when a case is missing. */
export function assertNever(value: never): never {
  throw new Error(`a case is not handled: ${JSON.stringify(value)}`);
}
