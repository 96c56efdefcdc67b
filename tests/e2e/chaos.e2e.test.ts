/** The short form of `npm run chaos`: a kill at each named place of both sides, and one round of random faults. */
import Database from 'better-sqlite3';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { GATEWAY_POINTS, RELAY_STEPS } from '../chaos/chaos-faults.ts';
import { runChaos, runEachPoint, type ChaosOrder } from '../chaos/chaos-run.ts';
import type { ChaosTexts, SentText } from '../chaos/chaos-texts.ts';
import type { ChaosWorld } from '../chaos/chaos-world.ts';
import { waitFor } from '../support/wait-for.ts';

const order: ChaosOrder = {
  messages: 160,
  faults: 12,
  seed: 1,
  phones: 3,
  longestMs: 3_000,
  endMs: 120_000,
  log: () => undefined,
};
const NOTHING = { doubled: [], untrue: [], lost: [] };

/** The text of a message that the API calls delivered; none is given twice. */
async function deliveredText(world: ChaosWorld, { sent }: ChaosTexts, but?: SentText): Promise<SentText> {
  for (const one of sent) {
    const answer = await world.api('GET', `/v1/messages/${one.requestId ?? ''}`);
    if (one !== but && answer?.body['status'] === 'delivered') return one;
  }
  throw new Error('no text was delivered');
}

/** Tells the three lies: a text that never goes out, one that goes out again, one whose status is not so. */
async function plantLies(world: ChaosWorld, texts: ChaosTexts): Promise<{ doubled: string; untrue: string }> {
  const doubled = await deliveredText(world, texts);
  world.phones.at(-1)?.phone.radio.submit({
    attemptId: 'att_planted',
    to: '+9779812345678',
    text: doubled.text,
    parts: 1,
    sim: 1,
    deliveryReport: true,
  });
  await waitFor('the planted text to be delivered', () =>
    world.phones
      .at(-1)
      ?.phone.radio.reports()
      .some((report) => report.attemptId === 'att_planted'),
  );
  const untrue = await deliveredText(world, texts, doubled);
  const database = new Database(path.join(world.dataDir, 'relaydesk.db'), { timeout: 5_000 });
  database.prepare("UPDATE messages SET state = 'undelivered' WHERE request_id = ?").run(untrue.requestId);
  database.close();
  const later = new Date(Date.now() + 3_600_000).toISOString();
  const body = { to: '+9779812345678', text: 'never sent', scheduled_at: later };
  const accepted = await world.api('POST', '/v1/messages', body);
  const requestId = String(accepted?.body['request_id']);
  const planted = { text: 'never sent', requestId, status: 'accepted' } as const;
  texts.sent.push({ ...planted, isCancelAsked: false, isForgotten: false });
  return { doubled: doubled.text, untrue: untrue.text };
}

describe('texts while things break', () => {
  it('are neither lost, doubled nor told untruly by a kill at any named place of gateway and relay', async () => {
    const report = await runEachPoint({ ...order, phones: 2 });
    expect(report.verdict).toEqual(NOTHING);
    const places = [
      ...GATEWAY_POINTS.map((point) => `gateway killed at ${point}`),
      ...RELAY_STEPS.map((step) => `relay killed at ${step}`),
    ];
    expect(Object.keys(report.faults).sort()).toEqual(places.sort());
    expect(report.statuses['delivered']).toBeGreaterThan(30);
  }, 400_000);

  it('are found out when one is lost, one doubled and one told untruly', async () => {
    let planted = { doubled: '', untrue: '' };
    const { verdict } = await runChaos({
      ...order,
      messages: 20,
      faults: 1,
      phones: 2,
      sabotage: async (world, texts) => {
        planted = await plantLies(world, texts);
      },
    });
    const starts = (findings: readonly string[], text: string) =>
      findings.length === 1 && findings[0]?.startsWith(`${text}: `);
    expect(starts(verdict.lost, 'never sent'), JSON.stringify(verdict)).toBe(true);
    expect(starts(verdict.doubled, planted.doubled), JSON.stringify(verdict)).toBe(true);
    expect(starts(verdict.untrue, planted.untrue), JSON.stringify(verdict)).toBe(true);
  }, 200_000);

  it('are neither lost, doubled nor told untruly by random faults of computer, cable and phones', async () => {
    const report = await runChaos(order);
    expect(report.verdict).toEqual(NOTHING);
    expect(report.texts).toBe(order.messages);
    expect(Object.values(report.faults).reduce((sum, count) => sum + count, 0)).toBe(order.faults);
    expect(report.statuses['delivered']).toBeGreaterThan(30);
  }, 400_000);
});
