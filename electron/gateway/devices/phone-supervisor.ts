/**
 * Keeps the cable of every paired phone alive. When ADB shows a phone again (replug, server restart) the reverse
 * is set anew and the relay poked; while it stays silent, stronger medicine follows, each step logged.
 */
import type { AdbServer } from '../adb/adb-server.ts';
import { callProvider } from '../adb/content-call.ts';
import { startRelayService, stopRelayApp } from '../adb/relay-service.ts';
import { backoffMs, type BackoffRule } from '../foundation/backoff.ts';
import { logged } from '../foundation/faults.ts';
import type { Logger } from '../foundation/logger.ts';
import { after, type Timer } from '../foundation/timers.ts';
import { layCable } from './cable.ts';
import { healingStep } from './healing-step.ts';

/** A phone that ADB can use now, and that is paired. */
export interface SupervisedPhone {
  readonly serial: string;
  readonly deviceId: string;
  /** Changes with every new connection of the phone. */
  readonly transportId: string | null;
}

export interface PhoneSupervisor {
  /** The paired phones that ADB can use now; called whenever ADB's list changed. */
  saw(phones: readonly SupervisedPhone[]): void;
  /** Resolves when nothing is left running. */
  stop(): Promise<void>;
}

interface SupervisorDeps {
  readonly server: AdbServer;
  readonly relayPort: () => number;
  readonly isLinked: (deviceId: string) => boolean;
  /** Whether the phone may hold an attempt whose outcome is open. */
  readonly hasOpenAttempt: (deviceId: string) => boolean;
  /** Since the phone last told of a submit, or since the gateway started. */
  readonly sinceSubmitMs: (deviceId: string) => number;
  readonly log: Logger;
  readonly random?: () => number;
}

const PAUSE: BackoffRule = { firstMs: 2_000, factor: 1.6, maxMs: 60_000, jitter: 0.2 };

/** When everything was tried once, somebody has to look at the phone. */
const ALERT_AFTER_TRIES = 6;

interface Care {
  readonly phone: SupervisedPhone;
  tries: number;
  timer: Timer | null;
  work: Promise<void> | null;
}

export function createPhoneSupervisor(deps: SupervisorDeps): PhoneSupervisor {
  const { server, log } = deps;
  const random = deps.random ?? Math.random;
  const cared = new Map<string, Care>();
  const running = new Set<Promise<void>>();
  let isStopped = false;

  async function heal(care: Care): Promise<void> {
    const { serial, deviceId } = care.phone;
    const step = healingStep({
      tries: care.tries,
      hasOpenAttempt: deps.hasOpenAttempt(deviceId),
      sinceSubmitMs: deps.sinceSubmitMs(deviceId),
    });
    if (care.tries === ALERT_AFTER_TRIES) {
      log.error(
        { device: deviceId },
        'a phone stays silent although ADB sees it; somebody has to look at it',
      );
    }
    const cable = await layCable(server, serial, deps.relayPort());
    if (cable.kind === 'no_port') {
      log.warn({ device: deviceId }, 'no port of the phone is free for the cable');
      return;
    }
    if (step === 'restart') await stopRelayApp(server, serial);
    if (step !== 'cable') await startRelayService(server, serial);
    const answer = await callProvider(server, serial, 'poke', { port: cable.phonePort });
    if (answer.kind !== 'ok')
      log.warn({ device: deviceId, step, answer: answer.kind }, 'the relay did not take a poke');
    else
      log.info(
        { device: deviceId, step, try: care.tries },
        'the cable of a phone was laid and its relay poked',
      );
  }

  function next(care: Care, delayMs: number): void {
    if (isStopped || cared.get(care.phone.serial) !== care) return;
    care.timer?.stop();
    care.timer = after(
      delayMs,
      () => {
        care.timer = null;
        tend(care);
      },
      logged(log, 'a silent phone could not be tended'),
    );
  }

  function tend(care: Care): void {
    if (isStopped || care.work !== null || cared.get(care.phone.serial) !== care) return;
    if (care.tries > 0 && deps.isLinked(care.phone.deviceId)) {
      care.tries = 1;
      next(care, PAUSE.firstMs);
      return;
    }
    care.tries += 1;
    const work = heal(care)
      .catch((error: unknown) => {
        log.info(
          { device: care.phone.deviceId, error: String(error) },
          'a phone could not be reached over ADB',
        );
      })
      .finally(() => {
        care.work = null;
        running.delete(work);
        next(care, backoffMs(PAUSE, care.tries, random()));
      });
    care.work = work;
    running.add(work);
  }

  return {
    saw: (phones) => {
      const listed = new Map(phones.map((phone) => [phone.serial, phone]));
      for (const [serial, care] of cared) {
        const now = listed.get(serial);
        if (now !== undefined && now.transportId === care.phone.transportId) continue;
        care.timer?.stop();
        cared.delete(serial);
      }
      for (const phone of phones) {
        if (cared.has(phone.serial)) continue;
        const care: Care = { phone, tries: 0, timer: null, work: null };
        cared.set(phone.serial, care);
        tend(care);
      }
    },
    stop: async () => {
      isStopped = true;
      for (const care of cared.values()) care.timer?.stop();
      cared.clear();
      await Promise.all(running);
    },
  };
}
