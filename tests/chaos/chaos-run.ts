/** One chaos run: texts without pause, a fault after the other, everything judged from outside. */
import { setTimeout as pause } from 'node:timers/promises';
import { judgeTexts, type ClaimedText, type Verdict } from '../support/radio-judge.ts';
import { createRandom } from '../support/random.ts';
import { bringToEnd, claimsOf } from './chaos-end.ts';
import {
  COMPUTER_FAULTS,
  GATEWAY_POINTS,
  killGatewayAt,
  killRelayAt,
  LONG_FAULTS,
  PHONE_FAULTS,
  RELAY_STEPS,
  type Scene,
} from './chaos-faults.ts';
import { ChaosTexts } from './chaos-texts.ts';
import { setUpChaos, type ChaosPhone, type ChaosWorld } from './chaos-world.ts';

export interface ChaosOrder {
  readonly messages: number;
  readonly faults: number;
  readonly seed: number;
  readonly phones: number;
  /** The longest that something stays broken. */
  readonly longestMs: number;
  /** How long texts may take to come to their end after the last fault. */
  readonly endMs: number;
  readonly log: (line: string) => void;
  /** Plants lies when every text has come to its end, to see whether the judge finds them. */
  readonly sabotage?: (world: ChaosWorld, texts: ChaosTexts) => Promise<void>;
}

export interface ChaosReport {
  readonly seed: number;
  readonly texts: number;
  /** How often each fault struck. */
  readonly faults: Readonly<Record<string, number>>;
  /** How many texts ended in each status. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly verdict: Verdict;
  readonly seconds: number;
}

/** Random faults out of the whole list. */
export async function runChaos(order: ChaosOrder): Promise<ChaosReport> {
  return run(order, async (scene, struck) => {
    const names = [...Object.keys(COMPUTER_FAULTS), ...Object.keys(PHONE_FAULTS)];
    // A fault that finds nothing to strike is drawn again; a list that never strikes ends all the same.
    for (let drawn = 0; total(struck) < order.faults && drawn < order.faults * 4; drawn += 1) {
      const share = Math.ceil((order.messages - scene.texts.sent.length) / (order.faults - total(struck)));
      const loading = scene.texts.burst(share, 600);
      // Each fault comes once before any comes again.
      const name = drawn < names.length ? names[drawn] : names[scene.random.below(names.length)];
      await strike(scene, name ?? '', struck);
      await loading;
      order.log(`${total(struck)} of ${order.faults} faults, ${scene.texts.sent.length} texts`);
    }
  });
}

/** A kill at each named place of the gateway and each step of the relay, and nowhere else. */
export async function runEachPoint(order: ChaosOrder): Promise<ChaosReport> {
  return run(order, async (scene, struck) => {
    for (const point of GATEWAY_POINTS) {
      await untilStruck(scene, struck, `gateway killed at ${point}`, async () => {
        provoke(scene, point);
        return killGatewayAt(scene, point, 0);
      });
    }
    for (const step of RELAY_STEPS) {
      await untilStruck(scene, struck, `relay killed at ${step}`, async () => {
        const phone = scene.world.phones[scene.random.below(scene.world.phones.length)];
        return phone === undefined ? null : killRelayAt(phone, step);
      });
    }
  });
}

/** What makes the gateway pass a place that a text alone does not. */
function provoke({ world, texts, beside }: Scene, point: string): void {
  if (point.startsWith('query.')) {
    for (const { phone } of world.phones) for (const socket of phone.adbd.cable.sockets) socket.destroy();
  }
  if (point.startsWith('cancel.')) {
    beside(async () => {
      for (let n = 0; n < 20; n += 1) {
        texts.cancelRecent();
        await pause(25);
      }
    });
  }
}

/** A busy computer may pass a place too late to be waited for. */
const POINT_TRIES = 20;

async function untilStruck(
  scene: Scene,
  struck: Map<string, number>,
  name: string,
  attempt: () => Promise<string | null>,
): Promise<void> {
  for (let tries = 0; tries < POINT_TRIES && !struck.has(name); tries += 1) {
    // Texts go on while the place is waited for.
    const loading = scene.texts.burst(12, 500);
    const found = await attempt();
    await loading;
    if (found !== null) struck.set(found, 1);
  }
}

async function run(
  order: ChaosOrder,
  faults: (scene: Scene, struck: Map<string, number>) => Promise<void>,
): Promise<ChaosReport> {
  const startedAt = performance.now();
  const world = await setUpChaos(order.phones);
  try {
    const random = createRandom(order.seed);
    const texts = new ChaosTexts(world, random);
    const struck = new Map<string, number>();
    const besides = new Set<Promise<void>>();
    const problems: unknown[] = [];
    const beside = (work: () => Promise<void>): void => {
      const going = work()
        .catch((error: unknown) => void problems.push(error))
        .finally(() => besides.delete(going));
      besides.add(going);
    };
    await faults({ world, texts, random, longestMs: order.longestMs, beside }, struck);
    while (besides.size > 0) await Promise.all(besides);
    if (problems.length > 0) throw problems[0];
    order.log('the faults are over; every text is brought to its end');
    await bringToEnd(world, texts, order);
    await order.sabotage?.(world, texts);
    const claims = await claimsOf(world, texts);
    return reportOf(order, world, { struck, claims, seconds: (performance.now() - startedAt) / 1_000 });
  } finally {
    await world.stop();
  }
}

async function strike(scene: Scene, name: string, struck: Map<string, number>): Promise<void> {
  const count = (found: string | null): void => {
    if (found !== null) struck.set(found, (struck.get(found) ?? 0) + 1);
  };
  const onComputer = COMPUTER_FAULTS[name];
  if (onComputer !== undefined) {
    count(await onComputer(scene));
    return;
  }
  const free = scene.world.phones.filter((phone) => !phone.isBusy);
  const phone = free[scene.random.below(Math.max(1, free.length))];
  const onPhone = PHONE_FAULTS[name];
  if (phone === undefined || onPhone === undefined) return;
  const work = async (): Promise<string | null> => {
    phone.isBusy = true;
    try {
      return await onPhone(scene, phone);
    } finally {
      phone.isBusy = false;
    }
  };
  if (!LONG_FAULTS.has(name)) {
    count(await work());
    return;
  }
  count(name);
  scene.beside(async () => {
    await work();
  });
  await pause(scene.random.below(400));
}

const total = (struck: ReadonlyMap<string, number>): number =>
  [...struck.values()].reduce((sum, count) => sum + count, 0);

function reportOf(
  { seed }: ChaosOrder,
  { phones }: { readonly phones: readonly ChaosPhone[] } & Pick<ChaosWorld, 'gateway'>,
  run: {
    readonly struck: ReadonlyMap<string, number>;
    readonly claims: readonly ClaimedText[];
    readonly seconds: number;
  },
): ChaosReport {
  const statuses: Record<string, number> = {};
  for (const { status } of run.claims) statuses[status] = (statuses[status] ?? 0) + 1;
  return {
    seed,
    texts: run.claims.length,
    faults: Object.fromEntries([...run.struck].sort(([a], [b]) => a.localeCompare(b))),
    statuses,
    verdict: judgeTexts(
      phones.map(({ phone }) => phone.radio),
      run.claims,
    ),
    seconds: Math.round(run.seconds),
  };
}
