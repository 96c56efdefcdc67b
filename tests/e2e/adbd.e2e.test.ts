/** The virtual phone's cable against the stock adb server: what adb itself must see, or the phone is worth nothing. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startAdbServer, type TestAdbServer } from '../support/adb-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { createVirtualPhone, type VirtualPhone, type VirtualPhoneOptions } from '../virtual-phone/phone.ts';

let server: TestAdbServer;
let directory: string;
const phones: VirtualPhone[] = [];
const listeners: net.Server[] = [];

beforeAll(async () => {
  server = await startAdbServer();
  directory = await mkdtemp(path.join(os.tmpdir(), 'relaydesk-phone-'));
});

afterEach(async () => {
  for (const phone of phones.splice(0)) await phone.stop();
  for (const listener of listeners.splice(0)) listener.close();
});

afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
});

/** A phone that is switched on; it joins the adb server when the test says so. */
async function setup(options: Partial<VirtualPhoneOptions> = {}) {
  const phone = createVirtualPhone({ directory: await mkdtemp(path.join(directory, 'p-')), ...options });
  phones.push(phone);
  await phone.start();
  const adb = (...args: readonly string[]) => server.adb('-s', phone.serial, ...args);
  const becomes = (state: string | undefined) =>
    waitFor(
      `${phone.serial} to be ${state ?? 'gone'}`,
      async () => (await server.stateOf(phone.serial)) === state,
      { deadlineMs: 30_000 },
    );
  return { phone, adb, becomes };
}

async function joined(options: Partial<VirtualPhoneOptions> = {}) {
  const made = await setup(options);
  await made.phone.joinAdb(server.port);
  await made.becomes('device');
  return made;
}

/** A program on the PC that sends back what it gets. */
async function echoServer(): Promise<number> {
  const listener = net.createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.pipe(socket);
  });
  listeners.push(listener);
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

describe('adb connect', () => {
  it('shows the phone as a device with its model', async () => {
    const { phone } = await setup({ model: 'Redmi Note 12' });
    expect((await server.adb('connect', phone.serial)).stdout).toBe(`connected to ${phone.serial}\n`);
    const { stdout } = await server.adb('devices', '-l');
    expect(stdout).toMatch(new RegExp(`^${phone.serial}\\s+device .*model:Redmi_Note_12 `, 'm'));
  });

  it('shows it unauthorized until the person allows it, and remembers the key', async () => {
    const { phone, becomes } = await setup({ auth: 'prompt' });
    await server.adb('connect', phone.serial);
    await becomes('unauthorized');
    await waitFor('the dialog', () => phone.adbd.auth.isAsking);
    phone.adbd.auth.allow();
    await becomes('device');
    await server.adb('disconnect', phone.serial);
    expect((await server.adb('connect', phone.serial)).stdout).toMatch(/^connected to/);
    expect(phone.adbd.auth.isAsking).toBe(false);
  });

  it('takes a key that was allowed long ago by its signature', async () => {
    const { phone } = await setup({ auth: 'accept' });
    expect((await server.adb('connect', phone.serial)).stdout).toMatch(/^connected to/);
    expect(phone.adbd.isOnline).toBe(true);
  });
});

describe('shell', () => {
  it('keeps stdout, stderr and the exit code apart (shell v2)', async () => {
    const { adb } = await joined();
    expect(await adb('shell', 'echo', 'hello')).toEqual({ code: 0, stdout: 'hello\n', stderr: '' });
    expect(await adb('shell', 'pm path app.nobody')).toEqual({ code: 1, stdout: '', stderr: '' });
    expect(await adb('shell', 'frobnicate')).toEqual({
      code: 127,
      stdout: '',
      stderr: '/system/bin/sh: frobnicate: inaccessible or not found\n',
    });
  });

  it('loses the exit code on a phone without shell v2', async () => {
    const { adb } = await joined({ features: ['cmd'] });
    expect(await adb('shell', 'frobnicate')).toEqual({
      code: 0,
      stdout: '/system/bin/sh: frobnicate: inaccessible or not found\n',
      stderr: '',
    });
  });

  it('answers the relay app through content call, and the error of Android when it is not installed', async () => {
    const { phone, adb } = await joined();
    const poke = ['shell', 'content call --uri content://app.relaydesk.relay.shell --method poke'] as const;
    expect((await adb(...poke)).stdout).toMatch(/^Result: Bundle\[\{.*ok=(true|false)\}\]\n$/);
    await phone.uninstallRelay();
    const { stdout, stderr, code } = await adb(...poke);
    expect([stdout, code]).toEqual(['', 0]);
    expect(stderr).toContain('Could not find provider: app.relaydesk.relay.shell');
  });
});

describe('sync', () => {
  it('pushes a file and pulls the same bytes', async () => {
    const { phone, adb } = await joined();
    const sent = path.join(directory, 'sent.bin');
    const fetched = path.join(directory, 'fetched.bin');
    const bytes = randomBytes(300_001);
    await writeFile(sent, bytes);
    expect((await adb('push', sent, '/data/local/tmp/x.bin')).code).toBe(0);
    expect(phone.handset.files.read('/data/local/tmp/x.bin')?.data.equals(bytes)).toBe(true);
    expect((await adb('pull', '/data/local/tmp/x.bin', fetched)).code).toBe(0);
    expect((await readFile(fetched)).equals(bytes)).toBe(true);
  });

  it('says that the phone is full', async () => {
    const { phone, adb } = await joined();
    phone.handset.files.freeBytes = 1000;
    const { code, stdout, stderr } = await adb('push', '/usr/bin/env', '/data/local/tmp/x');
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain('No space left on device');
  });
});

describe('reverse', () => {
  it('carries 1 MB to the PC and back, unchanged', async () => {
    const { phone, adb } = await joined();
    const port = await echoServer();
    expect((await adb('reverse', '--no-rebind', 'tcp:8643', `tcp:${port}`)).stdout).toBe('8643\n');
    expect((await adb('reverse', '--list')).stdout).toBe(`UsbFfs tcp:8643 tcp:${port}\n\n`);
    const socket = await phone.dialReversed(8643);
    const received: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    const bytes = randomBytes(1024 * 1024);
    socket.write(bytes);
    const length = () => received.reduce((sum, chunk) => sum + chunk.length, 0);
    await waitFor('all bytes', () => length() >= bytes.length);
    expect(Buffer.concat(received).equals(bytes)).toBe(true);
    socket.end();
    await waitFor('the end', () => socket.destroyed);
  });

  it('connects and ends at once when nothing listens on the PC', async () => {
    const { phone, adb } = await joined();
    await adb('reverse', 'tcp:8643', 'tcp:1');
    const socket = await phone.dialReversed(8643);
    socket.resume();
    await waitFor('the end', () => socket.destroyed);
  });

  it('fails with the words of adbd when the port is bound by us or by another app', async () => {
    const { phone, adb } = await joined();
    await adb('reverse', 'tcp:8643', 'tcp:1');
    expect((await adb('reverse', '--no-rebind', 'tcp:8643', 'tcp:2')).stderr).toContain(
      'cannot rebind existing socket',
    );
    phone.adbd.reverse.take(8644);
    expect((await adb('reverse', 'tcp:8644', 'tcp:2')).stderr).toContain(
      'cannot bind listener: Address already in use',
    );
    expect((await adb('reverse', '--remove', 'tcp:8643')).code).toBe(0);
    expect((await adb('reverse', '--list')).stdout.trim()).toBe('');
  });
});

describe('faults', () => {
  it('is gone at once when unplugged, and comes back without its reverses', async () => {
    const { phone, adb, becomes } = await joined();
    await adb('reverse', 'tcp:8643', 'tcp:1');
    await phone.unplug();
    expect(await server.stateOf(phone.serial)).toBeUndefined();
    await phone.plug();
    await becomes('device');
    expect((await adb('reverse', '--list')).stdout.trim()).toBe('');
    await expect(phone.dialReversed(8643)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('comes back by itself after the adb server was killed and started again', async () => {
    const { phone, becomes } = await joined();
    await server.kill();
    await waitFor('the phone to notice', () => !phone.adbd.hasConnection);
    await server.start();
    await becomes('device');
  });

  it('shows offline when the connection is lost and the phone does not answer', async () => {
    const { phone, becomes } = await joined();
    phone.adbd.offline();
    await becomes('offline');
    phone.adbd.offline(false);
    await becomes('device');
  });

  it('holds everything while it hangs, and answers late', async () => {
    const { phone, adb } = await joined();
    phone.adbd.hang();
    let isAnswered = false;
    const answer = adb('shell', 'echo', 'late').finally(() => (isAnswered = true));
    expect(await server.stateOf(phone.serial)).toBe('device');
    expect(isAnswered).toBe(false);
    phone.adbd.hang(false);
    expect((await answer).stdout).toBe('late\n');
  });

  it('answers slowly over a slow cable', async () => {
    const { phone, adb } = await joined();
    phone.adbd.slow(50);
    const startedAt = Date.now();
    expect((await adb('shell', 'echo', 'slow')).stdout).toBe('slow\n');
    expect(Date.now() - startedAt).toBeGreaterThan(90);
  });

  it('restarts with another boot id', async () => {
    const { phone, adb, becomes } = await joined();
    const bootId = async () => (await adb('shell', 'cat /proc/sys/kernel/random/boot_id')).stdout;
    const before = await bootId();
    await phone.reboot();
    await becomes('device');
    const after = await bootId();
    expect(after).toMatch(/^[0-9a-f-]{36}\n$/);
    expect(after).not.toBe(before);
  });
});
