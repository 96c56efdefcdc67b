/** Who may use the phone over ADB: keys accepted before, and the "Allow USB debugging?" dialog. */
import { EventEmitter } from 'node:events';
import { type HostKey, hasSigned, parseHostKey } from './host-key.ts';

/**
 * `none`: no AUTH at all, as on an emulator. `accept`: AUTH, and the first signature is good enough (a key accepted
 * long ago). `prompt`: a key that is not known yet waits for the person at the phone.
 */
export type AuthMode = 'none' | 'accept' | 'prompt';

interface Prompt {
  readonly key: HostKey;
  readonly letIn: () => void;
}

interface DoorkeeperEvents {
  /** The dialog is on the phone's screen. */
  prompt: [comment: string];
}

export class Doorkeeper extends EventEmitter<DoorkeeperEvents> {
  mode: AuthMode;
  readonly #known = new Map<string, HostKey>();
  #prompts: Prompt[] = [];

  constructor(mode: AuthMode) {
    super();
    this.mode = mode;
  }

  /** Whether the dialog is showing. */
  get isAsking(): boolean {
    return this.#prompts.length > 0;
  }

  accepts(token: Buffer, signature: Buffer): boolean {
    if (this.mode === 'accept') return true;
    for (const key of this.#known.values()) if (hasSigned(key, token, signature)) return true;
    return false;
  }

  /** A host offers its key; `letIn` is called when the person taps Allow. Answers false for what is no key. */
  ask(payload: Buffer, letIn: () => void): boolean {
    const key = parseHostKey(payload);
    if (key === undefined) return false;
    if (this.mode === 'accept') {
      this.#known.set(key.fingerprint, key);
      letIn();
    } else {
      this.#prompts.push({ key, letIn });
      this.emit('prompt', key.comment);
    }
    return true;
  }

  /** The person taps Allow; with `always` the key is known from now on. */
  allow(always = true): void {
    const prompts = this.#prompts;
    this.#prompts = [];
    for (const { key, letIn } of prompts) {
      if (always) this.#known.set(key.fingerprint, key);
      letIn();
    }
  }

  /** The person taps Cancel, or the dialog goes with its connection. */
  dismiss(): void {
    this.#prompts = [];
  }

  /** "Revoke USB debugging authorisations": no key is known any more, and new ones must be allowed. */
  revoke(): void {
    this.#known.clear();
    this.dismiss();
    this.mode = 'prompt';
  }
}
