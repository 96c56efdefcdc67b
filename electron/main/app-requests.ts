/** What `app://relaydesk/` answers: files come from the build, `/console/` goes to the gateway. Knows no Electron. */
import { assertNever } from '../shared/assert-never.ts';
import { forwardConsoleCall } from './console-proxy.ts';
import type { GatewaySupervisor } from './gateway-supervisor.ts';
import { answerRendererFile } from './renderer-files.ts';
import { sortRequestPath } from './request-paths.ts';
import { plainAnswer } from './security-headers.ts';

export const APP_SCHEME = 'app';
const APP_HOST = 'relaydesk';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

export interface AppRequestDeps {
  /** Absolute. */
  readonly rendererDir: string;
  readonly gateway: Pick<GatewaySupervisor, 'access' | 'condition'>;
}

/** Answers one request of the window; refuses another host, an odd path, and what another origin sent. */
export async function answerAppRequest(request: Request, parts: AppRequestDeps): Promise<Response> {
  const url = new URL(request.url);
  const origin = request.headers.get('origin');
  if (url.host !== APP_HOST) return plainAnswer(404, 'There is no such place.');
  if (origin !== null && origin !== APP_ORIGIN) return plainAnswer(403, 'Only the RelayDesk window may ask.');
  const asked = sortRequestPath(url);
  switch (asked.kind) {
    case 'console':
      return forwardConsoleCall(parts.gateway, request, asked.path);
    case 'file':
      if (request.method !== 'GET') return plainAnswer(405, 'Files can only be read.');
      return answerRendererFile(parts.rendererDir, asked.path);
    case 'refused':
      return plainAnswer(404, 'There is no such path.');
    default:
      return assertNever(asked);
  }
}
