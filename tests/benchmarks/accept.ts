/**
 * Accepting: how fast `POST /v1/messages` is against a bare echo, its p99 at half of that load, and the memory it
 * takes. No phone is paired, so nothing is dispatched meanwhile. Rounds are interleaved, each with a gateway of its own,
 * so that both sides meet the same moments of the machine.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { figures, type Measurement } from './figures.ts';
import { type BundledGateway, startWithDeepBacklog } from './bundled-gateway.ts';
import { forkPacedLoad, type PacedResult } from './paced-requests.ts';
import { median, medianRatio, percentile } from './statistics.ts';
import { loadWithWrk, type LoadResult } from './wrk-load.ts';

const WARM_UP_SECONDS = 2;

interface AcceptPlan {
  readonly rounds: number;
  readonly secondsPerRound: number;
}

interface Round {
  readonly ours: LoadResult;
  readonly reference: LoadResult;
  readonly peakMb: number;
}

/** Bearer token of a gateway that was started on a fresh data directory. */
export function tokenOf({ ready }: BundledGateway): string {
  if (ready.token === undefined)
    throw new Error('The gateway printed no token: its data directory was not fresh.');
  return ready.token;
}

async function loadEcho(run: string, seconds: number): Promise<LoadResult> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'echo-server.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    await loadWithWrk({ url, token: 'none', run: `${run}w`, seconds: WARM_UP_SECONDS });
    return await loadWithWrk({ url, token: 'none', run, seconds });
  } finally {
    child.kill();
  }
}

async function loadGateway(run: string, seconds: number): Promise<{ result: LoadResult; peakMb: number }> {
  const gateway = await startWithDeepBacklog();
  try {
    const { url } = gateway.ready;
    const token = tokenOf(gateway);
    await loadWithWrk({ url, token, run: `${run}w`, seconds: WARM_UP_SECONDS });
    const result = await loadWithWrk({ url, token, run, seconds });
    return { result, peakMb: (await gateway.memory()).peakMb };
  } finally {
    await gateway.stop();
  }
}

/** Reference and ours change order from round to round. */
async function runRound(number: number, seconds: number): Promise<Round> {
  const run = `r${number}`;
  const early = number % 2 === 0 ? await loadEcho(run, seconds) : null;
  const { result: ours, peakMb } = await loadGateway(run, seconds);
  const reference = early ?? (await loadEcho(run, seconds));
  return { ours, reference, peakMb };
}

async function measurePaced(perSecond: number, seconds: number): Promise<PacedResult> {
  const gateway = await startWithDeepBacklog();
  try {
    const paced = (run: string, forSeconds: number) =>
      forkPacedLoad({
        port: Number(new URL(gateway.ready.url).port),
        token: tokenOf(gateway),
        run,
        perSecond,
        seconds: forSeconds,
      });
    await paced('warm', WARM_UP_SECONDS);
    return await paced('half', seconds);
  } finally {
    await gateway.stop();
  }
}

/** Measures the three figures of accepting. */
export async function measureAccept(plan: AcceptPlan, say: (line: string) => void): Promise<Measurement[]> {
  const rounds: Round[] = [];
  for (let number = 1; number <= plan.rounds; number += 1) {
    const round = await runRound(number, plan.secondsPerRound);
    rounds.push(round);
    const { ours, reference } = round;
    say(
      `  round ${number}: ${Math.round(ours.requestsPerSecond)} against ${Math.round(reference.requestsPerSecond)} req/s`,
    );
  }
  const ours = median(rounds.map((round) => round.ours.requestsPerSecond));
  const reference = median(rounds.map((round) => round.reference.requestsPerSecond));
  const ratio = medianRatio(
    rounds.map((round) => ({
      ours: round.ours.requestsPerSecond,
      reference: round.reference.requestsPerSecond,
    })),
  );
  const half = Math.floor(ours / 2);
  const paced = await measurePaced(half, plan.secondsPerRound * 2);
  if (paced.refused > 0) throw new Error(`${paced.refused} requests were not answered 202 at half load`);
  return [
    {
      figure: figures.acceptRatio,
      value: ratio,
      note: `median of ${plan.rounds} rounds: ${Math.round(ours)} of ${Math.round(reference)} req/s; p99 ${median(rounds.map((round) => round.ours.p99Ms)).toFixed(1)} ms`,
    },
    {
      figure: figures.acceptP99,
      value: percentile(paced.latenciesMs, 0.99),
      note: `${half} req/s; p50 ${percentile(paced.latenciesMs, 0.5).toFixed(2)} ms`,
    },
    {
      figure: figures.loadMemory,
      value: Math.max(...rounds.map((round) => round.peakMb)),
      note: `peak of ${plan.rounds} runs at full load`,
    },
  ];
}
