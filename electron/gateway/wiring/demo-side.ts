/** Runs the demo phone beside the gateway; it dials the relay link like any phone. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createDemoPhone } from '../demo-phone/demo-phone.ts';
import type { DeviceService } from '../devices/device-service.ts';
import type { PairingDesk } from '../devices/pairing-desk.ts';
import { untilReady } from '../devices/ready-wait.ts';
import type { Clock } from '../foundation/clock.ts';
import { logged } from '../foundation/faults.ts';
import type { Logger } from '../foundation/logger.ts';
import { every } from '../foundation/timers.ts';
import { openDatabase, type Database } from '../storage/database.ts';

export interface RunningDemoPhone {
  stop(): Promise<void>;
}

interface DemoDeps {
  readonly dataDir: string;
  readonly devices: DeviceService;
  readonly pairing: PairingDesk;
  readonly pin: string;
  readonly port: number;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Under this serial the demo phone stays one device, however often it pairs. */
const DEMO_SERIAL = 'demo-phone';

/** A program that starts us and sends at once should find the demo phone ready; without it the start goes on. */
const READY_DEADLINE_MS = 3_000;

/** How long after its ledger failed it is opened again: a disk may have room by then. */
const RESTART_MS = 5_000;

/** A file of the phone's own: a phone does not share the gateway's. */
function openLedger(directory: string): Database {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return openDatabase(join(directory, 'ledger.db'));
}

/**
 * Resolves when it is ready, or is not going to be soon; its troubles are its own, and logged. A ledger that could not
 * be used, as on a full disk, is opened again every few seconds.
 */
export async function startDemoPhone(deps: DemoDeps): Promise<RunningDemoPhone> {
  const { pairing, clock, log } = deps;
  const directory = join(deps.dataDir, 'demo-phone');
  const phone = createDemoPhone({
    openLedger: () => openLedger(directory),
    now: () => clock.now(),
    logger: log,
  });
  let code: string | null = null;

  /** With a new code: the one before may be spent although the phone could not store what it got for it. */
  function start(): void {
    if (code !== null) pairing.revoke(code);
    code = pairing.issue({
      mode: 'test',
      hardwareSerial: DEMO_SERIAL,
      partsPerMinute: null,
      name: 'Demo phone',
    });
    phone.start({ host: '127.0.0.1', port: deps.port, pin: deps.pin, code });
  }

  async function restart(): Promise<void> {
    try {
      await phone.stop();
      if (!isStopped) start();
    } catch (error) {
      log.error({ error: String(error) }, 'the demo phone could not be started again');
    }
  }

  let isStopped = false;
  let restarting = Promise.resolve();
  start();
  if (phone.problem === null) await untilReady(deps.devices, 'test', READY_DEADLINE_MS);
  else {
    log.error(
      { directory },
      'the demo phone does not run; remove its folder to give it a new ledger, it holds test texts only',
    );
  }
  const watch = every(
    RESTART_MS,
    () => {
      if (phone.problem === 'ledger_unusable') restarting = restart();
    },
    logged(log, 'the demo phone could not be looked after'),
  );
  return {
    stop: async () => {
      isStopped = true;
      watch.stop();
      await restarting;
      if (code !== null) pairing.revoke(code);
      await phone.stop();
    },
  };
}
