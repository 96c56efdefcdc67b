/**
 * One JVM that runs the relay app's own classes on Robolectric: the process of the app. Orders go in and events come
 * out as JSON lines over stdin and stdout; see `relay-apk/src/test/java/app/relaydesk/relay/host/`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

/** The phone, as far as the app's process speaks to it. */
interface JvmPhone {
  /** Answers what the app asks, while it waits. */
  readonly ask: (question: JsonObject) => JsonObject;
  /** Hears what the app's side tells: a service that runs or no more, a rule of Android that it broke. */
  readonly event: (event: JsonObject) => void;
}

/** A value that is a word in the protocol; anything else as it is written. */
export const wordOf = (value: Json | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);

const APK_DIRECTORY = path.resolve(import.meta.dirname, '../../../relay-apk');
const TARGET = path.join(APK_DIRECTORY, 'target');
/** Written by the Maven build's test profile. */
const CLASSPATH_FILE = path.join(TARGET, 'host-classpath.txt');
const STDERR_KEPT = 16_384;
const ORDER_DEADLINE_MS = 30_000;

interface JvmNetwork {
  readonly socksPort: number;
  /** Name of this JVM at the SOCKS door. */
  readonly user: string;
}

export class RelayJvm {
  readonly user: string;
  /** Resolves when the process is gone. */
  readonly gone: Promise<void>;
  readonly #child: ChildProcess;
  /** What Robolectric unpacks; a killed JVM clears nothing away. */
  readonly #temporary: string;
  readonly #waiting = new Map<number, (answer: JsonObject) => void>();
  #lastId = 0;
  #phone: JvmPhone | null = null;
  #stderr = '';
  #isGone = false;
  #setIdle: (() => void) | undefined;
  #idle: Promise<void>;

  constructor(network: JvmNetwork) {
    this.user = network.user;
    this.#temporary = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-jvm-'));
    this.#child = spawn('java', jvmArguments(network, this.#temporary), {
      cwd: APK_DIRECTORY,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.gone = once(this.#child, 'exit').then(() => {
      this.#end();
      this.clearAway();
    });
    // A JVM that can't be started is a dead one; its orders say so.
    this.#child.on('error', (error) => {
      this.#stderr += String(error);
    });
    this.#child.stdin?.on('error', () => undefined);
    this.#idle = new Promise((resolve) => {
      this.#setIdle = resolve;
    });
    if (this.#child.stdout !== null) {
      createInterface({ input: this.#child.stdout }).on('line', (line) => this.#hear(line));
    }
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString()).slice(-STDERR_KEPT);
    });
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** What it last said on standard error. */
  get stderr(): string {
    return this.#stderr;
  }

  /** Resolves when no life runs in it and one may begin. */
  async ready(): Promise<void> {
    await Promise.race([this.#idle, this.gone]);
    if (this.#isGone) throw new Error(`the app's JVM died before it began:\n${this.#stderr}`);
  }

  /** Begins a life of the app's process: nothing of the app runs yet. */
  async begin(order: JsonObject, phone: JvmPhone): Promise<void> {
    await this.ready();
    this.#phone = phone;
    this.#idle = new Promise((resolve) => {
      this.#setIdle = resolve;
    });
    await this.order('begin', order);
  }

  /** Has an order done on the app's main thread. Rejects when the process dies before it answers. */
  order(what: string, fields: JsonObject = {}): Promise<JsonObject> {
    if (this.#isGone) return Promise.reject(new Error("the app's process is gone"));
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new Error(`the app did not do "${what}" in time:\n${this.#stderr}`));
      }, ORDER_DEADLINE_MS);
      this.#waiting.set(id, (answer) => {
        clearTimeout(deadline);
        if (answer.ok === true) resolve(answer);
        else reject(new Error(`the app's process failed at "${what}": ${wordOf(answer.problem)}`));
      });
      this.#write({ ...fields, do: what, id });
    });
  }

  /** kill -9. */
  kill(): void {
    this.#child.kill('SIGKILL');
    this.#end();
  }

  /** Removes its temporary files; by itself when the process is gone. */
  clearAway(): void {
    rmSync(this.#temporary, { recursive: true, force: true });
  }

  #write(line: JsonObject): void {
    this.#child.stdin?.write(`${JSON.stringify(line)}\n`);
  }

  #hear(text: string): void {
    // What a killed process had said still lies in the pipe; the dead ask for nothing.
    if (this.#isGone) return;
    const line = parseObject(text);
    if (line === null) return;
    if (typeof line.n === 'number') this.#write({ ...this.#phone?.ask(line), answer: line.n });
    else if (typeof line.id === 'number') this.#settle(line.id, line);
    else if (line.event === 'waiting') this.#setIdle?.();
    else this.#phone?.event(line);
  }

  #settle(id: number, answer: JsonObject): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }

  #end(): void {
    this.#isGone = true;
    for (const id of [...this.#waiting.keys()]) {
      this.#settle(id, { ok: false, problem: `the process is gone\n${this.#stderr}` });
    }
  }
}

function jvmArguments({ socksPort, user }: JvmNetwork, temporary: string): string[] {
  if (!existsSync(CLASSPATH_FILE)) {
    throw new Error('The relay app is not built for tests. Run `npm run test:relay` first.');
  }
  const archives = ['monitor', 'idling', 'tracing'].map((name) =>
    path.join(TARGET, 'aar', name, 'classes.jar'),
  );
  const classpath = [
    path.join(TARGET, 'test-classes'),
    path.join(TARGET, 'classes'),
    ...archives,
    readFileSync(CLASSPATH_FILE, 'utf8').trim(),
  ].join(path.delimiter);
  return [
    '-Xmx400m',
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    '-Xshare:auto',
    '--add-opens=java.base/java.net=ALL-UNNAMED',
    `-Djava.io.tmpdir=${temporary}`,
    '-Drobolectric.offline=true',
    `-Drobolectric.dependency.dir=${path.join(TARGET, 'robolectric')}`,
    '-DsocksProxyHost=127.0.0.1',
    `-DsocksProxyPort=${socksPort}`,
    '-DsocksNonProxyHosts=',
    // What Java gives to a SOCKS proxy that asks who is there.
    `-Duser.name=${user}`,
    '-cp',
    classpath,
    'app.relaydesk.relay.host.HostMain',
  ];
}

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    // Something that wrote to stdout in spite of all; never ours.
    return null;
  }
}

const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
