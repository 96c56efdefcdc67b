/** The faults of a chaos run. Each is what a cable, a person, Android or a power cut does, and mends itself. */
import Database from 'better-sqlite3';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FAULT_POINTS, type FaultPoint } from '../../electron/gateway/foundation/fault-points.ts';
import type { RelayStep } from '../../electron/gateway/demo-phone/phone-relay-types.ts';
import type { Random } from '../support/random.ts';
import type { ChaosTexts } from './chaos-texts.ts';
import { pairPhone, type ChaosPhone, type ChaosWorld } from './chaos-world.ts';

export interface Scene {
  readonly world: ChaosWorld;
  readonly texts: ChaosTexts;
  readonly random: Random;
  /** The longest that something stays broken. */
  readonly longestMs: number;
  /** Goes on beside the next faults; the run waits for it at its end. */
  readonly beside: (work: () => Promise<void>) => void;
}

/** Answers what struck, for the report; null when nothing did. */
type Strike = (scene: Scene) => Promise<string | null> | string | null;
type StrikePhone = (scene: Scene, phone: ChaosPhone) => Promise<string | null> | string | null;

/** How long an ordered kill is waited for: the place may not be passed. */
const REACH_MS = 2_500;
const HOUR_MS = 3_600_000;
const PHONE_PORT = 8643;

/** Those on the way of a text; a backup and a restore are killed at theirs by tests of their own. */
export const GATEWAY_POINTS = (Object.keys(FAULT_POINTS) as readonly FaultPoint[]).filter(
  (point) => !/^(backup|restore)\./.test(point),
);
export const RELAY_STEPS: readonly RelayStep[] = [
  'send_read',
  'accepted_committed',
  'submitting_committed',
  'radio_called',
  'result_read',
  'result_committed',
  'ack_read',
];

/** Faults of the computer; one at a time. */
export const COMPUTER_FAULTS: Readonly<Record<string, Strike>> = {
  'gateway killed': async ({ world, random }) => {
    await pause(random.below(300));
    await world.restart();
    return 'gateway killed';
  },
  'gateway killed at a point': async (scene) =>
    killGatewayAt(
      scene,
      GATEWAY_POINTS[scene.random.below(GATEWAY_POINTS.length)] ?? 'ack.written',
      scene.random.below(4),
    ),
  'gateway stopped and going on': async ({ world, random }) => {
    process.kill(world.gateway.pid, 'SIGSTOP');
    await pause(300 + random.below(1_500));
    process.kill(world.gateway.pid, 'SIGCONT');
    return 'gateway stopped and going on';
  },
  'adb server killed': async ({ world }) => {
    await world.adb.crash();
    return 'adb server killed';
  },
  'computer clock set': ({ world, random, longestMs, beside }) => {
    if (world.clockAheadMs !== 0) return null;
    setClock(world, (random.below(13) - 6) * HOUR_MS + HOUR_MS / 4);
    beside(async () => {
      await pause(random.below(longestMs));
      setClock(world, 0);
    });
    return 'computer clock set';
  },
  'slow disk': ({ world, random, longestMs, beside }) => {
    world.gateway.order({ slowDiskMs: 20 + random.below(150) });
    beside(async () => {
      await pause(random.below(Math.min(5_000, longestMs)));
      world.gateway.order({ slowDiskMs: 0 });
    });
    return 'slow disk';
  },
  'database locked': async ({ world, random }) => {
    const database = new Database(path.join(world.dataDir, 'relaydesk.db'), { timeout: 0 });
    try {
      if (!(await isLocked(database))) return null;
      await pause(random.below(2_500));
      database.exec('ROLLBACK');
    } finally {
      database.close();
    }
    return 'database locked';
  },
  'database restored': async (scene) => {
    const { world, texts, random, beside } = scene;
    await texts.idle();
    const from = texts.sent.length;
    const file = path.join(path.dirname(world.dataDir), `backup-${from}.db`);
    const made = await world.gateway.console('POST', '/console/backups', { file });
    if (made['ok'] !== true) return null;
    await texts.burst(20, 600);
    await pause(random.below(2_500));
    await world.restore(file);
    texts.forgetFrom(from);
    await world.restart();
    beside(() => pairWhoIsRefused(world));
    return 'database restored';
  },
  'texts cancelled': ({ texts }) => {
    for (let n = 0; n < 4; n += 1) texts.cancelRecent();
    return 'texts cancelled';
  },
};

/** Faults of one phone or its cable; one at a time on each phone. */
export const PHONE_FAULTS: Readonly<Record<string, StrikePhone>> = {
  'link cut': (_scene, { phone }) => {
    for (const socket of phone.adbd.cable.sockets) socket.destroy();
    return 'link cut';
  },
  'cable pulled': async ({ random }, { phone }) => {
    await phone.unplug();
    await pause(random.below(800));
    await phone.plug();
    return 'cable pulled';
  },
  'connection delayed to the phone': (scene, { phone }) => delay(scene, phone, ['holdIncoming']),
  'connection delayed to the gateway': (scene, { phone }) => delay(scene, phone, ['holdOutgoing']),
  'connection delayed both ways, gateway killed': async (scene, { phone }) => {
    const struck = await delay(scene, phone, ['holdIncoming', 'holdOutgoing']);
    await scene.world.restart();
    return `${struck}, gateway killed`;
  },
  'relay killed': async ({ random }, { phone }) => {
    phone.app.kill();
    await pause(random.below(1_500));
    await phone.app.startService();
    return 'relay killed';
  },
  'relay killed at a step': (scene, phone) =>
    killRelayAt(phone, RELAY_STEPS[scene.random.below(RELAY_STEPS.length)] ?? 'ack_read'),
  'phone rebooted': async (_scene, { phone }) => {
    await phone.reboot();
    return 'phone rebooted';
  },
  'relay data cleared, paired again': async ({ world }, phone) => {
    phone.phone.app.kill();
    phone.forgotten.push(...world.ledgerOf(phone));
    phone.wipes += 1;
    await phone.phone.clearRelayData();
    await pairPhone(world, phone.phone);
    return 'relay data cleared, paired again';
  },
  'paired again': async ({ world }, { phone }) => {
    await pairPhone(world, phone);
    return 'paired again';
  },
  'phone clock set': ({ random }, { phone }) => {
    const aheadMs = phone.clock.wall() - phone.clock.network();
    phone.clock.skew(aheadMs !== 0 ? -aheadMs : (random.below(2) === 0 ? 3 : -3) * HOUR_MS);
    return 'phone clock set';
  },
  'reverse port taken': async ({ random, longestMs }, { phone }) => {
    phone.adbd.reverse.take(PHONE_PORT);
    phone.adbd.dropConnections();
    await pause(random.below(Math.min(8_000, longestMs)));
    phone.adbd.reverse.giveBack(PHONE_PORT);
    return 'reverse port taken';
  },
};

/** Faults of phones that take long: they go on beside the next faults. */
export const LONG_FAULTS: ReadonlySet<string> = new Set([
  'relay data cleared, paired again',
  'paired again',
  'reverse port taken',
  'relay killed',
  'phone rebooted',
]);

/** A phone that was paired after the backup has a token that the restored database does not know. */
async function pairWhoIsRefused(world: ChaosWorld): Promise<void> {
  for (let looks = 0; looks < 30; looks += 1) {
    for (const each of world.phones) {
      const { isRunning, isPaired } = each.phone.relay.state;
      if (each.isBusy || !isRunning || isPaired) continue;
      each.isBusy = true;
      await pairPhone(world, each.phone).finally(() => {
        each.isBusy = false;
      });
    }
    await pause(500);
  }
}

/** Orders a kill at a place, and starts the gateway again once it is dead. */
export async function killGatewayAt(
  { world }: Pick<Scene, 'world'>,
  point: FaultPoint,
  after: number,
): Promise<string | null> {
  const { gateway } = world;
  gateway.order({ kill: point, after });
  for (let waited = 0; waited < REACH_MS && !gateway.hasEnded(); waited += 20) await pause(20);
  gateway.order({ kill: null });
  if (!gateway.hasEnded()) return null;
  await world.restart();
  return `gateway killed at ${point}`;
}

/** Orders a kill of a phone's relay at a step; Android then starts it again. */
export async function killRelayAt(phone: ChaosPhone, step: RelayStep): Promise<string | null> {
  phone.killAt = step;
  for (let waited = 0; waited < REACH_MS && isArmed(phone); waited += 20) await pause(20);
  const isStruck = !isArmed(phone);
  phone.killAt = null;
  if (!isStruck) return null;
  await phone.phone.app.startService();
  return `relay killed at ${step}`;
}

/** Read anew each time: the relay itself takes the order back when it dies. */
const isArmed = (phone: ChaosPhone): boolean => phone.killAt !== null;

/** The old connection stays open and stalls; what it held arrives late, whatever has become of both ends. */
async function delay(
  { random, longestMs, beside }: Scene,
  phone: ChaosPhone['phone'],
  holds: readonly ('holdIncoming' | 'holdOutgoing')[],
): Promise<string> {
  for (const hold of holds) phone.adbd.cable[hold]();
  const forMs = random.below(longestMs);
  beside(async () => {
    await pause(forMs);
    phone.adbd.cable.release();
  });
  await pause(random.below(200));
  return `connection delayed ${holds.length > 1 ? 'both ways' : holds[0] === 'holdIncoming' ? 'to the phone' : 'to the gateway'}`;
}

/** The gateway holds the lock itself most of the time while its disk is slow: a few looks are enough. */
async function isLocked(database: Database.Database): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1) {
    try {
      database.exec('BEGIN IMMEDIATE');
      return true;
    } catch (error) {
      if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_BUSY') throw error;
      await pause(3);
    }
  }
  return false;
}

function setClock(world: ChaosWorld, aheadMs: number): void {
  world.clockAheadMs = aheadMs;
  world.gateway.order({ clockAheadMs: aheadMs });
}
