import { hash, randomBytes } from 'node:crypto';
import { ALL_SCOPES, isScope, type Scope } from '../../shared/scopes.ts';
import type { Mode } from '../../shared/states.ts';
import type { Clock } from '../foundation/clock.ts';
import { newId } from '../foundation/new-id.ts';
import type { Writer } from '../storage/group-commit.ts';
import type { TokenRow, TokenStore, WorkspaceRow } from './token-store.ts';

/** Who calls, once the token is known. */
export interface Caller {
  readonly tokenId: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly mode: Mode;
  readonly scopes: ReadonlySet<Scope>;
}

interface TokenSummary {
  readonly id: string;
  readonly client_name: string;
  readonly mode: Mode;
  readonly created_at: number;
  readonly last_used_at: number | null;
  readonly hint: string;
}

interface NewToken {
  readonly id: string;
  readonly token: string;
}

/** The operator's own messages belong to this client. */
export const OPERATOR_CLIENT_ID = 'operator';

const TOKEN_PATTERN = /^rd_(?:live|test)_[A-Za-z0-9_-]{43}$/;

export interface AccessService {
  readonly workspace: WorkspaceRow;
  /** True when this start made the workspace, or no token was ever made: nobody was shown one. */
  readonly isFresh: boolean;
  /** The caller behind a token, or null when it is unknown or revoked. */
  authenticate(token: string): Caller | null;
  /** Adds a client with one token and every scope; the token is told only here, and works once it is on disk. */
  readonly createToken: (name: string, mode: Mode) => Promise<NewToken>;
  /** The tokens of a first start, both stored or neither. */
  createFirstTokens(): Promise<{ readonly live: string; readonly test: string }>;
  list(): readonly TokenSummary[];
}

/**
 * Tokens are 32 random bytes; only their SHA-256 is stored (a random token needs no slow hash). They are held in
 * memory by that hash, so looking one up compares nothing secret byte by byte.
 */
export function createAccessService(store: TokenStore, writer: Writer, clock: Clock): AccessService {
  const callers = new Map<string, Caller>();
  const lastUsed = new Map<string, number>();
  const existing = store.workspace();
  const workspace = existing ?? {
    id: newId('wsp', clock.now()),
    name: 'My workspace',
    country: null,
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    language: 'en',
  };
  if (existing === undefined) store.insertWorkspace(workspace, clock.now());

  function remember(row: Omit<TokenRow, 'revoked_at'>): void {
    callers.set(row.hash.toString('hex'), {
      tokenId: row.id,
      clientId: row.client_id,
      clientName: row.client_name,
      mode: row.mode,
      scopes: new Set(row.scopes.split(' ').filter(isScope)),
    });
  }

  /** Who holds a token is remembered after the commit: one that was undone must open nothing. */
  async function storeTokens(made: readonly MadeToken[]): Promise<void> {
    await writer.write(() => {
      for (const { row } of made) {
        store.insertClient(row.client_id, row.client_name, row.created_at);
        store.insertToken(row);
      }
    });
    for (const { row } of made) remember(row);
  }

  const stored = store.all();
  for (const row of stored) if (row.revoked_at === null) remember(row);

  return {
    workspace,
    isFresh: existing === undefined || stored.length === 0,
    authenticate: (token) => {
      if (!TOKEN_PATTERN.test(token)) return null;
      const caller = callers.get(hash('sha256', token, 'hex')) ?? null;
      if (caller !== null) lastUsed.set(caller.tokenId, clock.now());
      return caller;
    },
    createToken: async (name, mode) => {
      const made = makeToken(name, mode, clock.now());
      await storeTokens([made]);
      return { id: made.row.id, token: made.token };
    },
    createFirstTokens: async () => {
      const live = makeToken('First program', 'live', clock.now());
      const test = makeToken('First program (test)', 'test', clock.now());
      await storeTokens([live, test]);
      return { live: live.token, test: test.token };
    },
    list: () =>
      store
        .all()
        .filter((row) => row.revoked_at === null)
        .map((row) => ({
          id: row.id,
          client_name: row.client_name,
          mode: row.mode,
          created_at: row.created_at,
          last_used_at: lastUsed.get(row.id) ?? null,
          hint: row.hint,
        })),
  };
}

interface MadeToken {
  readonly row: Omit<TokenRow, 'revoked_at'>;
  readonly token: string;
}

function makeToken(clientName: string, mode: Mode, now: number): MadeToken {
  const token = `rd_${mode}_${randomBytes(32).toString('base64url')}`;
  const row = {
    id: newId('tok', now),
    client_id: newId('cli', now),
    client_name: clientName,
    mode,
    hash: hash('sha256', token, 'buffer'),
    hint: `rd_${mode}_…${token.slice(-4)}`,
    scopes: ALL_SCOPES.join(' '),
    created_at: now,
  };
  return { row, token };
}
