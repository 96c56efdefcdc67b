import { isMessageState, type MessageState } from '../../../electron/shared/states.ts';
import type { Message } from '../../../electron/shared/schemas/message.ts';

interface TimelineStep {
  readonly state: MessageState;
  readonly at: string;
}

/** The states that a message went through, in the order of their times. */
export function timelineOf(message: Pick<Message, 'times'>): readonly TimelineStep[] {
  const steps: TimelineStep[] = [];
  for (const [state, at] of Object.entries(message.times)) {
    if (at !== null && isMessageState(state)) steps.push({ state, at });
  }
  return steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
