/**
 * Makes a phone that is joined over TCP behave like one on a USB cable: it shows up by itself at whatever adb server
 * runs on the port, also after that server was killed and started again, and it is gone at once when unplugged.
 */
import { askAdbServer } from './adb-host.ts';
import { type Adbd } from './adbd/adbd.ts';

const LOOK_EVERY_MS = 200;

export class UsbSocket {
  readonly #adbd: Adbd;
  readonly #adbPort: number;
  #timer: NodeJS.Timeout | undefined;
  #connecting: Promise<void> | undefined;
  /** What the adb server said last. */
  lastAnswer = '';

  constructor(adbd: Adbd, adbPort: number) {
    this.#adbd = adbd;
    this.#adbPort = adbPort;
  }

  /** Puts the phone's cable in: it joins the adb server now, and again whenever it finds itself without one. */
  async plug(): Promise<void> {
    await this.#adbd.plug();
    this.#timer ??= setInterval(() => void this.#join(), LOOK_EVERY_MS);
    await this.#join();
  }

  /** Pulls it: the adb server forgets the phone at once, as it does with USB. */
  async unplug(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#adbd.unplug();
    await this.#connecting;
    await this.#ask(`host:disconnect:${this.#adbd.serial}`);
  }

  #join(): Promise<void> {
    if (!this.#adbd.isPlugged || this.#adbd.hasConnection) return Promise.resolve();
    this.#connecting ??= this.#ask(`host:connect:${this.#adbd.serial}`).finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async #ask(request: string): Promise<void> {
    try {
      this.lastAnswer = await askAdbServer(this.#adbPort, request);
    } catch (error) {
      // No server, or it does not know the phone: a USB cable does not mind either, and the timer tries again.
      this.lastAnswer = error instanceof Error ? error.message : String(error);
    }
  }
}
