/** A text from its request to its answer. Both doors (the API and the screens) come through here. */
import { createMessageReader, type MessageReader, type ReaderDeps } from './message-read.ts';
import { createSubmit, type Submit, type SubmitDeps } from './message-submit.ts';
import { createOutcomeWait, type OutcomeWait } from './outcome-wait.ts';

interface MessageServiceDeps extends SubmitDeps, ReaderDeps {}

export interface MessageService extends MessageReader {
  readonly submit: Submit;
  /** Answers as soon as the radio took it or the time is up; always the state of that moment. */
  readonly waitForOutcome: OutcomeWait;
}

export function createMessageService(deps: MessageServiceDeps): MessageService {
  const { feed, messages } = deps;
  return {
    ...createMessageReader(deps),
    submit: createSubmit(deps),
    waitForOutcome: createOutcomeWait(
      feed,
      (requestId) => messages.byRequestId(requestId)?.state ?? 'queued',
    ),
  };
}
