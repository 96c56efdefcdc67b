import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAdbServer } from '../../../../../electron/gateway/adb/adb-server.ts';
import {
  chooseInstallWay,
  installApk,
  installDeadlineMs,
  uninstallApp,
} from '../../../../../electron/gateway/adb/install-apk.ts';
import { parsePushAnswer, pushFrames } from '../../../../../electron/gateway/adb/push-file.ts';
import { fakeAdbServer } from './fake-adb-server.ts';
import { framed, startScriptedAdb } from './scripted-adb.ts';

const ANDROID_11 = 'shell_v2,cmd,stat_v2,abb,abb_exec,fixed_push_mkdir';
const apk = { bytes: Buffer.alloc(200_000, 7), nowSeconds: 1_800_000_000 };

describe('the way of an install', () => {
  it.each([
    [ANDROID_11, 'abb'],
    ['cmd,shell_v2', 'exec'],
    ['shell_v2,abb_execute,command', 'push'],
    ['', 'push'],
  ])('is chosen by the features "%s": %s', (features, way) => {
    expect(chooseInstallWay(features)).toBe(way);
  });

  it.each([
    [ANDROID_11, 'abb_exec:package\0install\0-r\0-g\0-S\x00200000'],
    ['cmd', 'exec:cmd package install -r -g -S 200000'],
  ])('with the features "%s" is one stream that names its size', async (features, service) => {
    const { server, services } = fakeAdbServer(
      () => 'Success\n',
      (asked) => (asked === 'host-serial:abcd:features' ? features : ''),
    );
    const sent: number[] = [];
    expect(await installApk(server, 'abcd', apk, (bytes) => sent.push(bytes))).toEqual({ kind: 'ok' });
    expect(services).toEqual([service]);
    expect(sent).toEqual([200_000]);
  });

  it.each([ANDROID_11, ''])(
    'that ends without a word is a pulled cable (features "%s")',
    async (features) => {
      const { server } = fakeAdbServer(
        (service) => (service === 'sync:' ? 'OKAY\0\0\0\0' : ''),
        () => features,
      );
      await expect(installApk(server, 'abcd', apk, () => undefined)).rejects.toMatchObject({ kind: 'gone' });
      await expect(uninstallApp(server, 'abcd', 'app.relaydesk.relay')).rejects.toMatchObject({
        kind: 'gone',
      });
    },
  );

  it('grows its deadline with the size', () => {
    expect(installDeadlineMs(0)).toBe(150_000);
    expect(installDeadlineMs(50_000_000)).toBe(150_000 + 1_000_000);
  });
});

describe('an install by push', () => {
  const pushing = (push: string, install = 'Success\n') =>
    fakeAdbServer((service) => {
      if (service === 'sync:') return push;
      return service.includes('pm install') ? install : '';
    });

  it('pushes, installs and removes the file', async () => {
    const { server, services } = pushing('OKAY\0\0\0\0');
    expect(await installApk(server, 'abcd', apk, () => undefined)).toEqual({ kind: 'ok' });
    expect(services).toEqual([
      'sync:',
      'shell:pm install -r -g /data/local/tmp/relaydesk-relay.apk',
      'shell:rm -f /data/local/tmp/relaydesk-relay.apk',
    ]);
  });

  it('tells that the phone is full as Android would, and removes what came', async () => {
    const reason = 'write failed: No space left on device';
    const { server, services } = pushing(`FAIL${String.fromCharCode(reason.length)}\0\0\0${reason}`);
    const answer = await installApk(server, 'abcd', apk, () => undefined);
    expect(answer).toMatchObject({ kind: 'refused', code: 'INSTALL_FAILED_INSUFFICIENT_STORAGE' });
    expect(services.at(-1)).toBe('shell:rm -f /data/local/tmp/relaydesk-relay.apk');
    expect(services.some((service) => service.includes('pm install'))).toBe(false);
  });

  it('cuts the file into pieces that the sync protocol allows', () => {
    const frames = pushFrames('/data/local/tmp/x', Buffer.alloc(70_000), 5);
    expect(frames.toString('latin1', 0, 4)).toBe('SEND');
    expect(frames.toString('latin1', 8, 8 + 23)).toBe('/data/local/tmp/x,33188');
    expect(frames.toString('latin1', 31, 35)).toBe('DATA');
    expect(frames.readUInt32LE(35)).toBe(65_536);
    expect(frames.readUInt32LE(39 + 65_536 + 4)).toBe(70_000 - 65_536);
    expect(frames.subarray(-16)).toEqual(Buffer.from('DONE\x05\0\0\0QUIT\0\0\0\0', 'latin1'));
  });

  it.each([
    ['', 'an odd answer: '],
    ['FAIL', 'an odd answer: FAIL'],
    ['FAIL\xff\xff\xff\xffno\u0000', 'no'],
    ['HTTP/1.1 200 OK', 'an odd answer: HTTP/1.1 200 OK'],
  ])('takes %j for a refusal', (answer, reason) => {
    expect(parsePushAnswer(Buffer.from(answer, 'latin1'))).toEqual({
      kind: 'refused',
      reason,
    });
  });
});

describe('sending to a phone', () => {
  const big = Buffer.alloc(3_000_000, 1);
  const setup = async (answer: (received: number, socket: Socket) => void) => {
    let received = 0;
    const adb = await startScriptedAdb((asked, socket) => {
      socket.write('OKAY');
      if (asked.startsWith('host:')) return;
      socket.on('data', (chunk: Buffer) => {
        received += chunk.length;
        answer(received, socket);
      });
    });
    const server = createAdbServer({ port: adb.port });
    onTestFinished(() => server.close());
    return { adb, server };
  };

  it('tells how far it is and reads the answer to its end', async () => {
    const { server } = await setup((received, socket) => {
      if (received === big.length) socket.end('Success\n');
    });
    const sent: number[] = [];
    const answer = await server.send('abcd', 'exec:x', big, { deadlineMs: 5000, sent: (n) => sent.push(n) });
    expect(answer.toString()).toBe('Success\n');
    expect(sent.at(-1)).toBe(big.length);
    expect(sent).toEqual([...sent].sort((a, b) => a - b));
    expect(sent.length).toBeGreaterThan(20);
  });

  it('hears a no that comes before all bytes are taken', async () => {
    const { server } = await setup((received, socket) => {
      if (received > 100_000 && !socket.writableEnded) {
        socket.pause();
        socket.end('Failure [INSTALL_FAILED_INSUFFICIENT_STORAGE]\n');
      }
    });
    const answer = await server.send('abcd', 'exec:x', big, { deadlineMs: 5000, sent: () => undefined });
    expect(answer.toString()).toContain('INSUFFICIENT_STORAGE');
  });

  it('gives up at its deadline and leaves no connection behind', async () => {
    const { adb, server } = await setup(() => undefined);
    const sending = server.send('abcd', 'exec:x', big, { deadlineMs: 200, sent: () => undefined });
    await expect(sending).rejects.toMatchObject({ kind: 'deadline' });
    await Promise.all([...adb.sockets].map((socket) => once(socket, 'close')));
    expect(adb.sockets.size).toBe(0);
  });

  it('tells adb’s own refusal', async () => {
    const adb = await startScriptedAdb((_asked, socket) => {
      socket.end(`FAIL${framed("device 'abcd' not found")}`);
    });
    const server = createAdbServer({ port: adb.port });
    onTestFinished(() => server.close());
    const sending = server.send('abcd', 'exec:x', big, { deadlineMs: 1000, sent: () => undefined });
    await expect(sending).rejects.toMatchObject({ kind: 'refused', message: "device 'abcd' not found" });
  });
});

describe('uninstallApp', () => {
  it('answers what the package manager says', async () => {
    const { server, services } = fakeAdbServer(() => 'Failure [DELETE_FAILED_DEVICE_POLICY_MANAGER]\n');
    expect(await uninstallApp(server, 'abcd', 'app.relaydesk.relay')).toMatchObject({
      kind: 'refused',
      code: 'DELETE_FAILED_DEVICE_POLICY_MANAGER',
    });
    expect(services).toEqual(['shell:pm uninstall app.relaydesk.relay']);
  });
});
