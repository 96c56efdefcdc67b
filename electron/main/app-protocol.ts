/**
 * `app://relaydesk/`: the one origin of the screens. Registered on the session of our own window alone, so that no
 * other web content could ever ask.
 */
import { protocol, type Session } from 'electron';
import { APP_SCHEME, answerAppRequest, type AppRequestDeps } from './app-requests.ts';

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

export function serveAppScheme(session: Session, parts: AppRequestDeps): void {
  session.protocol.handle(APP_SCHEME, (request) => answerAppRequest(request, parts));
}
