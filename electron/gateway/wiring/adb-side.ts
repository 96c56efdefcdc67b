/** The ADB side of the gateway: which phones it lists, pairing them, and keeping their cable alive. */
import { inEnglish, sentence } from '../../shared/words/words.ts';
import { AdbError, createAdbServer } from '../adb/adb-server.ts';
import { readHardwareSerial } from '../adb/hardware-serial.ts';
import type { ListedPhone } from '../adb/parse-devices.ts';
import { createPhoneTracker, type PhoneSighting } from '../adb/track-phones.ts';
import type { AdbSight } from '../devices/device-condition.ts';
import type { PairingDesk } from '../devices/pairing-desk.ts';
import { adviceFor, adviceForAdb } from '../devices/phone-problem.ts';
import { createPhoneSupervisor } from '../devices/phone-supervisor.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Logger } from '../foundation/logger.ts';
import { newId } from '../foundation/new-id.ts';
import type { GatewayOptions } from './gateway-options.ts';
import type { GatewayServices } from './services.ts';
import type { AdbConditionView, AdbPhoneView, ProvisionRunView } from '../http/http-parts.ts';
import { stepView, waitingSteps } from '../provisioning/provision-steps.ts';
import type { ProvisioningParts } from '../provisioning/provisioning-parts.ts';
import { provisionPhone, type ProvisionOrder } from '../provisioning/provisioning.ts';
import { findRelayAppDir } from '../provisioning/relay-app-dir.ts';
import { loadRelayApp } from '../provisioning/relay-app-file.ts';

export interface AdbSide {
  start(): void;
  /** Resolves when nothing is left running. */
  stop(): Promise<void>;
  readonly view: () => AdbConditionView;
  readonly phones: () => readonly AdbPhoneView[];
  /** Starts installing and pairing a phone; answers the id of the run. A phone that is being paired keeps its run. */
  readonly provision: (order: ProvisionOrder) => string;
  readonly run: (runId: string) => ProvisionRunView | undefined;
}

export interface AdbSideParts {
  readonly options: GatewayOptions;
  readonly services: GatewayServices;
  readonly pairing: PairingDesk;
  readonly pin: string;
  readonly relayPort: () => number;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A phone on ADB's list, with the serial that is its own. */
interface KnownPhone {
  readonly listed: ListedPhone;
  readonly hardwareSerial: string | null;
}

const RUNS_KEPT = 50;
const DEFAULT_ADB_PORT = 5037;

export function createAdbSide(parts: AdbSideParts): AdbSide {
  const { options, services, pairing, clock, log } = parts;
  const { devices, feed } = services;
  const server = createAdbServer({ port: options.adbPort ?? DEFAULT_ADB_PORT });
  const supervisor = createPhoneSupervisor({
    server,
    relayPort: parts.relayPort,
    isLinked: (deviceId) => devices.isLinked(deviceId),
    log,
  });
  let isStopping = false;
  let problem: AdbError | null = null;
  let known: readonly KnownPhone[] = [];
  let reading: Promise<void> = Promise.resolve();
  const runs = new Map<string, ProvisionRunView>();
  const work = new Set<Promise<unknown>>();

  async function identify(listed: ListedPhone): Promise<KnownPhone> {
    const before = known.find(
      (phone) => phone.listed.serial === listed.serial && phone.listed.transportId === listed.transportId,
    );
    if (before !== undefined && before.hardwareSerial !== null)
      return { listed, hardwareSerial: before.hardwareSerial };
    if (listed.state !== 'device') return { listed, hardwareSerial: null };
    try {
      return { listed, hardwareSerial: await readHardwareSerial(server, listed.serial) };
    } catch (error) {
      log.info({ error: String(error) }, 'a phone did not tell its serial; it is asked again');
      return { listed, hardwareSerial: null };
    }
  }

  async function take(sighting: PhoneSighting): Promise<void> {
    problem = sighting.available ? null : sighting.problem;
    known = sighting.available ? await Promise.all(sighting.phones.map(identify)) : [];
    supervise();
    feed.tell('phone', '');
  }

  function supervise(): void {
    const sights = new Map<string, AdbSight>();
    const supervised = [];
    for (const { listed, hardwareSerial } of known) {
      if (hardwareSerial === null) continue;
      sights.set(hardwareSerial, sightOf(listed.state));
      const device = devices.byHardwareSerial(hardwareSerial);
      if (device === undefined || listed.state !== 'device') continue;
      supervised.push({ serial: listed.serial, deviceId: device.row.id, transportId: listed.transportId });
    }
    devices.sawAdb(sights);
    supervisor.saw(supervised);
  }

  const tracker = createPhoneTracker(server, (sighting) => {
    reading = reading
      .then(() => take(sighting))
      .catch((error: unknown) => {
        log.error({ error: String(error) }, 'the list of phones could not be taken in');
      });
  });

  const provisioning: ProvisioningParts = {
    server,
    relayApp: async () => {
      const file = await loadRelayApp(options.relayAppDir ?? findRelayAppDir());
      if (file.kind === 'damaged')
        log.warn({ reason: file.reason }, 'the relay app of this program is damaged');
      return file;
    },
    issueCode: (hardwareSerial) => {
      const code = pairing.issueLive({ hardwareSerial });
      return {
        code,
        revoke: () => {
          pairing.revoke(code);
        },
      };
    },
    pin: parts.pin,
    relayPort: parts.relayPort,
    phoneNow: (hardwareSerial) => {
      const device = devices.byHardwareSerial(hardwareSerial);
      if (device === undefined) return null;
      const problem = device.problems[0];
      return {
        isPaired: true,
        pairedAt: device.row.paired_at,
        state: device.state,
        problem: problem === undefined ? null : sentence(`problem.${problem}`),
      };
    },
    now: () => clock.now(),
    nextChange: (withinMs) =>
      new Promise((resolve, reject) => {
        if (isStopping) {
          reject(new AdbError('gone', 'the gateway is stopping'));
          return;
        }
        const timer = setTimeout(done, withinMs);
        const stopListening = feed.listen((changes) => {
          if (changes.some((change) => change.topic === 'device')) done();
        });
        function done(): void {
          clearTimeout(timer);
          stopListening();
          resolve();
        }
      }),
  };

  function store(run: ProvisionRunView): void {
    runs.set(run.run_id, run);
    feed.tell('provision', run.run_id);
  }

  function provision(order: ProvisionOrder): string {
    const { serial } = order;
    const standing = [...runs.values()].find((run) => run.serial === serial && run.state === 'running');
    if (standing !== undefined) return standing.run_id;
    const runId = newId('run', clock.now());
    for (const old of [...runs.keys()].slice(0, Math.max(0, runs.size - RUNS_KEPT))) runs.delete(old);
    store({ run_id: runId, serial, state: 'running', steps: waitingSteps().map(stepView) });
    const done = provisionPhone(provisioning, order, (steps) => {
      store({ run_id: runId, serial, state: 'running', steps: steps.map(stepView) });
    })
      .then((outcome) => {
        const run = runs.get(runId);
        if (run !== undefined) store({ ...run, state: outcome.state });
        supervise();
      })
      .catch((error: unknown) => {
        log.error({ error: String(error) }, 'a provisioning run failed');
        const run = runs.get(runId);
        if (run !== undefined) store({ ...run, state: 'failed' });
      })
      .finally(() => work.delete(done));
    work.add(done);
    return runId;
  }

  return {
    start: () => {
      tracker.start();
    },
    stop: async () => {
      isStopping = true;
      const trackerStopped = tracker.stop();
      server.close();
      await trackerStopped;
      await reading;
      await supervisor.stop();
      await Promise.all(work);
    },
    view: () => {
      const spoken = problem === null ? sentence('adb.running') : adviceForAdb(problem.kind);
      return { available: problem === null, ...spoken, ...inEnglish(spoken) };
    },
    phones: () =>
      known.map(({ listed, hardwareSerial }) => {
        const device = hardwareSerial === null ? undefined : devices.byHardwareSerial(hardwareSerial);
        const advice = adviceFor(listed.state, device !== undefined);
        return {
          serial: listed.serial,
          state: listed.state,
          model: listed.model,
          device_id: device?.row.id ?? null,
          ...advice,
          ...inEnglish(advice),
        };
      }),
    provision,
    run: (runId) => runs.get(runId),
  };
}

function sightOf(state: string): AdbSight {
  if (state === 'device' || state === 'offline') return state;
  return state === 'unauthorized' || state === 'authorizing' ? 'unauthorized' : 'other';
}
