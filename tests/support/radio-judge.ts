/**
 * The judge that stands outside: what the radio of the phone was given and what the network answered, against what the
 * API says. It knows nothing of gateway or relay.
 */
import type { SentRow } from '../../electron/gateway/demo-phone/radio.ts';
import type { NetworkReport, Radio, RadioLogLine } from '../virtual-phone/radio/radio-types.ts';

/** What the API says of a text, which is unique among all. */
export interface ClaimedText {
  readonly text: string;
  readonly status: string;
  readonly failureCode: string | null;
  /** When its newest attempt began, by the phone's wall clock; null when it had none. */
  readonly lastAttemptAt: number | null;
  /** For the person who reads a verdict. */
  readonly story: string;
}

export interface Verdict {
  /** Handed to the radio again although the first time was not proven to have failed. */
  readonly doubled: readonly string[];
  /** A status that is not so. */
  readonly untrue: readonly string[];
  /** Accepted, and never handed to the radio. */
  readonly lost: readonly string[];
}

/** Results of `states.md` after which a text may be tried again: nothing left the phone. */
const RETRIED = new Set([2, 4, 5, 9, 116, 120, 134, 135]);

export function judgeTexts(radio: Radio, claims: readonly ClaimedText[]): Verdict {
  const submits = Map.groupBy(
    radio.log().filter((line) => line.part === 1),
    (line) => line.text,
  );
  const rows = new Map(radio.folders().sent.map((row) => [row.id, row]));
  const reports = Map.groupBy(radio.reports(), (report) => report.attemptId);
  const doubled: string[] = [];
  const untrue: string[] = [];
  const lost: string[] = [];
  for (const claim of claims) {
    const own = submits.get(claim.text) ?? [];
    if (own.slice(0, -1).some((submit) => !isRetried(rows.get(submit.submit)))) doubled.push(claim.text);
    const last = own.at(-1);
    // An attempt that the radio never had: the app died after its last word and before the call. Nobody can know
    // that, and `unknown` says so.
    const isBeforeRadio = claim.lastAttemptAt !== null && claim.lastAttemptAt > (last?.at ?? 0);
    if (claim.status === 'unknown' && isBeforeRadio) continue;
    if (last === undefined) {
      lost.push(`${claim.text}: ${claim.status}; ${claim.story}`);
      continue;
    }
    const row = rows.get(last.submit);
    const heard = reports.get(last.attempt_id) ?? [];
    if (!isTrue(claim, last, row, heard)) {
      untrue.push(
        `${claim.text}: ${claim.status} (${claim.failureCode ?? '-'}), but ${say(row, heard)}; ${claim.story}`,
      );
    }
  }
  return { doubled, untrue, lost };
}

const isRetried = (row: SentRow | undefined): boolean =>
  row?.state === 'failed' && row.result !== null && RETRIED.has(row.result);

function isTrue(
  { status, failureCode }: ClaimedText,
  submit: RadioLogLine,
  row: SentRow | undefined,
  heard: readonly NetworkReport[],
): boolean {
  switch (status) {
    case 'delivered':
      return deliveredParts(heard) === submit.parts;
    case 'undelivered':
      return heard.some((each) => each.delivery === 'undelivered');
    case 'sent':
      return row?.state === 'sent';
    case 'failed':
      return row?.state === 'failed' && failureCode !== null;
    case 'unknown':
      // Only where the radio's own answer was lost: its row was never settled.
      return row?.state === 'pending';
    default:
      return false;
  }
}

const deliveredParts = (heard: readonly NetworkReport[]): number =>
  new Set(heard.filter((each) => each.delivery === 'delivered').map((each) => each.part)).size;

const say = (row: SentRow | undefined, heard: readonly NetworkReport[]): string =>
  `the radio: ${row?.state ?? 'nothing'} ${String(row?.result ?? '')}, the network: ${heard.map((each) => each.delivery).join(' ')}`;
