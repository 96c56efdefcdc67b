/** The end of a chaos run: everything is mended, every text comes to its end, and the API is asked what became of it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { ClaimedText } from '../support/radio-judge.ts';
import { waitFor } from '../support/wait-for.ts';
import type { ChaosTexts, SentText } from './chaos-texts.ts';
import { areReady, pairPhone, type ChaosWorld, type LedgerAttempt } from './chaos-world.ts';

/** After a submit the relay waits so long for the radio's answer. */
const RESULT_WAIT_MS = 15 * 60_000;
const OPEN = ['scheduled', 'queued', 'sending'];

/** Leaves nothing broken. */
export async function mend(world: ChaosWorld): Promise<void> {
  world.clockAheadMs = 0;
  await world.adb.start();
  if (world.gateway.hasEnded()) await world.restart();
  world.gateway.order({ kill: null });
  world.gateway.order({ slowDiskMs: 0 });
  world.gateway.order({ clockAheadMs: 0 });
  for (const { phone } of world.phones) {
    phone.adbd.cable.release();
    await phone.plug();
    await phone.app.startService();
    if (!phone.relay.state.isPaired) await pairPhone(world, phone);
  }
  await waitFor('every phone to be ready again', () => areReady(world), { deadlineMs: 180_000 }).catch(
    async (error: unknown) => {
      throw new Error(`${String(error)}: ${await describe(world)}`, { cause: error });
    },
  );
}

/** For the person who looks why a phone does not come back. */
async function describe(world: ChaosWorld): Promise<string> {
  const devices = (await world.api('GET', '/v1/devices'))?.body['items'];
  const relays = world.phones.map(({ phone, name }) => ({
    name,
    relay: phone.relay.state,
    hasAdb: phone.adbd.hasConnection,
    reverses: phone.adbd.reverse.list(),
  }));
  return `${JSON.stringify({ devices, relays }, null, 1)}\n${world.gateway.errors().slice(-4_000)}`;
}

/** Resolves once the API says of no text that it is under way, or the time is over. */
export async function bringToEnd(
  world: ChaosWorld,
  texts: ChaosTexts,
  { endMs: deadlineMs, log }: { readonly endMs: number; readonly log: (line: string) => void },
): Promise<void> {
  await texts.idle();
  await mend(world);
  log('every phone is ready again');
  // A text that failed at the radio rests before its next try.
  await noneIn(world, ['scheduled', 'queued'], deadlineMs);
  log('no text waits any more');
  // The radios' own timers do not follow the phones' clocks: what they were handed last is answered first.
  await pause(1_500);
  for (const { phone } of world.phones) phone.clock.advance(RESULT_WAIT_MS + 60_000);
  await noneIn(world, OPEN, deadlineMs);
  // Reports that are on their way still.
  await pause(2_000);
}

/** What the API says of each text now. */
export async function claimsOf(world: ChaosWorld, texts: ChaosTexts): Promise<ClaimedText[]> {
  const ledgers = world.phones.map((phone) => world.ledgerOf(phone));
  const claims: ClaimedText[] = [];
  for (const one of texts.sent) claims.push(await claimOf(world, one, ledgers));
  return claims;
}

/** Gives up waiting after the deadline: what is still open then is the judge's to find. */
async function noneIn(world: ChaosWorld, states: readonly string[], deadlineMs: number): Promise<void> {
  const query = states.map((state) => `status=${state}`).join('&');
  const until = performance.now() + deadlineMs;
  while (performance.now() < until) {
    const answer = await world.api('GET', `/v1/messages?${query}&limit=1`);
    const items: unknown = answer?.body['items'];
    if (Array.isArray(items) && items.length === 0) return;
    await pause(500);
  }
}

async function claimOf(
  world: ChaosWorld,
  one: SentText,
  ledgers: readonly (readonly LedgerAttempt[])[],
): Promise<ClaimedText> {
  const base = { text: one.text, isCancelAsked: one.isCancelAsked, lastAttemptAt: null };
  if (one.requestId === null) return { ...base, status: one.status, failureCode: null, story: '' };
  const answer = await world.api('GET', `/v1/messages/${one.requestId}`);
  if (answer === null) throw new Error('the gateway does not answer at the end');
  const { body } = answer;
  const failure: unknown = body['failure'];
  const code: unknown = typeof failure === 'object' && failure !== null ? Reflect.get(failure, 'code') : null;
  return {
    ...base,
    status: answer.status === 404 ? missing(one) : String(body['status']),
    failureCode: typeof code === 'string' ? code : null,
    isAnswerLost: isAnswerLost(world, one.requestId, body['attempt_log'], ledgers),
    story: `${one.requestId} ${JSON.stringify({ waiting: body['waiting'], attempts: body['attempt_log'] })}`,
  };
}

const missing = (one: SentText): string => (one.isForgotten ? 'unanswered' : 'not found');

/**
 * Whether what became of a text was lost outside of RelayDesk: with a ledger that was wiped, or with an app that died
 * after it had written `submitting` and before it called the radio, which then has no submit of that attempt.
 */
function isAnswerLost(
  world: ChaosWorld,
  requestId: string,
  attemptLog: unknown,
  ledgers: readonly (readonly LedgerAttempt[])[],
): boolean {
  const isOwn = (attempt: LedgerAttempt): boolean => attempt.requestId === requestId;
  if (world.phones.some((phone) => phone.forgotten.some(isOwn))) return true;
  const submitted = (attempt: LedgerAttempt): boolean =>
    world.phones.some(({ phone }) => phone.radio.log().some((line) => line.attempt_id === attempt.attemptId));
  const died = ledgers
    .flat()
    .some((attempt) => isOwn(attempt) && attempt.state === 'unknown' && !submitted(attempt));
  if (died) return true;
  // Offered to a ledger that was wiped before it took it: only the gateway knows of that attempt.
  const newest: unknown = Array.isArray(attemptLog) ? attemptLog.at(-1) : undefined;
  if (typeof newest !== 'object' || newest === null) return false;
  const name: unknown = Reflect.get(newest, 'device_name');
  const wasWiped = world.phones.some((phone) => phone.name === name && phone.wipes > 0);
  return wasWiped && Reflect.get(newest, 'reason') === 'ledger_replaced';
}
