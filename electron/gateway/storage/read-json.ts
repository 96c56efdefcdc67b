/** What a column of JSON holds; undefined where a row is damaged, so that nobody who lists rows meets an exception. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
