import {
  type InboxRow,
  type RadioEvent,
  type RadioSubmission,
  type SentRow,
  RadioError,
  RESULT_OK,
} from '../../../electron/gateway/demo-phone/radio.ts';
import type { NetworkReport, PartPlan, Radio, RadioLogLine, RadioOptions, RadioRule } from './radio-types.ts';
import { AppendFile, readJsonLines, readRadioLog } from './radio-log.ts';
import { SmsFolders } from './sms-folders.ts';
import { RadioTimers } from './radio-timers.ts';
import { RadioScript, RESULT_LIMIT_EXCEEDED, RESULT_RADIO_OFF, RESULT_SIM_ABSENT } from './radio-plan.ts';
import { countParts } from '../../../electron/shared/parts.ts';

/** SmsUsageMonitor: DEFAULT_SMS_CHECK_PERIOD. */
const LIMIT_WINDOW_MS = 60_000;

/** Makes a radio. Submits go to `logPath` before anything else happens; results go to a file beside it. */
export function createRadio(options: RadioOptions): Radio {
  return new LoggedRadio(options);
}

class LoggedRadio implements Radio {
  readonly #now: () => number;
  readonly #partLimit: number | null;
  readonly #submits: AppendFile;
  readonly #results: AppendFile;
  readonly #log: RadioLogLine[];
  readonly #reports: NetworkReport[] = [];
  readonly #folders = new SmsFolders();
  readonly #script = new RadioScript();
  readonly #timers = new RadioTimers();
  readonly #absentSims = new Set<number>();
  /** Parts of the last minute by SIM: each has a count of its own. */
  readonly #recentParts = new Map<number, { at: number; parts: number }[]>();
  #asked = 0;
  #listener: ((event: RadioEvent) => void) | undefined;
  #waiting: RadioEvent[] = [];
  #isAirplane = false;

  constructor(options: RadioOptions) {
    this.#now = options.now ?? Date.now;
    this.#partLimit = options.partLimit ?? null;
    this.#log = readRadioLog(options.logPath);
    const resultsPath = `${options.logPath}.results`;
    this.#takeUp(resultsPath);
    this.#submits = new AppendFile(options.logPath);
    this.#results = new AppendFile(resultsPath);
    this.#script.add(options.script ?? []);
  }

  submit(submission: RadioSubmission): void {
    const plans = this.#planOf(submission);
    const throws = plans.find((plan) => plan.throws !== undefined)?.throws;
    if (throws !== undefined && throws !== 'RuntimeException') throw new RadioError(throws);
    const row = this.#record(submission);
    plans.forEach((plan, index) => this.#run({ submission, plan, part: index + 1, row }));
    if (throws !== undefined) throw new RadioError(throws);
  }

  attach(listener: (event: RadioEvent) => void): () => void {
    this.#listener = listener;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const event of waiting) this.#fire(event);
    return () => {
      if (this.#listener === listener) this.#listener = undefined;
    };
  }

  mark(): number {
    return this.#folders.lastId;
  }

  findSent(query: { above: number; to: string; text: string; sim: number }): SentRow[] {
    return this.#folders.find(query);
  }

  folders(): { sent: SentRow[]; inbox: InboxRow[] } {
    return { sent: this.#folders.allSent(), inbox: this.#folders.inboxAbove(0) };
  }

  inboxAbove(mark: number): InboxRow[] {
    return this.#folders.inboxAbove(mark);
  }

  receive(text: { from: string; body: string; sim?: number; smscAt?: number; isSilent?: boolean }): InboxRow {
    const now = this.#now();
    const row: InboxRow = {
      id: this.#folders.nextId(),
      from: text.from,
      body: text.body,
      sim: text.sim ?? 1,
      parts: countParts(text.body).parts,
      receivedAt: now,
      smscAt: Math.floor((text.smscAt ?? now) / 1000) * 1000,
    };
    this.#folders.addReceived(row);
    if (text.isSilent !== true) this.#fire({ kind: 'inbound', text: row });
    return row;
  }

  script(rules: readonly RadioRule[]): void {
    this.#script.add(rules);
  }

  setAirplane(isOn: boolean): void {
    this.#isAirplane = isOn;
  }

  setSimPresent(sim: number, isPresent: boolean): void {
    if (isPresent) this.#absentSims.delete(sim);
    else this.#absentSims.add(sim);
  }

  reboot(): void {
    this.#timers.clear();
    this.#waiting = [];
    this.#recentParts.clear();
  }

  reports(): readonly NetworkReport[] {
    return this.#reports;
  }

  timesAsked(): number {
    return this.#asked;
  }

  log(): readonly RadioLogLine[] {
    return this.#log;
  }

  stop(): void {
    this.#timers.clear();
    this.#listener = undefined;
    this.#submits.close();
    this.#results.close();
  }

  /** The script's plan, unless the state of the phone overrules it. */
  #planOf(submission: RadioSubmission): PartPlan[] {
    const plans = this.#script.plan(submission);
    const forced = this.#forcedResult(submission);
    if (forced === null) return plans;
    return plans.map((plan) => ({ ...plan, result: forced, error: null }));
  }

  #forcedResult(submission: RadioSubmission): number | null {
    if (this.#isAirplane) return RESULT_RADIO_OFF;
    if (this.#absentSims.has(submission.sim)) return RESULT_SIM_ABSENT;
    if (this.#partLimit === null) return null;
    const now = this.#now();
    const recent = (this.#recentParts.get(submission.sim) ?? []).filter(
      (use) => use.at > now - LIMIT_WINDOW_MS,
    );
    this.#recentParts.set(submission.sim, recent);
    const used = recent.reduce((sum, use) => sum + use.parts, 0);
    if (used + submission.parts > this.#partLimit) {
      this.#asked += 1;
      return RESULT_LIMIT_EXCEEDED;
    }
    recent.push({ at: now, parts: submission.parts });
    return null;
  }

  /** Logs every part in one write; the row in the sent folder has the submit's number. */
  #record(submission: RadioSubmission): number {
    const submit = this.#folders.nextId();
    const { attemptId, to, text, parts, sim } = submission;
    const at = this.#now();
    let lines = '';
    for (let part = 1; part <= parts; part += 1) {
      const line: RadioLogLine = { submit, at, attempt_id: attemptId, to, text, part, parts, sim };
      this.#log.push(line);
      lines += `${JSON.stringify(line)}\n`;
    }
    this.#submits.append(lines);
    this.#folders.addSent({ submit, to, text, parts, sim });
    return submit;
  }

  #run(job: { submission: RadioSubmission; plan: PartPlan; part: number; row: number }): void {
    const { submission, plan, part, row } = job;
    const { attemptId } = submission;
    this.#timers.after(plan.resultAfterMs, () => {
      this.#folders.settlePart(row, part, plan.result, plan.error);
      this.#results.append(`${JSON.stringify({ row, part, result: plan.result, error: plan.error })}\n`);
      if (!plan.isResultLost) {
        const event: RadioEvent = {
          kind: 'result',
          attemptId,
          part,
          result: plan.result,
          error: plan.error,
          row,
        };
        for (let copy = 0; copy < plan.resultCopies; copy += 1) this.#fire(event);
      }
      if (submission.deliveryReport && plan.result === RESULT_OK) this.#deliver(attemptId, part, plan);
    });
  }

  #deliver(attemptId: string, part: number, plan: PartPlan): void {
    const { delivery } = plan;
    if (delivery === 'missing') return;
    this.#timers.after(plan.deliveryAfterMs, () => {
      this.#reports.push({ attemptId, part, delivery });
      for (let copy = 0; copy < plan.deliveryCopies; copy += 1) {
        this.#fire({ kind: 'delivery', attemptId, part, delivery });
      }
    });
  }

  #fire(event: RadioEvent): void {
    if (this.#listener === undefined) this.#waiting.push(event);
    else this.#listener(event);
  }

  /** Rebuilds the sent folder from the two files. */
  #takeUp(resultsPath: string): void {
    for (const line of this.#log) if (line.part === 1) this.#folders.addSent(line);
    for (const value of readJsonLines(resultsPath)) {
      if (typeof value !== 'object' || value === null) continue;
      const read = (name: string): unknown => Reflect.get(value, name);
      const error = read('error');
      const settled = typeof error === 'number' ? error : null;
      this.#folders.settlePart(Number(read('row')), Number(read('part')), Number(read('result')), settled);
    }
  }
}
