/** `npm run phone`: what a person sees who plays with it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort, startAdbServer, type TestAdbServer } from '../support/adb-server.ts';
import { waitFor } from '../support/wait-for.ts';

const SCRIPT = path.resolve(import.meta.dirname, '../virtual-phone/play.ts');

let server: TestAdbServer;
let directory: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  server = await startAdbServer();
  directory = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-play-'));
});

afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
  await server.stop();
  await rm(directory, { recursive: true, force: true });
});

async function play(...options: readonly string[]) {
  const port = await freePort();
  const args = [SCRIPT, '--data-dir', directory, '--port', String(port), ...options];
  const started = spawn(process.execPath, args, { env: server.env, stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(started);
  let said = '';
  for (const output of [started.stdout, started.stderr]) {
    output.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  }
  const says = (words: string): Promise<true> =>
    waitFor(`"${words}" in: ${said}`, () => said.includes(words));
  return {
    serial: `127.0.0.1:${port}`,
    says,
    press: (key: string) => started.stdin.write(`${key}\n`),
    stop: (signal: NodeJS.Signals) => started.kill(signal),
    ended: async (): Promise<number | null> => {
      if (started.exitCode === null) await once(started, 'exit');
      return started.exitCode;
    },
  };
}

describe('npm run phone', () => {
  it('plugs the phone in, says what to click, and pulls and plugs the cable by a key', async () => {
    const { serial, says, press, ended } = await play();
    await says(`Click "Pair" on the Devices screen, or run: npx relaydesk provision ${serial}`);
    expect(await server.stateOf(serial)).toBe('device');
    press('u');
    await says('Unplugged. Press u to plug it in again.');
    expect(await server.stateOf(serial)).toBeUndefined();
    press('u');
    await waitFor('the phone to be back', async () => (await server.stateOf(serial)) === 'device');
    press('q');
    await says('The phone is off.');
    expect(await ended()).toBe(0);
    expect(await server.stateOf(serial)).toBeUndefined();
  });

  it('leaves adb without a trace on Ctrl-C', async () => {
    const { serial, says, stop, ended } = await play();
    await says('not paired yet');
    stop('SIGINT');
    expect(await ended()).toBe(0);
    expect(await server.stateOf(serial)).toBeUndefined();
  });

  it('shows the USB debugging dialog and takes the tap', async () => {
    const { serial, says, press } = await play('--ask');
    await says('Allow USB debugging?');
    expect(await server.stateOf(serial)).toBe('unauthorized');
    press('p');
    await waitFor('the phone to be let in', async () => (await server.stateOf(serial)) === 'device');
  });

  it('says so when its port is taken', async () => {
    const { serial, says } = await play();
    await says('not paired yet');
    const second = await play('--port', serial.split(':')[1] ?? '');
    await second.says('is this phone running already?');
    expect(await second.ended()).toBe(1);
  });
});
