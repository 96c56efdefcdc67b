/** `relaydesk provision` where no phone can be reached: it ends with a sentence and a code that is not 0. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { callConsole } from '../../../electron/gateway/cli/console-client.ts';
import { stepLine } from '../../../electron/gateway/cli/provision-command.ts';
import { setUpHttp } from '../http/http-world.ts';

const SERVE = path.resolve(import.meta.dirname, '../../../electron/gateway/serve.ts');

function provision(...words: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [SERVE, 'provision', ...words], (error, out, errors) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: out + errors });
    });
  });
}

describe('relaydesk provision', () => {
  it('says that ADB is switched off, and how to switch it on', async () => {
    const { dataDir } = await setUpHttp();
    expect(await provision('R5CT30ABCDE', '--data-dir', dataDir)).toEqual({
      code: 1,
      said: 'Find the phone: ADB is switched off (--no-adb). → Start the gateway without --no-adb.\n',
    });
  });

  it('says that no gateway runs', async () => {
    const dataDir = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-none-'));
    onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
    const { code, said } = await provision('R5CT30ABCDE', '--data-dir', dataDir);
    expect(code).toBe(1);
    expect(said).toContain('Start one with: relaydesk serve');
  });
});

describe('POST /console/provision', () => {
  it('takes a serial and a yes to replacing, and nothing else', async () => {
    const { dataDir } = await setUpHttp();
    const start = (body: unknown) => callConsole(dataDir, 'POST', '/provision', body);
    expect(await start({ serial: 'a' })).toMatchObject({ ok: true, run_id: expect.any(String) as unknown });
    expect(await start({ serial: 'a', replace: true })).toMatchObject({ ok: true });
    for (const body of [
      {},
      { serial: '' },
      { serial: 'a', replace: 'please' },
      { serial: 'a', force: true },
    ]) {
      await expect(start(body), JSON.stringify(body)).rejects.toThrow();
    }
  });
});

describe('the line of a step', () => {
  const step = { title: 'Pair', state: 'done', message: 'Done.', fix: null };

  it.each([
    [{ ...step, state: 'waiting', message: '' }, null],
    [{ ...step, state: 'running', message: '' }, null],
    [{ ...step, state: 'running', message: 'Sending.' }, '  Sending.'],
    [step, 'Pair: Done.'],
    [{ ...step, state: 'needs_you', fix: 'Plug it in.' }, 'Pair: Done. → Plug it in.'],
  ])('of %j is %j', (told, line) => {
    expect(stepLine(told)).toBe(line);
  });
});
