/** One look at a running gateway. Linux only: it reads /proc. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { asRecord } from '../support/gateway-process.ts';
import type { BundledGateway } from '../benchmarks/bundled-gateway.ts';
import type { Sample } from './slopes.ts';

const MEBIBYTE = 2 ** 20;

/** The sample of now. Rejects when the gateway's process is gone or does not answer. */
export async function takeSample(gateway: BundledGateway, atSeconds: number): Promise<Sample> {
  const [{ nowMb }, descriptors, wal, queue] = await Promise.all([
    gateway.memory(),
    readdir(`/proc/${gateway.pid}/fd`),
    stat(join(gateway.dataDir, 'relaydesk.db-wal')),
    gateway.api('GET', '/v1/queue'),
  ]);
  const depth = Object.values(asRecord(queue.body['depth'])).reduce<number>(
    (sum, count) => sum + Number(count),
    0,
  );
  const backlog = depth + Number(queue.body['in_flight']);
  if (!Number.isFinite(backlog) || !Number.isFinite(nowMb)) {
    throw new Error(`the gateway answered ${queue.status} to GET /v1/queue: ${JSON.stringify(queue.body)}`);
  }
  return { atSeconds, residentMb: nowMb, handles: descriptors.length, walMb: wal.size / MEBIBYTE, backlog };
}
