/** Broadcasts on their way to the app, one after the other, as Android brings them to a process that may die. */
import type { RelayJvm } from './relay-jvm.ts';
import type { ReceivedOrder } from './result-intents.ts';

export class BroadcastQueue {
  readonly #process: () => Promise<RelayJvm> | null;
  #waiting: ReceivedOrder[] = [];
  #isDelivering = false;
  #heard = 0;

  /** `process` gives the app's process, started if need be; null while none may be started. */
  constructor(process: () => Promise<RelayJvm> | null) {
    this.#process = process;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  push(order: ReceivedOrder): void {
    this.#waiting.push(order);
    this.deliver();
  }

  clear(): void {
    this.#waiting = [];
  }

  /** The app began to hear the broadcast under way. */
  heard(): void {
    this.#heard += 1;
  }

  /** Brings what waits, if there is a process for it. */
  deliver(): void {
    if (this.#isDelivering || this.isEmpty) return;
    this.#isDelivering = true;
    void this.#deliverAll()
      // The process died: what is left waits for the next one.
      .catch(() => undefined)
      .finally(() => {
        this.#isDelivering = false;
      });
  }

  async #deliverAll(): Promise<void> {
    while (!this.isEmpty) {
      const jvm = await this.#process();
      const order = this.#waiting.shift();
      if (jvm === null || order === undefined) {
        if (order !== undefined) this.#waiting.unshift(order);
        return;
      }
      const heardBefore = this.#heard;
      try {
        await jvm.order(order.what, order.fields);
      } catch (error) {
        // One that the app began to hear is gone with it; any other Android brings anew.
        if (this.#heard === heardBefore) this.#waiting.unshift(order);
        throw error;
      }
    }
  }
}
