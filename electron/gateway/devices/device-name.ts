import type { Mode } from '../../shared/states.ts';

/** Whether a phone has this name, or had it before it was removed. */
type IsTaken = (name: string) => boolean;

/** The name of a phone that nobody named, counted on from those that paired before it, and free. */
export function countedName(mode: Mode, earlierPhones: number, isTaken: IsTaken): string {
  const nameOf = (n: number): string => {
    if (mode === 'live') return `Relay Device ${n}`;
    return n === 1 ? 'Demo phone' : `Demo phone ${n}`;
  };
  let n = earlierPhones + 1;
  while (isTaken(nameOf(n))) n += 1;
  return nameOf(n);
}

/** The name that the operator gave, with the first free number behind it where another phone has it. */
export function distinctName(wanted: string, isTaken: IsTaken): string {
  if (!isTaken(wanted)) return wanted;
  let n = 2;
  while (isTaken(`${wanted} ${n}`)) n += 1;
  return `${wanted} ${n}`;
}
