import { damageSentence, type DamagedFile } from '../../shared/damage-sentence.ts';
import {
  REFUSING_QUEUE_STATES,
  type Mode,
  type QueueState,
  type StorageTrouble,
} from '../../shared/states.ts';
import { inEnglish, sentence, type Sentence } from '../../shared/words/words.ts';

/** What `/v1/ready` is told from. */
export interface ReadyFacts {
  readonly mode: Mode;
  readonly workspaceName: string;
  readonly readyPhones: number;
  readonly queueState: QueueState;
  readonly storageTrouble: StorageTrouble | null;
  readonly damage: DamagedFile | null;
}

/** One check of `/v1/ready`: what is so, and what to do while it does not hold; as a code and in English. */
export interface ReadyCheck extends Sentence {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
  readonly fix: string | null;
}

/** Whether a message of this mode would go out now, check by check. */
export function readyChecks(facts: ReadyFacts): readonly ReadyCheck[] {
  return [
    check('account', true, sentence('check.account', { name: facts.workspaceName })),
    check('subscription', true, sentence('check.no_end_date')),
    storageCheck(facts),
    check('device', facts.readyPhones > 0, phonesReady(facts)),
    queueCheck(facts.queueState),
  ];
}

function phonesReady({ mode, readyPhones: count }: ReadyFacts): Sentence {
  if (mode === 'test') {
    if (count === 0) return sentence('check.no_demo_phone');
    return count === 1 ? sentence('check.one_demo_phone') : sentence('check.demo_phones', { count });
  }
  if (count === 0) return sentence('check.no_phone');
  return count === 1 ? sentence('check.one_phone') : sentence('check.phones', { count });
}

function storageCheck({ storageTrouble: trouble, damage }: ReadyFacts): ReadyCheck {
  if (trouble === null) return check('storage', true, sentence('check.disk_has_room'));
  if (trouble === 'storage_low') return check('storage', false, sentence('check.disk_nearly_full'));
  if (trouble === 'storage_damaged' && damage !== null)
    return check('storage', false, damageSentence(damage));
  return check('storage', false, sentence(`queue.${trouble}`));
}

function queueCheck(state: QueueState): ReadyCheck {
  const takes = state === 'running' || state === 'no_device';
  const isHeld = state === 'paused' || state === 'failure_rate' || state === 'reconcile';
  const isFine = !REFUSING_QUEUE_STATES.includes(state) && !isHeld;
  return check('queue', isFine, sentence(takes ? 'check.queue_takes' : `queue.${state}`));
}

function check(name: string, ok: boolean, spoken: Sentence): ReadyCheck {
  const { message, fix } = inEnglish(spoken);
  return { name, ok, ...spoken, message, fix: ok ? null : fix };
}
