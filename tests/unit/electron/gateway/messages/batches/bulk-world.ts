/** Taking lists in, over real tables, with a clock that stands and phones that a test speaks for. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { createEventStore } from '../../../../../../electron/gateway/events/event-store.ts';
import { createFeed } from '../../../../../../electron/gateway/events/feed.ts';
import { createBatchStore } from '../../../../../../electron/gateway/messages/batches/batch-store.ts';
import { createBatchTransitions } from '../../../../../../electron/gateway/messages/batches/batch-transitions.ts';
import { createBulkSubmit } from '../../../../../../electron/gateway/messages/batches/bulk-submit.ts';
import { createHoldStore } from '../../../../../../electron/gateway/messages/hold-store.ts';
import { createIdempotencyStore } from '../../../../../../electron/gateway/messages/idempotency-store.ts';
import { createLaneStore } from '../../../../../../electron/gateway/messages/lane-store.ts';
import { createLanes } from '../../../../../../electron/gateway/messages/lanes.ts';
import { createMessageStore } from '../../../../../../electron/gateway/messages/message-store.ts';
import { createNumberReader } from '../../../../../../electron/gateway/messages/recipient-number.ts';
import { openStorage } from '../../../../../../electron/gateway/storage/storage.ts';

export function setUpBulk({ backlogLimit = 50_000 } = {}) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-bulk-'));
  const storage = openStorage(directory);
  onTestFinished(() => {
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const { db, writer } = storage;
  const now = 1_800_000_000_000;
  const holds = createHoldStore(db, writer.ifUndone);
  const lanes = createLanes(createLaneStore(db), (lane) => holds.holdsLane(lane), writer.ifUndone);
  const [events, feed, batches] = [createEventStore(db), createFeed(writer.ifUndone), createBatchStore(db)];
  const forecast = { finishAt: null as number | null };
  const rules = new Map<string, string>();
  let woken = 0;
  const submit = createBulkSubmit({
    ...{ events, feed, batches, writer },
    messages: createMessageStore(db, lanes, writer.ifUndone),
    idempotency: createIdempotencyStore(db),
    batchMoves: createBatchTransitions({
      ...{ db, events, feed, holds },
      updateLanes: lanes.updateHolds,
      ifUndone: writer.ifUndone,
    }),
    clock: { now: () => now, monotonic: () => performance.now() },
    readNumber: createNumberReader(() => null),
    resolveRoute: () => ({ deviceId: null, simId: null }),
    routeByRules: (e164) => rules.get(e164) ?? null,
    refusal: (messages) => (lanes.total() + messages > backlogLimit ? 'backlog_full' : null),
    foretell: () => ({
      finishAt: forecast.finishAt,
      assumedFinishAt: forecast.finishAt ?? now,
      warnings: [],
    }),
    wakeDispatcher: () => {
      woken += 1;
    },
  });
  return {
    ...{ submit, batches, lanes, forecast, rules, now },
    woken: () => woken,
    count: (table: string): number =>
      db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0,
    /** Leaves room for so many pages more, as a disk that is nearly full. */
    fillDiskAfter: (pages: number) => {
      const used = Number(db.pragma('page_count', { simple: true }));
      db.pragma(`max_page_count = ${used + pages}`);
      return {
        empty: () => {
          db.pragma('max_page_count = 1000000');
        },
      };
    },
  };
}
