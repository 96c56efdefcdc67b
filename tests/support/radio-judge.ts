/**
 * The judge that stands outside: what the radios of all phones were given and what the network answered, against what
 * the API says. It knows nothing of gateway or relay.
 */
import type { SentRow } from '../../electron/gateway/demo-phone/radio.ts';
import type { NetworkReport, Radio, RadioLogLine } from '../virtual-phone/radio/radio-types.ts';

/** What the API says of a text, which is unique among all. */
export interface ClaimedText {
  readonly text: string;
  /** Besides the states: `refused`, the API did not take it; `unanswered`, nobody was told whether it did. */
  readonly status: string;
  readonly failureCode: string | null;
  /** When its newest attempt began, by the clock of the radios; null when it had none, or nobody can tell. */
  readonly lastAttemptAt: number | null;
  /** The test knows that what became of it was lost on the way: a wiped ledger, an app that died before the call. */
  readonly isAnswerLost?: boolean;
  readonly isCancelAsked?: boolean;
  /** For the person who reads a verdict. */
  readonly story: string;
}

export interface Verdict {
  /** Handed to a radio again although the time before was not proven to have failed. */
  readonly doubled: readonly string[];
  /** A status that is not so, or a text that nobody asked for. */
  readonly untrue: readonly string[];
  /** Accepted, and never brought to its end. */
  readonly lost: readonly string[];
}

/** Results of `states.md` after which a text may be tried again: nothing left the phone. */
const RETRIED = new Set([2, 4, 5, 9, 116, 120, 134, 135]);

/** One text at one radio. */
interface Submit {
  readonly line: RadioLogLine;
  readonly row: SentRow | undefined;
}

type Finding = { readonly kind: keyof Verdict; readonly sentence: string };

/** The clocks of the radios must agree, and their listeners must have heard what there is to hear. */
export function judgeTexts(radios: readonly Radio[], claims: readonly ClaimedText[]): Verdict {
  const submits = Map.groupBy(radios.flatMap(submitsOf), ({ line }) => line.text);
  const reports = Map.groupBy(
    radios.flatMap((radio) => radio.reports()),
    (report) => report.attemptId,
  );
  const findings = claims.flatMap((claim) => {
    const own = (submits.get(claim.text) ?? []).sort((a, b) => a.line.at - b.line.at);
    return judgeOne(claim, own, (last) => reports.get(last.line.attempt_id) ?? []);
  });
  const known = new Set(claims.map((claim) => claim.text));
  for (const text of submits.keys()) {
    if (!known.has(text)) findings.push({ kind: 'untrue', sentence: `${text}: nobody asked for it` });
  }
  const of = (kind: keyof Verdict): string[] =>
    findings.filter((finding) => finding.kind === kind).map((finding) => finding.sentence);
  return { doubled: of('doubled'), untrue: of('untrue'), lost: of('lost') };
}

function submitsOf(radio: Radio): Submit[] {
  const rows = new Map(radio.folders().sent.map((row) => [row.id, row]));
  return radio
    .log()
    .filter((line) => line.part === 1)
    .map((line) => ({ line, row: rows.get(line.submit) }));
}

function judgeOne(
  claim: ClaimedText,
  own: readonly Submit[],
  heardOf: (submit: Submit) => readonly NetworkReport[],
): Finding[] {
  const findings: Finding[] = [];
  const last = own.at(-1);
  const heard = last === undefined ? [] : heardOf(last);
  const find = (kind: keyof Verdict): void => {
    const is = `${claim.status} (${claim.failureCode ?? '-'})`;
    const sentence = `${claim.text}: ${is}, ${say(own, heard)}; ${claim.story}`;
    findings.push({ kind, sentence });
  };
  if (own.slice(0, -1).some(({ row }) => !isRetried(row))) find('doubled');
  if (claim.status === 'unanswered') return findings;
  if (claim.status === 'refused' || claim.status === 'cancelled') {
    const mayBe = claim.status === 'refused' ? last === undefined : claim.isCancelAsked === true;
    if (!mayBe || !own.every(({ row }) => isRetried(row))) find('untrue');
    return findings;
  }
  // An attempt that the radio never had: the app died after its last word and before the call. Nobody can know
  // that, and `unknown` says so.
  const isBeforeRadio = claim.lastAttemptAt !== null && claim.lastAttemptAt > (last?.line.at ?? 0);
  if (claim.status === 'unknown' && (isBeforeRadio || claim.isAnswerLost === true)) return findings;
  if (last === undefined) find('lost');
  else if (!isTrue(claim, last, heard)) find('untrue');
  return findings;
}

const isRetried = (row: SentRow | undefined): boolean =>
  row?.state === 'failed' && row.result !== null && RETRIED.has(row.result);

function isTrue(
  { status, failureCode }: ClaimedText,
  { line, row }: Submit,
  heard: readonly NetworkReport[],
): boolean {
  switch (status) {
    case 'delivered':
      return deliveredParts(heard) === line.parts;
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

function say(own: readonly Submit[], heard: readonly NetworkReport[]): string {
  const radio = own.map(
    ({ line, row }) => `${line.attempt_id} ${row?.state ?? 'nothing'} ${String(row?.result ?? '')}`,
  );
  return `but the radios: ${radio.join(', ')}, the network: ${heard.map((each) => each.delivery).join(' ')}`;
}
