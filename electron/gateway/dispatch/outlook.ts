/** Why a message waits, or would wait: the decision that hands messages out, asked without handing anything out. */
import type { Mode, WaitingReason } from '../../shared/states.ts';
import type { Sim } from '../devices/sim.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Lanes } from '../messages/lanes.ts';
import type { UnsentMessage } from '../messages/message-actions.ts';
import type { MessageRow } from '../messages/message-row.ts';
import type { Claimer } from './claim.ts';
import { decide, type Holds, type Wait } from './decision.ts';
import type { Fleet } from './fleet.ts';
import type { LiveSim } from './live-sim.ts';

export interface OutlookDeps {
  readonly claimer: Pick<Claimer, 'wantedOf'>;
  readonly lanes: Pick<Lanes, 'byId'>;
  readonly fleet: Pick<Fleet, 'look' | 'dayEndsAt'>;
  readonly isPaused: () => boolean;
  /** Phones are asked what they sent before a restore. */
  readonly isReconciling: () => boolean;
  readonly isClientPaused: (clientId: string) => boolean;
  /** Message after message of a mode failed. */
  readonly isFailing: (mode: Mode) => boolean;
  /** The end of the quiet hours, milliseconds since 1970; null while there are none. */
  readonly quietUntil: (now: number) => number | null;
  /** The operator is asked whether another SIM takes over from this one, which is gone. */
  readonly isTakeoverAsked: (simId: string) => boolean;
  readonly clock: Clock;
}

/** Why a message waits; `until` in milliseconds since 1970. */
interface WhyWaiting {
  readonly reason: WaitingReason;
  readonly until: number | null;
  /** The phone or SIM that it names is not there. */
  readonly isTargetGone: boolean;
  /** The operator is asked whether another SIM takes over. */
  readonly isTakeoverAsked: boolean;
}

export interface Outlook {
  /** Why a waiting message waits now. */
  readonly whyWaiting: (row: MessageRow) => WhyWaiting;
  /** What would become of a message that is not stored: the SIM that would take it now, or why it would wait. */
  readonly preview: (message: UnsentMessage) => { readonly sim: Sim } | WhyWaiting;
}

const OTP = 0;
const BULK = 2;

export function createOutlook(deps: OutlookDeps): Outlook {
  const { clock, fleet } = deps;

  /** What holds a message before any phone is looked at. Times of the wall clock become monotonic. */
  function holdsOf(about: {
    /** Monotonic less wall clock, read once for a question: two readings would not fit each other. */
    readonly ahead: number;
    readonly mode: Mode;
    readonly priority: number;
    readonly isOwnerPaused: boolean;
    readonly due: { readonly reason: 'scheduled' | 'pacing'; readonly at: number } | null;
  }): Holds {
    const { ahead } = about;
    const quietUntil = about.priority === BULK ? deps.quietUntil(clock.now()) : null;
    return {
      isPaused: deps.isPaused(),
      isReconciling: deps.isReconciling(),
      isFailing: deps.isFailing(about.mode),
      isOwnerPaused: about.isOwnerPaused,
      due: about.due === null ? null : { ...about.due, at: about.due.at + ahead },
      quietUntil: quietUntil === null ? null : quietUntil + ahead,
      dayEndsAt: fleet.dayEndsAt(),
    };
  }

  function simsFor(mode: Mode, priority: number): readonly LiveSim[] {
    const view = fleet.look()[mode];
    return priority === OTP ? view.forCodes : view.forTexts;
  }

  function whyWaiting(row: MessageRow): WhyWaiting {
    const lane = deps.lanes.byId(row.lane_id);
    const sims = simsFor(row.mode, row.priority);
    const reason = row.state === 'scheduled' ? ('scheduled' as const) : ('pacing' as const);
    const ahead = clock.monotonic() - clock.now();
    const holds = holdsOf({
      ahead,
      mode: row.mode,
      priority: row.priority,
      isOwnerPaused: lane?.isHeld ?? false,
      due: row.due_at === null ? null : { reason, at: row.due_at },
    });
    const wanted = deps.claimer.wantedOf(row, lane?.target ?? '', sims);
    const decision = decide(wanted, holds, sims, clock.monotonic());
    // It could go this moment: the next round takes it.
    if (decision.kind === 'send') {
      return { reason: 'pacing', until: null, isTargetGone: false, isTakeoverAsked: false };
    }
    return tellWait(decision, wanted.target, -ahead);
  }

  function preview(message: UnsentMessage): { readonly sim: Sim } | WhyWaiting {
    const sims = simsFor(message.mode, message.priority);
    const ahead = clock.monotonic() - clock.now();
    const holds = holdsOf({
      ahead,
      mode: message.mode,
      priority: message.priority,
      isOwnerPaused: deps.isClientPaused(message.clientId),
      due: message.scheduledAt === null ? null : { reason: 'scheduled', at: message.scheduledAt },
    });
    const wanted = { ...message, avoidSimId: null, usualSimId: null };
    const decision = decide(wanted, holds, sims, clock.monotonic());
    if (decision.kind === 'send') return { sim: decision.sim.sim };
    return tellWait(decision, wanted.target, -ahead);
  }

  function tellWait(wait: Wait, target: string, monotonicToWall: number): WhyWaiting {
    return {
      reason: wait.reason,
      until: wait.until === null ? null : Math.round(wait.until + monotonicToWall),
      isTargetGone: wait.isTargetGone,
      isTakeoverAsked: wait.isTargetGone && deps.isTakeoverAsked(target),
    };
  }

  return { whyWaiting, preview };
}
