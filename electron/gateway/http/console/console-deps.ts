import type { HttpDeps } from '../http-deps.ts';
import type { ChangeStreams } from './change-stream.ts';
import type { ConsoleAuth } from './console-auth.ts';
import type { OperatorSessions } from './operator-sessions.ts';

/** What the routes of the screens use besides the services of both doors. */
export interface ConsoleDeps extends HttpDeps {
  readonly auth: ConsoleAuth;
  readonly sessions: OperatorSessions;
  readonly streams: ChangeStreams;
  readonly baseUrl: () => string;
  /** Called when a sign-in link was used, so that the next one can be laid out. */
  readonly signInUsed: () => void;
  /** The file of the newest sign-in link, absolute; null where a desktop serves the screens. */
  readonly signInLinkPath: string | null;
}
