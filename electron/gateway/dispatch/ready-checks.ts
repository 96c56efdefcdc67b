import { QUEUE_STATES, REFUSING_QUEUE_STATES, type Mode, type QueueState } from '../../shared/states.ts';

/** What `/v1/ready` is told from. */
export interface ReadyFacts {
  readonly mode: Mode;
  readonly workspaceName: string;
  readonly readyPhones: number;
  readonly queueState: QueueState;
  readonly isStorageLow: boolean;
}

/** One check of `/v1/ready`: a sentence, and what to do while it does not hold. */
export interface ReadyCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
  readonly fix: string | null;
}

/** Whether a message of this mode would go out now, check by check. */
export function readyChecks(facts: ReadyFacts): readonly ReadyCheck[] {
  return [
    check('account', true, `Workspace “${facts.workspaceName}” is set up.`, ''),
    check('subscription', true, 'No end date.', ''),
    check(
      'storage',
      !facts.isStorageLow,
      facts.isStorageLow ? 'The disk is nearly full.' : 'The disk has room.',
      'Free some disk space.',
    ),
    phoneCheck(facts),
    queueCheck(facts.queueState),
  ];
}

function phoneCheck({ mode, readyPhones: ready }: ReadyFacts): ReadyCheck {
  const phones = mode === 'test' ? 'demo phone' : 'phone';
  return check(
    'device',
    ready > 0,
    ready === 0 ? `No ${phones} is ready.` : `${ready} ${phones}${ready === 1 ? '' : 's'} ready.`,
    mode === 'test' ? 'Start with --demo-phone.' : 'Plug in a phone and click Pair on the Devices screen.',
  );
}

function queueCheck(state: QueueState): ReadyCheck {
  return check(
    'queue',
    !REFUSING_QUEUE_STATES.includes(state) && state !== 'paused',
    state === 'running' || state === 'no_device' ? 'The queue takes messages.' : QUEUE_STATES[state],
    state === 'paused' ? 'Resume the queue.' : 'Wait until the backlog is shorter.',
  );
}

function check(name: string, ok: boolean, message: string, fix: string): ReadyCheck {
  return { name, ok, message, fix: ok ? null : fix };
}
