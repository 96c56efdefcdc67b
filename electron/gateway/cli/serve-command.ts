import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inEnglish, sentence, type Sentence } from '../../shared/words/words.ts';
import { createLogger } from '../foundation/logger.ts';
import { createGateway } from '../wiring/gateway.ts';
import { installLastResort } from '../wiring/last-resort.ts';
import type { GatewayInfo } from '../wiring/gateway-options.ts';

export interface ServeOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly relayPort: number;
  readonly adbPort: number;
  readonly adb: boolean;
  readonly demoPhone: boolean;
  readonly json: boolean;
  readonly logLevel: 'info' | 'warn' | 'error' | 'silent';
}

/** The built screens, beside the bundle or in the checkout. */
function findRenderer(): string | undefined {
  const here = dirname(fileURLToPath(import.meta.url));
  const places = [
    join(here, '../renderer'),
    join(here, '../../renderer'),
    join(here, '../../../out/renderer'),
  ];
  return places.find((place) => existsSync(join(place, 'index.html')) && existsSync(join(place, 'assets')));
}

/** The one line of `--json`, as programs read it. */
function readyLine(info: GatewayInfo, hasDemoPhone: boolean): Readonly<Record<string, unknown>> {
  const base = {
    url: info.url,
    console_url: info.consoleUrl,
    relay_port: info.relayPort,
    sign_in_link_file: info.signInLinkPath,
  };
  if (info.tokens === null) return base;
  const { live, test } = info.tokens;
  return hasDemoPhone
    ? { ...base, token: test, test_token: test, live_token: live }
    : { ...base, token: live, test_token: test };
}

const words = (spoken: Sentence): string => inEnglish(spoken).message;

/** The link itself where only the operator sees it; on a full disk there may be no file yet. */
function signInLine(path: string): string {
  if (process.stdout.isTTY && existsSync(path)) return readFileSync(path, 'utf8').trim();
  return words(sentence('cli.link_in_file', { path }));
}

function printForPeople(info: GatewayInfo, options: ServeOptions): void {
  const lines = [
    words(sentence('cli.running')),
    `  Screens       ${info.consoleUrl}`,
    `  Sign-in link  ${signInLine(info.signInLinkPath ?? '')}`,
    `  API           ${info.url}/v1`,
  ];
  if (info.tokens !== null) {
    lines.push(`  Test token    ${info.tokens.test}`, `  Live token    ${info.tokens.live}`);
    lines.push(`  ${words(sentence('cli.tokens_once'))}`);
  }
  if (options.demoPhone) lines.push(`  ${words(sentence('cli.demo_phone_on'))}`);
  lines.push(`  Data          ${words(sentence('cli.data_is_plain', { dataDir: options.dataDir }))}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Runs a gateway until SIGTERM or SIGINT; the exit code is 0 after a clean stop, 1 when it could not start. */
export async function serve(options: ServeOptions): Promise<void> {
  const rendererDir = findRenderer();
  const log = createLogger(options.logLevel);
  const gateway = createGateway({
    dataDir: options.dataDir,
    httpPort: options.port,
    relayPort: options.relayPort,
    adbPort: options.adb ? options.adbPort : null,
    demoPhone: options.demoPhone,
    makeTokens: true,
    logger: log,
    ...(rendererDir === undefined ? {} : { rendererDir }),
  });
  installLastResort({
    dataDir: options.dataDir,
    abandon: () => {
      gateway.abandon();
    },
    log,
  });
  // Whoever read our output may go away; that ends no gateway.
  process.stdout.on('error', () => undefined);
  const stopping = new AbortController();
  const stop = (): void => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    gateway.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  try {
    const info = await gateway.start();
    if (options.json) process.stdout.write(`${JSON.stringify(readyLine(info, options.demoPhone))}\n`);
    else printForPeople(info, options);
  } catch (error) {
    if (stopping.signal.aborted) return;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
