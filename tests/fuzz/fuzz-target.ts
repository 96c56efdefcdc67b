import type { Random } from '../support/random.ts';

/** One thing that is fed with what it should not get. */
export interface FuzzTarget {
  readonly name: string;
  start(): Promise<FuzzRun>;
}

/** A started target. Inputs are text, so that a finding can be kept and read. */
interface FuzzRun {
  /** The next input, made of what is true and broken somewhere. */
  make(random: Random): string;
  /** Feeds one input. Rejects or throws when that is a finding. */
  feed(input: string): Promise<void>;
  /** Called now and then, and at the end: whether the target still does its work. Rejects when it does not. */
  check(): Promise<void>;
  stop(): Promise<void>;
}
