/** Opens the two doors, the loopback port and the private socket, over the services. */
import { join } from 'node:path';
import type { AdbSide } from './adb-side.ts';
import type { Clock } from '../foundation/clock.ts';
import { consoleSocketPathOf } from '../foundation/console-socket-path.ts';
import type { Logger } from '../foundation/logger.ts';
import { DEFAULT_PARTS_PER_MINUTE, type GatewayInfo, type GatewayOptions } from './gateway-options.ts';
import type { PairingDesk } from '../devices/pairing-desk.ts';
import type { GatewayServices } from './services.ts';
import { createChangeStreams } from '../http/console/change-stream.ts';
import { createConsoleAuth } from '../http/console/console-auth.ts';
import { createOperatorSessions } from '../http/console/operator-sessions.ts';
import { createHttpApp } from '../http/http-app.ts';
import type { HttpParts, ReadyCheck } from '../http/http-parts.ts';
import { createDoors, listenOnLoopback, listenOnSocket } from '../http/http-server.ts';
import { readVersion } from '../foundation/product-version.ts';
import { writePrivateFile } from '../secrets/relay-key-file.ts';
import { QUEUE_STATES, REFUSING_QUEUE_STATES, type Mode } from '../../shared/states.ts';
import type { Storage } from '../storage/storage.ts';

export interface Doors {
  readonly info: Omit<GatewayInfo, 'relayPort' | 'tokens'>;
  stop(): Promise<void>;
}

export interface DoorParts {
  readonly options: GatewayOptions;
  readonly services: GatewayServices;
  readonly storage: Storage;
  readonly adb: AdbSide;
  readonly pairing: PairingDesk;
  readonly pin: string;
  readonly relayPort: number;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A secret lives ten minutes; a fresh one is laid out a little earlier. */
const SIGN_IN_RENEW_MS = 9 * 60_000;

export async function startDoors(parts: DoorParts): Promise<Doors> {
  const { options, clock } = parts;
  const doors = createDoors();
  const sessions = createOperatorSessions(() => clock.now());
  const streams = createChangeStreams(parts.services.feed);
  const isHeadless = options.launchToken === undefined;
  const signInLinkPath = isHeadless ? join(options.dataDir, 'sign-in-link') : null;
  let port = 0;
  const layOutSignIn = (): void => {
    if (signInLinkPath === null) return;
    writePrivateFile(signInLinkPath, `http://127.0.0.1:${port}/#/sign-in?secret=${sessions.newSecret()}\n`);
  };
  const app = await createHttpApp({
    parts: httpParts(parts),
    auth: createConsoleAuth({ doors, sessions, launchToken: options.launchToken ?? null }),
    sessions,
    streams,
    signInUsed: layOutSignIn,
    port: () => port,
    rendererDir: isHeadless ? (options.rendererDir ?? null) : null,
  });
  port = await listenOnLoopback(app, options.httpPort);
  const consoleSocketPath = options.consoleSocketPath ?? consoleSocketPathOf(options.dataDir);
  const socket = await listenOnSocket(app, consoleSocketPath, doors.markDesktop);
  layOutSignIn();
  const renewal = setInterval(layOutSignIn, SIGN_IN_RENEW_MS);
  const url = `http://127.0.0.1:${port}`;
  return {
    info: { url, consoleUrl: `${url}/`, consoleSocketPath, signInLinkPath },
    stop: async () => {
      clearInterval(renewal);
      streams.closeAll();
      await socket.close();
      await app.close();
    },
  };
}

function httpParts(parts: DoorParts): HttpParts {
  const { services, clock, log, adb, pairing } = parts;
  const { devices, dispatcher, access } = services;
  return {
    version: readVersion(),
    startedAt: clock.now(),
    clock,
    log,
    access,
    messages: services.messages,
    inbox: services.inbox,
    devices,
    feed: services.feed,
    partsLeft: (deviceId, limit) => dispatcher.partsLeft(deviceId, limit),
    sentToday: (deviceId) => services.attempts.sentSince(deviceId, startOfDay(clock.now())),
    queue: services.queue,
    ready: (mode) => readyChecks(services, mode),
    isRunning: () => !services.isPaused(),
    setPaused: async (isPaused) => {
      await services.writer.write(() => {
        services.settings.set('queue_paused', String(isPaused));
        services.feed.note('queue', '');
      });
      dispatcher.wake();
    },
    previewNumber: services.readNumber,
    createToken: (name, mode) => services.writer.write(() => access.createToken(name, mode)),
    hasDemoPhone: parts.options.demoPhone,
    adb: { view: adb.view, phones: adb.phones },
    provisioning: { start: adb.provision, run: adb.run },
    pairingCode: (wanted) => ({
      code: pairing.issue({
        mode: 'live',
        hardwareSerial: wanted.serial ?? null,
        partsPerMinute:
          wanted.parts_per_minute === undefined ? DEFAULT_PARTS_PER_MINUTE : wanted.parts_per_minute,
        name: wanted.name ?? null,
      }),
      pin: parts.pin,
      host: '127.0.0.1',
      port: parts.relayPort,
    }),
  };
}

function startOfDay(now: number): number {
  const day = new Date(now);
  day.setHours(0, 0, 0, 0);
  return day.getTime();
}

function readyChecks(services: GatewayServices, mode: Mode): readonly ReadyCheck[] {
  const ready = services.devices.list(mode).filter((device) => device.state === 'ready').length;
  const state = services.queueState(mode);
  const refuses = REFUSING_QUEUE_STATES.includes(state);
  const isStorageFine = !services.isStorageLow();
  const phones = mode === 'test' ? 'demo phone' : 'phone';
  return [
    check('account', true, `Workspace “${services.access.workspace.name}” is set up.`, ''),
    check('subscription', true, 'No end date.', ''),
    check(
      'storage',
      isStorageFine,
      isStorageFine ? 'The disk has room.' : 'The disk is nearly full.',
      'Free some disk space.',
    ),
    check(
      'device',
      ready > 0,
      ready === 0 ? `No ${phones} is ready.` : `${ready} ${phones}${ready === 1 ? '' : 's'} ready.`,
      mode === 'test' ? 'Start with --demo-phone.' : 'Plug in a phone and click Pair on the Devices screen.',
    ),
    check(
      'queue',
      !refuses && state !== 'paused',
      state === 'running' || state === 'no_device' ? 'The queue takes messages.' : QUEUE_STATES[state],
      state === 'paused' ? 'Resume the queue.' : 'Wait until the backlog is shorter.',
    ),
  ];
}

function check(name: string, ok: boolean, message: string, fix: string): ReadyCheck {
  return { name, ok, message, fix: ok ? null : fix };
}
