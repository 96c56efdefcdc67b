import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAccessService } from '../../../../../electron/gateway/access/access-service.ts';
import { createTokenStore } from '../../../../../electron/gateway/access/token-store.ts';
import { openStorage } from '../../../../../electron/gateway/storage/storage.ts';

function setup() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'relaydesk-access-'));
  const storage = openStorage(directory);
  onTestFinished(() => {
    storage.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const open = () =>
    createAccessService(createTokenStore(storage.db), storage.writer, {
      now: () => 1_800_000_000_000,
      monotonic: () => 0,
    });
  const breakTokens = () => {
    storage.db.exec(
      "CREATE TRIGGER broken BEFORE INSERT ON tokens WHEN new.mode = 'test' BEGIN SELECT raise(ABORT, 'broken'); END",
    );
  };
  return { open, breakTokens };
}

describe('createToken', () => {
  it('makes a token that opens its own client and mode, also after a restart', async () => {
    const { open } = setup();
    const { id, token } = await open().createToken('Till', 'live');
    expect(open().authenticate(token)).toMatchObject({ tokenId: id, clientName: 'Till', mode: 'live' });
    expect(open().authenticate(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).toBeNull();
  });
});

describe('createFirstTokens', () => {
  it('makes one for each mode', async () => {
    const access = setup().open();
    const { live, test } = await access.createFirstTokens();
    expect([access.authenticate(live)?.mode, access.authenticate(test)?.mode]).toEqual(['live', 'test']);
  });

  it('stores neither where one of them could not be stored', async () => {
    const { open, breakTokens } = setup();
    const access = open();
    breakTokens();
    await expect(access.createFirstTokens()).rejects.toThrow('broken');
    expect(access.list()).toEqual([]);
    expect(open().list()).toEqual([]);
  });
});
