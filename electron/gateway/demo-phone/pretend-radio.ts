/** What the pretend radio is given: no text, nothing of it is ever sent. */
export interface RadioJob {
  readonly attemptId: string;
  readonly parts: number;
  readonly deliveryReport: boolean;
}

export interface RadioListener {
  sent(attemptId: string): void;
  delivered(attemptId: string): void;
}

export interface RadioPace {
  readonly sentAfterMs: number;
  readonly deliveredAfterMs: number;
}

/** Both answers come well within 2 s of the submit, and apart, so that a person sees the steps. */
export const RADIO_PACE: RadioPace = { sentAfterMs: 150, deliveredAfterMs: 600 };

/** Answers every submit with *sent*, and with *delivered* where a delivery report was asked for. */
export class PretendRadio {
  readonly #pace: RadioPace;
  readonly #timers = new Set<NodeJS.Timeout>();
  #isStopped = false;

  constructor(pace: RadioPace) {
    this.#pace = pace;
  }

  transmit(job: RadioJob, listener: RadioListener): void {
    this.#after(this.#pace.sentAfterMs, () => {
      listener.sent(job.attemptId);
      if (job.deliveryReport) this.awaitDelivery(job.attemptId, listener);
    });
  }

  /** The rest of the way of a text that the radio has sent. */
  awaitDelivery(attemptId: string, listener: RadioListener): void {
    this.#after(Math.max(0, this.#pace.deliveredAfterMs - this.#pace.sentAfterMs), () => {
      listener.delivered(attemptId);
    });
  }

  /** What is on its way is forgotten; the ledger takes it up again at the next start. */
  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #after(waitMs: number, then: () => void): void {
    if (this.#isStopped) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      then();
    }, waitMs);
    this.#timers.add(timer);
  }
}
