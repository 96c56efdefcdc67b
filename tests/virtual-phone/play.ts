/**
 * `npm run phone`: a virtual phone to play with beside a running RelayDesk. It is "plugged in" at this machine's adb
 * server, shows every text it sends, and can be unplugged, put in airplane mode or texted from by a key.
 */
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify, parseArgs } from 'node:util';
import { askAdbServer } from './adb-host.ts';
import { createVirtualPhone, type VirtualPhone } from './phone.ts';
import { PlaySession } from './play-session.ts';
import { type RadioRule } from './radio/radio-types.ts';

const HELP = `A virtual phone for RelayDesk, joined to this machine's adb server.

  --name NAME            model name on the Devices screen (default "Virtual Phone")
  --number NUMBER        the phone's own number (default none, as most SIMs)
  --adb-port PORT        adb server (default ANDROID_ADB_SERVER_PORT, else 5037; started if there is none)
  --port PORT            the phone's own ADB port (default made from the name)
  --data-dir DIR         where its ledger and radio log live (default in the temporary folder, kept between runs)
  --numbers-fail A,B     texts to these numbers fail at the radio
  --not-installed        without the relay app
  --ask                  shows "Allow USB debugging?" first, which the key p answers
  --help`;

/** Android's GENERIC_FAILURE. */
const RESULT_GENERIC_FAILURE = 1;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      name: { type: 'string', default: 'Virtual Phone' },
      number: { type: 'string' },
      'adb-port': { type: 'string', default: process.env['ANDROID_ADB_SERVER_PORT'] ?? '5037' },
      port: { type: 'string' },
      'data-dir': { type: 'string' },
      'numbers-fail': { type: 'string', default: '' },
      'not-installed': { type: 'boolean', default: false },
      ask: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const slug = values.name.toLowerCase().replaceAll(/\W+/g, '-');
  const directory = path.resolve(values['data-dir'] ?? path.join(os.tmpdir(), `relaydesk-phone-${slug}`));
  mkdirSync(directory, { recursive: true });
  const adbPort = portOf(values['adb-port'], '--adb-port');
  const phone = createVirtualPhone({
    directory,
    // The same name gets the same port, so that a paired phone comes back under the serial it was paired with.
    port: values.port === undefined ? portFor(slug) : portOf(values.port, '--port'),
    model: values.name,
    serialNumber: `VIRTUAL-${slug.toUpperCase()}`,
    auth: values.ask ? 'prompt' : 'none',
    isRelayInstalled: !values['not-installed'],
    sims: [{ id: 1, slot: 1, carrier: 'Virtual Telecom', mcc_mnc: '42901', number: values.number ?? null }],
    radioScript: failing(values['numbers-fail']),
  });
  await plugIn(phone, adbPort);
  console.log(`Its ledger and radio log: ${directory}`);
  await new PlaySession(phone).run();
}

async function plugIn(phone: VirtualPhone, adbPort: number): Promise<void> {
  await startAdbServer(adbPort);
  await phone.start();
  await phone.joinAdb(adbPort);
  console.log(`The phone is on ${phone.serial}; the adb server on port ${adbPort} says: ${phone.adbAnswer}`);
}

async function startAdbServer(port: number): Promise<void> {
  const isRunning = await askAdbServer(port, 'host:version').then(
    () => true,
    () => false,
  );
  if (isRunning) return;
  console.log(`No adb server on port ${port}; starting one …`);
  await promisify(execFile)('adb', ['-P', String(port), 'start-server']).catch((cause: unknown) => {
    throw new Error('there is no adb on this machine (Debian: apt install adb)', { cause });
  });
}

function failing(numbers: string): RadioRule[] {
  const wanted = numbers.split(',').map((number) => number.trim());
  return wanted
    .filter((number) => number !== '')
    .map((to) => ({ to, plan: { result: RESULT_GENERIC_FAILURE, delivery: 'missing' } }));
}

function portOf(text: string, option: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`${option} needs a port number, not ${text}`);
}

/** A port from 26,000 to 27,999, far from those that adb scans. */
function portFor(slug: string): number {
  let sum = 0;
  for (const char of slug) sum = (sum * 31 + char.charCodeAt(0)) % 2000;
  return 26_000 + sum;
}

try {
  await main();
} catch (error) {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const why = error instanceof Error ? error.message : String(error);
  console.error(isTaken ? `${why}: is this phone running already? Try another --name or --port.` : why);
  process.exitCode = 1;
}
