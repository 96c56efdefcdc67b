/** How many rows a page of a list has. */
export const PAGE_ROWS = { most: 200, unlessTold: 50 } as const;

/** Reads how many rows a query or the command line asks for; null for what is no number or out of range. */
export function parsePageLimit(text: string): number | null {
  const limit = Number(text);
  return /^[0-9]{1,3}$/.test(text) && limit >= 1 && limit <= PAGE_ROWS.most ? limit : null;
}
