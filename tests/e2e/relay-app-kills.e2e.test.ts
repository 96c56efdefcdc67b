/**
 * Random kills of the relay app, its link and its phone, under texts of every fate: none is sent twice, none is told
 * untruly, none is lost. A few in `npm test`; 500 by `npm run chaos:relay`.
 */
import Database from 'better-sqlite3';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startGateway } from '../support/gateway-process.ts';
import { judgeTexts, type ClaimedText } from '../support/radio-judge.ts';
import { createRandom, type Random } from '../support/random.ts';
import { type AppPathWorld, sendText, setUpAppPath } from '../support/whole-path-world.ts';
import { waitFor } from '../support/wait-for.ts';
import type { PartPlan } from '../virtual-phone/radio/radio-types.ts';

const KILLS = Number(process.env['RELAYDESK_KILLS'] ?? 10);
const SEED = Number(process.env['RELAYDESK_SEED'] ?? 1);
const RESULT_WAIT_MS = 15 * 60_000;

/** What becomes of a text: the network's answer to its first submit. */
const FATES = {
  delivered: {},
  undelivered: { delivery: 'undelivered' },
  unreported: { delivery: 'missing' },
  'answer lost': { isResultLost: true, delivery: 'missing' },
  'told twice': { resultCopies: 2, deliveryCopies: 2 },
  'no service': { result: 4 },
  'carrier refuses': { result: 10 },
} as const satisfies Readonly<Record<string, Partial<PartPlan>>>;
type Fate = keyof typeof FATES;
const FATE_NAMES: readonly [Fate, ...Fate[]] = [
  'delivered',
  'delivered',
  'delivered',
  'undelivered',
  'unreported',
  'answer lost',
  'told twice',
  'no service',
  'carrier refuses',
];

const STEPS = [
  'send_read',
  'accepted_committed',
  'submitting_committed',
  'radio_called',
  'result_read',
  'result_committed',
  'ack_read',
] as const;
const FAULTS = ['app', 'app', 'step', 'step', 'link', 'cable', 'phone', 'adb'] as const;
type Fault = (typeof FAULTS)[number];

describe(`${KILLS} kills of the relay app, its link and its phone`, () => {
  it(
    'double no text, lose none, and leave every status true',
    { timeout: 1_200_000 + KILLS * 20_000 },
    async () => {
      const world = await setUpAppPath({ partLimit: null });
      await liftPacing(world);
      const random = createRandom(SEED);
      const ids = new Map<string, string>();
      const done = new Map<Fault, number>();
      while ([...done.values()].reduce((sum, count) => sum + count, 0) < KILLS) {
        await waitFor('the app to run', () => world.app.isRunning, { deadlineMs: 60_000 });
        const fault = random.pick(FAULTS);
        if (fault === 'step') world.app.killAt(random.pick(STEPS));
        for (let count = 1 + random.below(3); count > 0; count -= 1) {
          await sendOne(world, random, ids);
        }
        if (await strike(world, fault, random)) done.set(fault, (done.get(fault) ?? 0) + 1);
      }
      const claims = await settle(world, ids);
      const verdict = judgeTexts([world.phone.radio], claims);
      const statuses = Map.groupBy(claims, (claim) => claim.status);
      console.log(
        `${KILLS} kills (seed ${SEED}: ${[...done].map(([name, count]) => `${name} ${count}`).join(', ')}), ${ids.size} texts, ` +
          `${[...statuses].map(([name, list]) => `${name} ${list.length}`).join(', ')}: ` +
          `${verdict.doubled.length} doubled, ${verdict.untrue.length} false, ${verdict.lost.length} lost`,
      );
      expect(verdict).toEqual({ doubled: [], untrue: [], lost: [] });
      expect(world.offences()).toEqual([]);
    },
  );
});

/** 25 parts a minute would leave most kills without a text under way. */
async function liftPacing(world: AppPathWorld): Promise<void> {
  await world.gateway.stop();
  const database = new Database(path.join(world.options.dataDir, 'relaydesk.db'));
  database.prepare('UPDATE devices SET parts_per_minute = NULL').run();
  database.close();
  world.gateway = await startGateway(world.options);
}

async function sendOne(world: AppPathWorld, random: Random, ids: Map<string, string>): Promise<void> {
  const fate = random.pick(FATE_NAMES);
  const text = `${fate} ${ids.size}${random.below(4) === 0 ? ' long'.repeat(40) : ''}`;
  const times = { resultAfterMs: random.below(400), deliveryAfterMs: random.below(400) };
  world.phone.radio.script([
    { text, times: 1, plan: { ...FATES[fate], ...times } },
    { text, plan: times },
  ]);
  ids.set(text, await sendText(world.gateway, text));
}

/** Answers whether it struck: a step that is not reached kills nothing. */
async function strike({ app, phone, adb }: AppPathWorld, fault: Fault, random: Random): Promise<boolean> {
  if (fault === 'step') {
    for (let waited = 0; waited < 2_000 && app.isRunning; waited += 20) await pause(20);
    const isStruck = !app.isRunning;
    app.killAt(null);
    return isStruck;
  }
  await pause(random.below(500));
  switch (fault) {
    case 'app':
      if (!app.isRunning) return false;
      phone.app.kill();
      break;
    case 'link':
      await app.cut();
      break;
    case 'cable':
      await phone.unplug();
      await pause(random.below(500));
      await phone.plug();
      break;
    case 'phone':
      await phone.reboot();
      break;
    case 'adb':
      await adb.kill();
      break;
  }
  await pause(random.below(1_500));
  return true;
}

/** Lets everything come to its end: what a death left open is settled 15 minutes after its submit. */
async function settle(world: AppPathWorld, ids: ReadonlyMap<string, string>): Promise<ClaimedText[]> {
  const aheadMs = world.phone.clock.wall() - Date.now();
  const read = async (): Promise<ClaimedText[]> => {
    const claims: ClaimedText[] = [];
    for (const [text, requestId] of ids) {
      const { body } = await world.gateway.api('GET', `/v1/messages/${requestId}`);
      const failure: unknown = body['failure'];
      const code: unknown =
        typeof failure === 'object' && failure !== null ? Reflect.get(failure, 'code') : null;
      claims.push({
        text,
        status: String(body['status']),
        failureCode: typeof code === 'string' ? code : null,
        lastAttemptAt: lastStart(body['attempt_log'], aheadMs),
        story: JSON.stringify({ waiting: body['waiting'], attempts: body['attempt_log'] }),
      });
    }
    return claims;
  };
  const allLeave = (what: string, isLeft: (claim: ClaimedText) => boolean): Promise<unknown> =>
    waitFor(what, async () => !(await read()).some(isLeft), { deadlineMs: 900_000, everyMs: 1_000 }).catch(
      async (error: unknown) => {
        throw new Error(JSON.stringify((await read()).filter(isLeft), null, 1), { cause: error });
      },
    );
  // A text that failed four times rests for ten minutes before its fifth.
  await allLeave('the texts that wait to be handed over', ({ status }) => status === 'queued');
  await waitFor('the app to run', () => world.app.isRunning, { deadlineMs: 60_000 });
  // The radio's own timers do not follow the phone's clock: what it was handed last is answered first.
  await pause(2_000);
  world.phone.clock.advance(RESULT_WAIT_MS + 60_000);
  await world.app.clockChanged();
  await allLeave('every text to be settled', ({ status }) => status === 'queued' || status === 'sending');
  // Reports that are on their way still.
  await pause(3_000);
  return read();
}

/** When the newest attempt began, by the phone's clock, which is ahead of the gateway's. */
function lastStart(log: unknown, aheadMs: number): number | null {
  const last: unknown = Array.isArray(log) ? log.at(-1) : undefined;
  const start: unknown = typeof last === 'object' && last !== null ? Reflect.get(last, 'started_at') : null;
  return typeof start === 'string' ? Date.parse(start) + aheadMs : null;
}
