/** Which row a key leads to from a row of a list; null when the key does not move, or would leave the list. */
export function rowAfterKey(key: string, from: number, count: number, pageRows: number): number | null {
  const last = count - 1;
  const target = ((): number | null => {
    switch (key) {
      case 'ArrowDown':
        return from + 1;
      case 'ArrowUp':
        return from - 1;
      case 'PageDown':
        return Math.min(last, from + pageRows);
      case 'PageUp':
        return Math.max(0, from - pageRows);
      case 'Home':
        return 0;
      case 'End':
        return last;
      default:
        return null;
    }
  })();
  return target === null || target < 0 || target > last || target === from ? null : target;
}
