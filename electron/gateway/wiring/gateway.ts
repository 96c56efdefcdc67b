/** Starts and stops one gateway: storage, link, HTTP, ADB, demo phone, dispatcher, in that order. */
import { join } from 'node:path';
import { DATABASE_FILE } from '../../shared/data-place.ts';
import { GatewayStartError } from '../../shared/start-error.ts';
import { sentence } from '../../shared/words/words.ts';
import { systemClock, type Clock } from '../foundation/clock.ts';
import { consoleSocketPathOf, longestSocketPath } from '../foundation/console-socket-path.ts';
import { logged } from '../foundation/faults.ts';
import { createLogger, type Logger } from '../foundation/logger.ts';
import { createSteadyClock } from '../foundation/steady-clock.ts';
import type { AdbSide, AdbSideDeps } from './adb-side.ts';
import { createNoAdbSide } from './no-adb-side.ts';
import { startDemoPhone, type RunningDemoPhone } from './demo-side.ts';
import { startDoors, type Doors } from './doors.ts';
import { linkCallbacks } from './link-side.ts';
import type { GatewayInfo, GatewayOptions } from './gateway-options.ts';
import { createGatewayServices, type GatewayServices } from './services.ts';
import { createPairingDesk } from '../devices/pairing-desk.ts';
import { createRelayKey, spkiPin } from '../relay/relay-key.ts';
import { createRelayLink, RelayListenError, type RelayLink } from '../relay/relay-link.ts';
import { loadOrMakeKey } from '../secrets/relay-key-file.ts';
import { damageSentence, isDamage } from '../storage/database.ts';
import { openStorage, type Storage } from '../storage/storage.ts';

export interface Gateway {
  start(): Promise<GatewayInfo>;
  /** Resolves when nothing is left running. Safe twice and before start. */
  stop(): Promise<void>;
  /** Closes the storage at once, before the process ends for a fault. */
  abandon(): void;
}

interface Running {
  readonly storage: Storage;
  readonly services: GatewayServices;
  link?: RelayLink;
  doors?: Doors;
  adb?: AdbSide;
  demo?: RunningDemoPhone;
  damageWatch?: { stop(): Promise<void> };
}

/** Makes a gateway; nothing is opened before `start`. */
export function createGateway(options: GatewayOptions): Gateway {
  let running: Running | null = null;
  let starting: Promise<GatewayInfo> | null = null;
  let stopping: Promise<void> | null = null;
  const log = options.logger ?? createLogger('warn');
  const clock = createSteadyClock(options.clock ?? systemClock);

  async function start(): Promise<GatewayInfo> {
    refuseLongSocketPath(options);
    const { storage, services } = open(options, clock, log);
    running = { storage, services };
    clock.onStep((stepMs) => {
      log.warn({ stepMs }, 'the clock of this computer was set');
      services.clockStepped(stepMs).catch(logged(log, 'retries could not follow the clock'));
    });
    const key = await loadOrMakeKey(join(options.dataDir, 'relay-key.json'), createRelayKey);
    const pin = spkiPin(key.certificatePem);
    const pairing = createPairingDesk(
      () => clock.monotonic(),
      () => services.sending.read().partsPerMinute,
    );
    const link = createRelayLink({
      key,
      callbacks: linkCallbacks(services, pairing, clock, log),
      host: '127.0.0.1',
      port: options.relayPort,
      now: () => clock.now(),
      logger: log,
    });
    await link.start();
    running.link = link;
    const adb = await openAdbSide({
      options,
      services,
      pairing,
      pin,
      relayPort: () => link.port,
      clock,
      log,
    });
    running.adb = adb;
    running.doors = await startDoors({
      options,
      services,
      storage,
      adb,
      pairing,
      pin,
      relayPort: link.port,
      clock,
      log,
    });
    services.readClock().catch(logged(log, 'retries could not be looked at'));
    services.dispatcher.start();
    services.pruner.start();
    services.searchFeed.start();
    services.reconcile.start();
    services.takeover.start();
    services.backups.start();
    services.bulk.start();
    adb.start();
    if (options.demoPhone) {
      running.demo = await startDemoPhone({
        dataDir: options.dataDir,
        devices: services.devices,
        pairing,
        pin,
        port: link.port,
        clock,
        log,
      });
    }
    // They are shown once: whatever could keep them from being shown has happened before they are made.
    const tokens =
      services.access.isFresh && options.makeTokens === true
        ? await services.access.createFirstTokens()
        : null;
    // The last of all: a check of a large database must not make the start slow.
    running.damageWatch = storage.watchDamage(services.damageListener);
    return { ...running.doors.info, relayPort: link.port, tokens };
  }

  async function stop(): Promise<void> {
    const own = running;
    if (own === null) return;
    await own.demo?.stop();
    await own.adb?.stop();
    await own.doors?.stop();
    await own.services.pruner.stop();
    await own.services.backups.stop();
    await own.services.searchFeed.stop();
    await own.services.reconcile.stop();
    await own.services.takeover.stop();
    await own.services.bulk.stop();
    await own.services.dispatcher.stop();
    await own.link?.stop();
    await own.services.reader.stop();
    await own.damageWatch?.stop();
    own.storage.close();
    running = null;
  }

  return {
    start: () => {
      starting ??= start().catch(async (error: unknown) => {
        await stop();
        throw sentenceOf(error, options);
      });
      return starting;
    },
    stop: () => {
      stopping ??= (async () => {
        try {
          await starting;
        } catch {
          // `start` has cleaned up and told its caller why.
          return;
        }
        await stop();
      })();
      return stopping;
    },
    abandon: () => {
      running?.storage.abandon();
    },
  };
}

function refuseLongSocketPath({ dataDir, consoleSocketPath }: GatewayOptions): void {
  const path = consoleSocketPath ?? consoleSocketPathOf(dataDir);
  const max = longestSocketPath();
  if (max === null || Buffer.byteLength(path) <= max) return;
  throw new GatewayStartError(sentence('start.socket_path_too_long', { path, max }));
}

/**
 * Reading the first rows is part of it: a damaged page may show only there. Then the file is checked, and opened once
 * more if only indexes were hurt.
 */
function open(options: GatewayOptions, clock: Clock, log: Logger): Pick<Running, 'storage' | 'services'> {
  try {
    return openOnce(options, clock, log, false);
  } catch (error) {
    if (!isDamage(error)) throw startErrorOf(error, options.dataDir);
  }
  try {
    return openOnce(options, clock, log, true);
  } catch (error) {
    throw startErrorOf(error, options.dataDir);
  }
}

function openOnce(
  options: GatewayOptions,
  clock: Clock,
  log: Logger,
  mustCheck: boolean,
): Pick<Running, 'storage' | 'services'> {
  const storage = openStorage(options.dataDir, log, { mustCheck });
  try {
    const { demoPhone: hasDemoPhone, dataDir, readDeadlineMs } = options;
    return {
      storage,
      services: createGatewayServices(storage, clock, log, { hasDemoPhone, dataDir, readDeadlineMs }),
    };
  } catch (error) {
    storage.close();
    throw error;
  }
}

function startErrorOf(error: unknown, dataDir: string): Error {
  if (error instanceof GatewayStartError) return error;
  if (isDamage(error)) return new GatewayStartError(damageSentence(join(dataDir, DATABASE_FILE)), error);
  const why = error instanceof Error ? error.message : String(error);
  return new GatewayStartError(sentence('start.directory_not_opened', { dataDir, why }), error);
}

/** adbkit is loaded only where ADB is used. */
async function openAdbSide(deps: AdbSideDeps): Promise<AdbSide> {
  const { adbPort } = deps.options;
  if (adbPort === null) return createNoAdbSide(deps);
  const { createAdbSide } = await import('./adb-side.ts');
  return createAdbSide(deps, adbPort);
}

/** The sentence that a person reads when the start fails. */
function sentenceOf(error: unknown, options: GatewayOptions): Error {
  if (error instanceof RelayListenError && error.code === 'EADDRINUSE') {
    return new GatewayStartError(sentence('start.relay_port_taken', { port: options.relayPort }), error);
  }
  if (error instanceof Error && Reflect.get(error, 'code') === 'EADDRINUSE') {
    return new GatewayStartError(sentence('start.port_taken', { port: options.httpPort }), error);
  }
  return error instanceof Error ? error : new Error(String(error));
}
