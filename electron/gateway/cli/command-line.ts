import { Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_PORTS, parsePort } from '../../shared/ports.ts';
import { PAGE_ROWS, parsePageLimit } from '../../shared/page-limit.ts';
import { inEnglish, sentence } from '../../shared/words/words.ts';
import { readVersion } from '../foundation/product-version.ts';
import { backUp, reconcile, restore } from './backup-command.ts';
import { callConsole } from './console-client.ts';
import { defaultDataDir } from './data-dir.ts';
import { doctor, type DoctorOptions } from './doctor-command.ts';
import { listInbox, switchInbox } from './inbox-command.ts';
import { provision } from './provision-command.ts';
import { answerTakeover, listTakeovers } from './takeover-command.ts';
import type { ServeOptions } from './serve-command.ts';

function readPort(text: string): number {
  const port = parsePort(text);
  if (port === null) throw new InvalidArgumentError(inEnglish(sentence('cli.bad_port')).message);
  return port;
}

function readLimit(text: string): number {
  const limit = parsePageLimit(text);
  if (limit !== null) return limit;
  throw new InvalidArgumentError(inEnglish(sentence('cli.bad_limit', { most: PAGE_ROWS.most })).message);
}

function defaultAdbPort(): number {
  return parsePort(process.env.ANDROID_ADB_SERVER_PORT ?? '') ?? DEFAULT_PORTS.adb;
}

const dataDirOption = (): Option =>
  new Option('--data-dir <dir>', 'where everything is kept').default(defaultDataDir());
const jsonOption = (): Option => new Option('--json', 'answer in JSON, for programs').default(false);

/** Runs a command whose failure is a sentence, not a stack. */
async function run(work: () => Promise<boolean>): Promise<void> {
  try {
    process.exitCode = (await work()) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

function print(answer: Record<string, unknown>): boolean {
  process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  return true;
}

/** The whole command line; thin clients of a running gateway, and `serve`, which runs one. */
export function createCommandLine(): Command {
  const program = new Command('relaydesk')
    .description('Your own SMS gateway: phones plugged into this computer send the texts of your programs.')
    .version(readVersion());

  program
    .command('serve')
    .description('run the gateway, with its screens in a browser')
    .addOption(dataDirOption())
    .option('--port <port>', 'port of the API and the screens, on 127.0.0.1', readPort, DEFAULT_PORTS.http)
    .option('--relay-port <port>', 'port that phones dial', readPort, DEFAULT_PORTS.relay)
    .option('--adb-port <port>', 'port of the adb server', readPort, defaultAdbPort())
    .option('--no-adb', 'leave ADB alone')
    .option('--demo-phone', 'add a simulated phone, for trying things without hardware', false)
    .addOption(
      new Option('--log-level <level>', 'what to log')
        .choices(['info', 'warn', 'error', 'silent'])
        .default('warn'),
    )
    .addOption(jsonOption())
    // Only this command loads a gateway; the others would wait for Fastify and SQLite for nothing.
    .action(async (options: ServeOptions) => (await import('./serve-command.ts')).serve(options));

  program
    .command('provision')
    .description('install the relay app on a phone that ADB lists, and pair it')
    .argument('<serial>', 'as `adb devices` shows it')
    .option('--replace', 'remove a relay app that somebody else signed, with its records', false)
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action((serial: string, options: { dataDir: string; json: boolean; replace: boolean }) =>
      run(() => provision({ ...options, serial })),
    );

  program
    .command('devices')
    .description('list the phones')
    .addOption(dataDirOption())
    .action((options: { dataDir: string }) =>
      run(async () => print(await callConsole(options.dataDir, 'GET', '/devices'))),
    );

  program
    .command('status')
    .description('show the queue and the phones')
    .addOption(dataDirOption())
    .action((options: { dataDir: string }) =>
      run(async () => print(await callConsole(options.dataDir, 'GET', '/overview'))),
    );

  program
    .command('backup')
    .description('copy the database into one checked file, while the gateway runs or not')
    .argument('[file]', 'a new file; a name of its own in the folder of backups unless told')
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action((file: string | undefined, options: { dataDir: string; json: boolean }) =>
      run(() => backUp({ ...options, file: file ?? null })),
    );

  program
    .command('restore')
    .description('put a backup in the place of the database; stop the gateway first')
    .argument('<file>', 'as `relaydesk backup` made it')
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action((file: string, options: { dataDir: string; json: boolean }) =>
      run(() => restore({ ...options, file })),
    );

  program
    .command('reconcile')
    .description('show which phones must still tell what they sent after a restore')
    .option('--release', 'let messages go without the phones that did not answer', false)
    .option('--accept-duplicate-risk', 'what those phones sent may be sent a second time', false)
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action((options: { dataDir: string; json: boolean; release: boolean; acceptDuplicateRisk: boolean }) =>
      run(() => reconcile(options)),
    );

  program
    .command('doctor')
    .description('look at everything a gateway needs, and say what to do; changes nothing')
    .addOption(dataDirOption())
    .option('--port <port>', 'port of the API and the screens', readPort, DEFAULT_PORTS.http)
    .option('--relay-port <port>', 'port that phones dial', readPort, DEFAULT_PORTS.relay)
    .option('--adb-port <port>', 'port of the adb server', readPort, defaultAdbPort())
    .addOption(jsonOption())
    .action((options: DoctorOptions) => run(() => doctor(options)));

  program
    .command('tokens')
    .description('make a token for a program; it is shown this once')
    .argument('<name>', 'what the program is called')
    .addOption(dataDirOption())
    .option('--test', 'a token for the demo phone', false)
    .action((name: string, options: { dataDir: string; test: boolean }) =>
      run(async () =>
        print(
          await callConsole(options.dataDir, 'POST', '/tokens', {
            name,
            mode: options.test ? 'test' : 'live',
          }),
        ),
      ),
    );

  const inbox = program.command('inbox').description('texts that phones received');
  inbox
    .command('list')
    .description('show the newest received texts')
    .addOption(dataDirOption())
    .option('--limit <n>', 'how many', readLimit, PAGE_ROWS.unlessTold)
    .addOption(jsonOption())
    .action((options: { dataDir: string; json: boolean; limit: number }) => run(() => listInbox(options)));
  for (const [name, on, description] of [
    ['on', true, 'let answers and STOP words that a SIM receives leave the phone'],
    ['off', false, 'keep every text that a SIM receives on the phone'],
  ] as const) {
    inbox
      .command(name)
      .description(description)
      .argument('<sim>', 'sim_… id, or the name of the phone and the slot: "Relay Device 1/1"')
      .addOption(dataDirOption())
      .addOption(jsonOption())
      .action((sim: string, options: { dataDir: string; json: boolean }) =>
        run(() => switchInbox({ ...options, sim, on })),
      );
  }
  addTakeover(program);
  return program;
}

/** Whether the SIM in the place of one that is gone takes over what waits. */
function addTakeover(program: Command): void {
  const takeover = program
    .command('takeover')
    .description('SIMs in the place of one that is gone, while messages wait for it');
  takeover
    .command('list')
    .description('show them: phone and slot, carrier, messages that wait, the id of the SIM that is gone')
    .addOption(dataDirOption())
    .addOption(jsonOption())
    .action((options: { dataDir: string; json: boolean }) => run(() => listTakeovers(options)));
  for (const [name, takesOver, description] of [
    ['yes', true, 'let what waits go through the SIM that is there now'],
    ['no', false, 'let it wait until the SIM that is gone comes back'],
  ] as const) {
    takeover
      .command(name)
      .description(description)
      .argument('<sim>', 'sim_… id of the SIM that is gone, or the phone and the slot: "Relay Device 1/1"')
      .addOption(dataDirOption())
      .addOption(jsonOption())
      .action((sim: string, options: { dataDir: string; json: boolean }) =>
        run(() => answerTakeover({ ...options, sim, takesOver })),
      );
  }
}
