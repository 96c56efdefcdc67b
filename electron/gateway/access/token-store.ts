import type { Mode } from '../../shared/states.ts';
import type { Database } from '../storage/database.ts';

export interface TokenRow {
  readonly id: string;
  readonly client_id: string;
  readonly client_name: string;
  readonly mode: Mode;
  readonly hash: Buffer;
  readonly hint: string;
  readonly scopes: string;
  readonly created_at: number;
  readonly revoked_at: number | null;
}

export interface WorkspaceRow {
  readonly id: string;
  readonly name: string;
  readonly country: string | null;
  readonly time_zone: string;
  readonly language: string;
}

/** Rows of the workspace, its clients and their tokens. */
export interface TokenStore {
  workspace(): WorkspaceRow | undefined;
  insertWorkspace(row: WorkspaceRow, now: number): void;
  insertClient(id: string, name: string, now: number): void;
  insertToken(row: Omit<TokenRow, 'client_name' | 'revoked_at'>): void;
  all(): readonly TokenRow[];
}

export function createTokenStore(db: Database): TokenStore {
  const workspace = db.prepare<[], WorkspaceRow>('SELECT * FROM workspace LIMIT 1');
  const insertWorkspace = db.prepare(
    'INSERT INTO workspace (id, name, country, time_zone, language, created_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const insertClient = db.prepare('INSERT INTO clients (id, name, created_at) VALUES (?, ?, ?)');
  const insertToken = db.prepare(
    'INSERT INTO tokens (id, client_id, mode, hash, hint, scopes, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const all = db.prepare<[], TokenRow>(
    `SELECT t.*, c.name AS client_name FROM tokens t JOIN clients c ON c.id = t.client_id ORDER BY t.created_at`,
  );
  return {
    workspace: () => workspace.get(),
    insertWorkspace: (row, now) => {
      insertWorkspace.run(row.id, row.name, row.country, row.time_zone, row.language, now);
    },
    insertClient: (id, name, now) => {
      insertClient.run(id, name, now);
    },
    insertToken: (row) => {
      insertToken.run(row.id, row.client_id, row.mode, row.hash, row.hint, row.scopes, row.created_at);
    },
    all: () => all.all(),
  };
}
