import { expect, it } from 'vitest';
import { killWhileDiskFills } from '../chaos/disk-kills.ts';
import { createRandom } from '../support/random.ts';

const isRoot = process.getuid?.() === 0;

it.runIf(isRoot)(
  'keeps every accepted text, and sends each once, while kills come and the disk fills and empties',
  async () => {
    const chance = createRandom(9);
    const run = await killWhileDiskFills(4, () => chance.below(1_000_000) / 1_000_000);
    expect(run).toMatchObject({ lost: [], doubled: [], unsent: [] });
    expect(run.accepted).toBeGreaterThan(0);
    expect(run.answers['503'] ?? 0).toBeGreaterThan(0);
  },
  180_000,
);
