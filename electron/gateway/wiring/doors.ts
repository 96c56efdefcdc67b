/** Opens the two doors, the loopback port and the private socket, over the services. */
import { resolve } from 'node:path';
import type { AdbSide } from './adb-side.ts';
import { readyChecks } from '../dispatch/ready-checks.ts';
import type { Clock } from '../foundation/clock.ts';
import { consoleSocketPathOf } from '../foundation/console-socket-path.ts';
import { logged } from '../foundation/faults.ts';
import type { Logger } from '../foundation/logger.ts';
import { signInLinkPathOf } from '../foundation/sign-in-link-path.ts';
import type { GatewayInfo, GatewayOptions } from './gateway-options.ts';
import { createModeChoice } from '../devices/mode-choice.ts';
import type { PairingDesk } from '../devices/pairing-desk.ts';
import type { GatewayServices } from './services.ts';
import { createChangeStreams } from '../http/console/change-stream.ts';
import { createConsoleAuth } from '../http/console/console-auth.ts';
import { createOperatorSessions } from '../http/console/operator-sessions.ts';
import { createSignInLink, NO_SIGN_IN_LINK } from '../http/console/sign-in-link.ts';
import { createServers } from '../http/gateway-server.ts';
import { createHttpApp } from '../http/http-app.ts';
import type { HttpDeps } from '../http/http-deps.ts';
import { createDoors, listenOnLoopback, listenOnSocket } from '../http/http-server.ts';
import { readVersion } from '../foundation/product-version.ts';
import { writePrivateFile } from '../storage/private-file.ts';
import type { Storage } from '../storage/storage.ts';

export interface Doors {
  readonly info: Omit<GatewayInfo, 'relayPort' | 'tokens'>;
  stop(): Promise<void>;
}

interface DoorDeps {
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

export async function startDoors(deps: DoorDeps): Promise<Doors> {
  const { options, clock, log } = deps;
  const doors = createDoors();
  const sessions = createOperatorSessions(() => clock.monotonic());
  const streams = createChangeStreams(deps.services.feed);
  const isHeadless = options.launchToken === undefined;
  const signInLinkPath = isHeadless ? resolve(signInLinkPathOf(options.dataDir)) : null;
  let port = 0;
  const signInLink =
    signInLinkPath === null
      ? NO_SIGN_IN_LINK
      : createSignInLink({
          renewSecret: sessions.renewSecret,
          port: () => port,
          write: (text) => {
            writePrivateFile(signInLinkPath, text);
          },
          log,
        });
  const createServer = createServers(logged(log, 'a request could not be let in'));
  const app = await createHttpApp({
    createServer,
    deps: httpDeps(deps),
    auth: createConsoleAuth({ doors, sessions, launchToken: options.launchToken ?? null }),
    sessions,
    streams,
    signInUsed: signInLink.renew,
    signInLinkPath,
    port: () => port,
    rendererDir: isHeadless ? (options.rendererDir ?? null) : null,
  });
  const loopback = await listenOnLoopback(app, createServer, options.httpPort);
  port = loopback.port;
  const consoleSocketPath = options.consoleSocketPath ?? consoleSocketPathOf(options.dataDir);
  const socket = await listenOnSocket(app, createServer, consoleSocketPath, doors.markDesktop);
  signInLink.start();
  const url = `http://127.0.0.1:${port}`;
  return {
    info: { url, consoleUrl: `${url}/`, consoleSocketPath, signInLinkPath },
    stop: async () => {
      signInLink.stop();
      streams.closeAll();
      await socket.close();
      await loopback.close();
      await app.close();
    },
  };
}

function httpDeps(deps: DoorDeps): HttpDeps {
  const { services, clock, log, adb, pairing } = deps;
  const { devices, dispatcher, access, queueStatus, queueSwitch } = services;
  return {
    version: readVersion(),
    startedAt: clock.monotonic(),
    clock,
    log,
    translateStorageError: services.translateStorageError,
    storageTrouble: services.storageTrouble,
    storageDamage: services.storageDamage,
    tellRows: services.tellRows,
    access,
    messages: services.messages,
    actions: services.actions,
    bulk: services.bulk,
    acts: services.acts,
    queueHolds: services.queueHolds,
    sending: services.sending,
    routing: services.routing,
    takeover: services.takeover,
    partsUsed: services.partsUsed,
    inbox: services.inbox,
    devices,
    feed: services.feed,
    partsLeft: (deviceId, limit) => dispatcher.partsLeft(deviceId, limit),
    sentToday: (deviceId) => services.counts.today({ deviceId }, clock.now()).sent,
    queue: queueStatus.view,
    ready: (mode) =>
      readyChecks({
        mode,
        workspaceName: access.workspace.name,
        readyPhones: devices.list(mode).filter((device) => device.state === 'ready').length,
        queueState: queueStatus.state(mode),
        storageTrouble: services.storageTrouble(),
        damage: services.storageDamage(),
      }),
    setPaused: queueSwitch.setPaused,
    backups: services.backups,
    reconcile: services.reconcile,
    unknownAttempts: services.orphanAttempts.count,
    readNumber: services.readNumber,
    createToken: access.createToken,
    hasDemoPhone: deps.options.demoPhone,
    modes: createModeChoice(devices, deps.options.demoPhone),
    adb: { view: adb.listed.condition, phones: adb.listed.phones },
    provisioning: adb.runs,
    pairingCode: (wanted) => ({
      code: pairing.issueLive({
        hardwareSerial: wanted.serial,
        partsPerMinute: wanted.parts_per_minute,
        name: wanted.name,
      }),
      pin: deps.pin,
      host: '127.0.0.1',
      port: deps.relayPort,
    }),
  };
}
