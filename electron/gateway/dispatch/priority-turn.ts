import { PRIORITIES } from '../../shared/states.ts';

/** Of ten parts that the more urgent get while the less urgent wait, the less urgent are owed one. */
const FLOOR = 0.1;

/**
 * Which priority is next: the most urgent that has something to send, but none starves, because what waits meanwhile
 * is owed a tenth of what goes past it.
 */
export class PriorityTurn {
  readonly #owed = PRIORITIES.map(() => 0);

  /** The priority to serve, of those with something to send now; undefined when none has. */
  next(waiting: readonly number[]): number | undefined {
    const overdue = waiting.filter((priority) => (this.#owed[priority] ?? 0) >= 1);
    return overdue.at(-1) ?? waiting[0];
  }

  /** So many parts went to one priority while these had something to send. */
  charge(priority: number, parts: number, waiting: readonly number[]): void {
    for (const other of PRIORITIES.keys()) {
      const owed = this.#owed[other] ?? 0;
      if (other === priority) this.#owed[other] = Math.max(0, owed - parts);
      else if (!waiting.includes(other)) this.#owed[other] = 0;
      else if (other > priority) this.#owed[other] = owed + parts * FLOOR;
    }
  }
}
