import { describe, expect, it, onTestFinished } from 'vitest';
import { createAdbServer, type AdbServer } from '../../../../../electron/gateway/adb/adb-server.ts';
import { freePort } from '../../../../support/adb-server.ts';
import { waitFor } from '../../../../support/wait-for.ts';
import { framed, startScriptedAdb, type Script, type ScriptedAdb } from './scripted-adb.ts';

const NO_ADB = '/nonexistent/adb';

async function setup(script: Script): Promise<{ readonly adb: ScriptedAdb; readonly server: AdbServer }> {
  const adb = await startScriptedAdb(script);
  const server = createAdbServer({ port: adb.port, bin: NO_ADB });
  onTestFinished(() => server.close());
  return { adb, server };
}

const accept: Script = (request, socket) => {
  socket.write('OKAY');
  if (!request.startsWith('host:')) socket.end('answer of the phone');
};

describe('ask and run', () => {
  it('reads one text of a host service', async () => {
    const { server } = await setup((_, socket) => socket.end(`OKAY${framed('R5CT device\n')}`));
    expect(await server.ask('host:devices-l')).toBe('R5CT device\n');
  });

  it('reads what a service of a phone says until it ends, and leaves no socket', async () => {
    const { adb, server } = await setup(accept);
    expect((await server.run('R5CT', 'shell:echo')).toString()).toBe('answer of the phone');
    expect(adb.requests).toEqual(['host:transport:R5CT', 'shell:echo']);
    await waitFor('the socket to be closed', () => adb.sockets.size === 0);
  });

  it('puts together an answer that comes byte by byte', async () => {
    const { server } = await setup((_, socket) => {
      socket.setNoDelay(true);
      const bytes = Array.from(`OKAY${framed('abc')}`);
      const next = (): void => {
        const byte = bytes.shift();
        if (byte !== undefined) socket.write(byte, () => setImmediate(next));
      };
      next();
    });
    expect(await server.ask('host:version')).toBe('abc');
  });

  it('gives adb’s own words when it refuses, without control characters', async () => {
    const { server } = await setup((_, socket) =>
      socket.end(`FAIL${framed("device '\u001b[31mR5CT' not found")}`),
    );
    await expect(server.run('R5CT', 'shell:id')).rejects.toMatchObject({
      name: 'AdbError',
      kind: 'refused',
      message: "device ' [31mR5CT' not found",
    });
  });

  it.each([
    ['something that is no adb', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['a server that ends at once', ''],
    ['half an answer', 'OKAY00'],
  ])('calls %s gone', async (_, bytes) => {
    const { server } = await setup((__, socket) => socket.end(bytes));
    await expect(server.ask('host:version')).rejects.toMatchObject({ kind: 'gone' });
  });

  it('does not wait for ever for a server that never answers', async () => {
    const { adb, server } = await setup(() => undefined);
    await expect(server.run('R5CT', 'shell:sleep', 50)).rejects.toMatchObject({ kind: 'deadline' });
    await waitFor('the socket to be closed', () => adb.sockets.size === 0);
  });

  it('stops a phone that answers far too much', async () => {
    const { server } = await setup((request, socket) => {
      socket.write('OKAY');
      if (!request.startsWith('host:')) socket.write(Buffer.alloc(2 * 1024 * 1024, 'x'));
    });
    await expect(server.run('R5CT', 'shell:yes')).rejects.toMatchObject({ kind: 'gone' });
  });

  it('refuses a request that adb could not frame', async () => {
    const { server } = await setup(accept);
    await expect(server.run('x'.repeat(70_000), 'shell:id')).rejects.toMatchObject({ kind: 'refused' });
  });
});

describe('without an adb server', () => {
  it('says that there is no adb on the computer', async () => {
    const server = createAdbServer({ port: await freePort(), bin: NO_ADB });
    await expect(server.ask('host:version')).rejects.toMatchObject({
      kind: 'no_adb',
      message: 'There is no adb on this computer.',
    });
  });

  it('says that the server does not answer when adb can not start it', async () => {
    const server = createAdbServer({ port: await freePort(), bin: '/bin/false' });
    await expect(server.ask('host:version')).rejects.toMatchObject({ kind: 'no_server' });
  });
});

describe('close', () => {
  it('ends what is under way and what keeps talking, and refuses what comes after', async () => {
    const { adb, server } = await setup((request, socket) => {
      if (request === 'host:track-devices') socket.write('OKAY');
    });
    const following = await server.follow('host:track-devices');
    const asking = server.ask('host:version');
    const refused = expect(asking).rejects.toMatchObject({ kind: 'gone' });
    server.close();
    server.close();
    await refused;
    await waitFor('every socket to be closed', () => adb.sockets.size === 0);
    expect(following.socket.destroyed).toBe(true);
    await expect(server.ask('host:version')).rejects.toMatchObject({ kind: 'gone' });
  });
});
