/** How long the bundled gateway takes to start, and what it weighs when nothing happens. */
import { setTimeout as pause } from 'node:timers/promises';
import { figures, type Measurement } from './figures.ts';
import { makeDataDir, startBundled } from './bundled-gateway.ts';
import { median } from './statistics.ts';

const SETTLE_MS = 5_000;

/** Starts it again and again: each time on a fresh directory, then on that same one. */
export async function measureStart(times: number): Promise<Measurement[]> {
  const first: number[] = [];
  const again: number[] = [];
  // The first start of all writes the compile cache that every later one reads; it is not counted.
  for (let run = 0; run <= times; run += 1) {
    const dataDir = await makeDataDir();
    const fresh = await startBundled({ dataDir });
    await fresh.stop({ keepData: true });
    const second = await startBundled({ dataDir });
    await second.stop();
    if (run === 0) continue;
    first.push(fresh.readyAfterMs);
    again.push(second.readyAfterMs);
  }
  const note = `median of ${times} starts, process start to ready line`;
  return [
    { figure: figures.firstStart, value: median(first), note: `${note}; makes keys, tokens and tables` },
    { figure: figures.emptyStart, value: median(again), note },
  ];
}

/** Resident memory some seconds after a start on an empty database. */
export async function measureIdleMemory(): Promise<Measurement[]> {
  const gateway = await startBundled();
  try {
    await pause(SETTLE_MS);
    const { nowMb, peakMb } = await gateway.memory();
    return [
      {
        figure: figures.idleMemory,
        value: nowMb,
        note: `resident, 5 s after start; peak ${peakMb.toFixed(0)} MB`,
      },
    ];
  } finally {
    await gateway.stop();
  }
}
