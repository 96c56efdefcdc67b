import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { GatewayError } from '../../../shared/gateway-error.ts';
import { sentence } from '../../../shared/words/words.ts';
import type { OperatorSessions } from './operator-sessions.ts';

export const SESSION_COOKIE = 'relaydesk_session';

/** Which way a console request came in: over the private socket, or over the loopback port. */
export type ConsoleDoor = 'desktop' | 'browser';

export interface ConsoleDoors {
  readonly doorOf: (request: Pick<FastifyRequest, 'raw'>) => ConsoleDoor;
}

export interface ConsoleAuth extends ConsoleDoors {
  isAllowed(request: FastifyRequest): boolean;
  /** Whose page it is: the browser that signed in, or everything that comes over the private socket. */
  readonly sessionOf: (request: FastifyRequest) => string;
  readonly guard: (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction) => void;
}

function cookieOf(header: string | undefined): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const [name, value] = pair.trim().split('=');
    if (name === SESSION_COOKIE) return value;
  }
  return undefined;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Over the socket its file mode is the credential; a launch token, if one is sent, must be ours. Over the port
 * only a signed-in browser may speak, and only where the gateway runs without a desktop.
 */
export function createConsoleAuth(options: {
  readonly doors: ConsoleDoors;
  readonly sessions: OperatorSessions;
  readonly launchToken: string | null;
}): ConsoleAuth {
  const { doors, sessions, launchToken } = options;
  const isAllowed = (request: FastifyRequest): boolean => {
    if (doors.doorOf(request) === 'desktop') {
      const sent = request.headers.authorization;
      if (sent === undefined) return process.platform !== 'win32' || launchToken === null;
      return launchToken !== null && timingSafeEqual(digest(sent), digest(`Bearer ${launchToken}`));
    }
    if (launchToken !== null) return false;
    const headerToken = request.headers['x-relaydesk-console'];
    return sessions.isSignedIn(
      cookieOf(request.headers.cookie),
      typeof headerToken === 'string' ? headerToken : undefined,
    );
  };
  return {
    doorOf: doors.doorOf,
    isAllowed,
    sessionOf: (request) =>
      doors.doorOf(request) === 'desktop' ? 'desktop' : (cookieOf(request.headers.cookie) ?? ''),
    guard: (request, _reply, done) => {
      if (isAllowed(request)) {
        done();
        return;
      }
      done(
        new GatewayError('unauthorized', sentence('refusal.not_signed_in'), {
          headers: { 'www-authenticate': 'RelayDesk-Console' },
        }),
      );
    },
  };
}
