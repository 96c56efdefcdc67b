/** Both sides' own rules of pace over two simulated hours, against Android's own count in the radio. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { judgePacing } from '../../../../../electron/gateway/demo-phone/pacing.ts';
import { countParts } from '../../../../../electron/shared/parts.ts';
import { createRandom } from '../../../../support/random.ts';
import { createRadio } from '../../../../virtual-phone/radio/radio.ts';
import { ANDROID_PART_LIMIT, type Radio } from '../../../../virtual-phone/radio/radio-types.ts';
import { setUpQueue, type Answer, type QueueWorld } from './queue-world.ts';

const LIMIT = 25;
const TWO_HOURS = 7_200_000;
/** As many texts of 1, 2, … parts as people send: most fit into one. */
const PART_COUNTS = [1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 6] as const;

/** A text that takes exactly so many parts. */
const textOf = (parts: number): string => 'x'.repeat(parts === 1 ? 20 : 153 * (parts - 1) + 20);

function openRadio(now: () => number): Radio {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-hours-'));
  const radio = createRadio({
    logPath: path.join(directory, 'radio.jsonl'),
    partLimit: ANDROID_PART_LIMIT,
    now,
  });
  onTestFinished(() => {
    radio.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  return radio;
}

/** A phone with two SIMs that holds the pace by itself, as the relay does, and has Android below it. */
function addPacedPhone(world: QueueWorld): { readonly radio: Radio; readonly refused: () => number } {
  const now = (): number => world.clock.monotonic;
  const radio = openRadio(now);
  const uses: { elapsed: number; parts: number }[] = [];
  let refused = 0;
  world.addPhone('a', {
    sims: 2,
    partsPerMinute: LIMIT,
    answer: (message, simId): Answer => {
      const { parts } = countParts(message.text);
      const pace = judgePacing({ now: now(), limit: LIMIT, parts, uses, promised: 0, ledgerMadeAt: null });
      if (pace.verdict !== 'go') {
        refused += 1;
        const rest = pace.verdict === 'wait' ? { retry_after_ms: pace.retryAfterMs } : {};
        return { state: 'rejected', reason: 'paced', ...rest };
      }
      uses.push({ elapsed: now(), parts });
      radio.submit({
        attemptId: message.attemptId,
        to: message.to,
        text: message.text,
        parts,
        sim: Number(simId.slice(-1)),
        deliveryReport: false,
      });
      return { state: 'sent', parts, result: -1 };
    },
  });
  return { radio, refused: () => refused };
}

/** The most parts that went out in any 60 s. */
function busiestMinute(log: readonly { readonly at: number }[]): number {
  let most = 0;
  for (let first = 0, last = 0; last < log.length; last += 1) {
    while ((log[first]?.at ?? 0) <= (log[last]?.at ?? 0) - 60_000) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

describe('two hours of texts of mixed length through two SIMs of one phone', () => {
  it('never make Android ask the person, and use 95 % of the limit', { timeout: 60_000 }, async () => {
    const world = setUpQueue();
    const { radio, refused } = addPacedPhone(world);
    const random = createRandom(7);
    for (let n = 0; n < 2_000; n += 1) {
      const parts = random.pick(PART_COUNTS);
      await world.submit(1, { parts, text: textOf(parts) });
    }
    await world.advance(TWO_HOURS);
    const sent = radio.log().length;
    expect(world.states()['queued']).toBeGreaterThan(0);
    expect(radio.timesAsked()).toBe(0);
    expect(busiestMinute(radio.log())).toBeLessThanOrEqual(LIMIT);
    expect(new Set(radio.log().map((line) => line.sim)).size).toBe(2);
    expect(refused()).toBeLessThan(sent / 100);
    expect(sent / (LIMIT * 120)).toBeGreaterThan(0.95);
    expect(sent / (LIMIT * 120)).toBeLessThan(1.01);
  });
});
