/** Kills a gateway again and again, under load, while the small disk that it is on fills and empties. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '../../electron/gateway/storage/database.ts';
import { startGateway, type GatewayProcess } from '../support/gateway-process.ts';
import { smallDisk, type SmallDisk } from '../support/surroundings/small-disk.ts';
import { waitFor } from '../support/wait-for.ts';

interface DiskRun {
  readonly kills: number;
  readonly accepted: number;
  /** Answers by status, such as `{ 202: 900, 503: 300 }`; `cut` are those that the kill took. */
  readonly answers: Readonly<Record<string, number>>;
  /** Accepted and not in the database afterwards. */
  readonly lost: readonly string[];
  /** Requests that the radio got more than once. */
  readonly doubled: readonly string[];
  /** Accepted, and never given to the radio. */
  readonly unsent: readonly string[];
}

const DISK_MB = 160;
const LOADERS = 16;
/** Long, so that the disk is soon full. */
const TEXT = 'Your order is ready. '.repeat(25);

/** Needs root. Resolves with what became of every accepted text, once the last gateway has sent them all. */
export async function killWhileDiskFills(kills: number, random: () => number): Promise<DiskRun> {
  const disk = await smallDisk(DISK_MB);
  try {
    mkdirSync(disk.dataDir, { mode: 0o700 });
    const first = await startGateway({ dataDir: disk.dataDir, demoPhone: true });
    const token = first.ready.token ?? '';
    await first.kill();
    const accepted = new Set<string>();
    const answers: Record<string, number> = {};
    for (let n = 0; n < kills; n += 1) {
      disk.empty();
      const gateway = await startGateway({ dataDir: disk.dataDir, demoPhone: true, token });
      const load = Array.from({ length: LOADERS }, () => postUntilCut(gateway, accepted, answers));
      try {
        await fillAndEmpty(disk, random, () => answers['503'] ?? 0);
      } finally {
        await gateway.kill();
      }
      await Promise.all(load);
    }
    disk.empty();
    const last = await startGateway({ dataDir: disk.dataDir, demoPhone: true, token });
    try {
      await untilSent(disk.dataDir);
    } finally {
      await last.stop();
    }
    return { kills, accepted: accepted.size, answers, ...judge(disk.dataDir, accepted) };
  } finally {
    await disk.remove();
  }
}

async function fillAndEmpty(disk: SmallDisk, random: () => number, refusals: () => number): Promise<void> {
  await pause(100 + random() * 300);
  const isFull = random() < 0.7;
  const before = refusals();
  // Full to the last byte, with room for a few commits, or merely low.
  disk.fill(Math.floor(random() * (isFull ? 300_000 : 60_000_000)));
  await pause(300 + random() * 500);
  // A slow computer needs longer to use up the last bytes, and a kill before that would test no full disk.
  if (isFull) await waitFor('a refusal on the full disk', () => refusals() > before, { deadlineMs: 30_000 });
  if (random() < 0.5) disk.empty();
  await pause(random() * 300);
}

async function postUntilCut(
  gateway: GatewayProcess,
  accepted: Set<string>,
  answers: Record<string, number>,
): Promise<void> {
  for (;;) {
    try {
      const { status, body } = await gateway.api('POST', '/v1/messages', {
        to: '+9779812345678',
        text: TEXT,
      });
      answers[status] = (answers[status] ?? 0) + 1;
      if (status === 202) accepted.add(String(body['request_id']));
      await pause(10);
    } catch {
      // The kill took the answer: the text may be stored or not, and both are right.
      answers['cut'] = (answers['cut'] ?? 0) + 1;
      return;
    }
  }
}

async function untilSent(dataDir: string): Promise<void> {
  const db = openDatabase(path.join(dataDir, 'relaydesk.db'));
  const open = db
    .prepare<[], number>("SELECT count(*) FROM messages WHERE state IN ('queued', 'sending')")
    .pluck();
  try {
    for (let left = open.get() ?? 0; left > 0; left = open.get() ?? 0) {
      const before = left;
      await waitFor(`fewer than ${before} open texts`, () => (open.get() ?? 0) < before, {
        deadlineMs: 60_000,
      });
    }
  } finally {
    db.close();
  }
}

/** The ledger of the demo phone is its radio's log: it commits `submitting` before each call. */
function judge(dataDir: string, accepted: ReadonlySet<string>): Pick<DiskRun, 'lost' | 'doubled' | 'unsent'> {
  const gateway = openDatabase(path.join(dataDir, 'relaydesk.db'));
  const ledger = openDatabase(path.join(dataDir, 'demo-phone', 'ledger.db'));
  try {
    const stored = new Set(gateway.prepare<[], string>('SELECT request_id FROM messages').pluck().all());
    const submits = new Map(
      ledger
        .prepare<[], [string, number]>(
          'SELECT request_id, count(*) FROM attempts WHERE submitted_elapsed IS NOT NULL GROUP BY request_id',
        )
        .raw()
        .all(),
    );
    return {
      lost: [...accepted].filter((id) => !stored.has(id)),
      doubled: [...submits].flatMap(([id, count]) => (count > 1 ? [id] : [])),
      unsent: [...accepted].filter((id) => !submits.has(id)),
    };
  } finally {
    gateway.close();
    ledger.close();
  }
}
