/** The conversation of `npm run phone`: says what happens on the phone, and does what the keys ask. */
import { type VirtualPhone } from './phone.ts';

const LOOK_EVERY_MS = 200;
const KEYS =
  'Keys: u unplug/replug · a airplane mode · t a text comes in · k kill/start the relay app · r reboot · p tap Allow · s status · q quit';

export class PlaySession {
  readonly #phone: VirtualPhone;
  #textsShown: number;
  #shown = '';
  #isAirplane = false;
  #isPlugged = true;
  #end: () => void = () => undefined;

  constructor(phone: VirtualPhone) {
    this.#phone = phone;
    this.#textsShown = phone.radio.log().length;
  }

  /** Runs until q, Ctrl-C or SIGTERM; then the phone is unplugged and switched off. */
  async run(): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      this.#end = resolve;
    });
    const timer = setInterval(() => this.#tell(), LOOK_EVERY_MS);
    const stop = (): void => this.#end();
    // Not once: under npm a Ctrl-C may come twice, and the second must not cut the good-bye short.
    process.on('SIGINT', stop).on('SIGTERM', stop);
    const keys = this.#listen();
    console.log(KEYS);
    this.#tell();
    await ended;
    clearInterval(timer);
    keys.stop();
    await this.#phone.stop();
    console.log('The phone is off. Its adb connection is closed; its data stays for the next time.');
  }

  #listen(): { stop(): void } {
    const { stdin } = process;
    const onData = (data: Buffer): void => {
      for (const key of data.toString('utf8').trim() || data.toString('latin1')) this.#press(key);
    };
    if (stdin.isTTY) stdin.setRawMode(true);
    stdin.on('data', onData);
    return {
      stop: () => {
        stdin.off('data', onData);
        if (stdin.isTTY) stdin.setRawMode(false);
        stdin.pause();
        stdin.unref();
      },
    };
  }

  #press(key: string): void {
    const act = this.#actions[key];
    if (act === undefined) return;
    Promise.resolve(act()).catch((error: unknown) => console.error('That did not work:', error));
  }

  readonly #actions: Readonly<Record<string, () => void | Promise<void>>> = {
    '\u0003': () => this.#end(),
    q: () => this.#end(),
    u: () => this.#turnCable(),
    a: () => {
      this.#isAirplane = !this.#isAirplane;
      this.#phone.setAirplane(this.#isAirplane);
      console.log(`Airplane mode is ${this.#isAirplane ? 'on: nothing can be sent' : 'off'}.`);
    },
    t: () => {
      this.#phone.radio.receive({ from: '+9779800000001', body: 'Hello from outside' });
      console.log('A text came in from +9779800000001: "Hello from outside"');
    },
    k: () => {
      const { relay } = this.#phone;
      const wasRunning = relay.state.isRunning;
      if (wasRunning) relay.kill();
      else relay.start();
      console.log(wasRunning ? 'The relay app was killed.' : 'The relay app was started.');
    },
    r: async () => {
      console.log('The phone restarts …');
      await this.#phone.reboot();
    },
    p: () => this.#phone.adbd.auth.allow(),
    s: () => {
      this.#shown = '';
      this.#tell();
      console.log(KEYS);
    },
  };

  async #turnCable(): Promise<void> {
    this.#isPlugged = !this.#isPlugged;
    if (this.#isPlugged) await this.#phone.plug();
    else await this.#phone.unplug();
  }

  #tell(): void {
    const now = this.#situation();
    if (now !== this.#shown) console.log(now);
    this.#shown = now;
    const log = this.#phone.radio.log();
    for (const { to, text, part, parts, attempt_id } of log.slice(this.#textsShown)) {
      const count = parts > 1 ? ` (part ${part} of ${parts})` : '';
      if (part === 1) console.log(`Sent to ${to}${count}: ${text}   [${attempt_id}]`);
    }
    this.#textsShown = log.length;
  }

  #situation(): string {
    const { adbd, serial, relay, isRelayInstalled } = this.#phone;
    if (!adbd.isPlugged) return 'Unplugged. Press u to plug it in again.';
    if (adbd.auth.isAsking) return 'The phone asks "Allow USB debugging?". Press p to tap Allow.';
    if (!adbd.isOnline) return 'Plugged in, but no adb server has taken the phone yet.';
    if (!isRelayInstalled) return 'Plugged in, without the relay app.';
    const { isPaired, isLinked, problem } = relay.state;
    if (isLinked) return 'Linked: RelayDesk can send through this phone.';
    const why = problem === null ? '' : ` (${problem})`;
    if (isPaired) return `Paired, but not linked at the moment${why}.`;
    const how = `Click "Pair" on the Devices screen, or run: npx relaydesk provision ${serial}`;
    return `Plugged in, not paired yet${why}. ${how}`;
  }
}
