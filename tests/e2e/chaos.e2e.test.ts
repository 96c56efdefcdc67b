/** The short form of `npm run chaos`: a kill at each named place of both sides, and one round of random faults. */
import { describe, expect, it } from 'vitest';
import { GATEWAY_POINTS, RELAY_STEPS } from '../chaos/chaos-faults.ts';
import { runChaos, runEachPoint, type ChaosOrder } from '../chaos/chaos-run.ts';

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

  it('are neither lost, doubled nor told untruly by random faults of computer, cable and phones', async () => {
    const report = await runChaos(order);
    expect(report.verdict).toEqual(NOTHING);
    expect(report.texts).toBe(order.messages);
    expect(Object.values(report.faults).reduce((sum, count) => sum + count, 0)).toBe(order.faults);
    expect(report.statuses['delivered']).toBeGreaterThan(30);
  }, 400_000);
});
