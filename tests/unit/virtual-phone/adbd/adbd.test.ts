import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { waitFor } from '../../../support/wait-for.ts';
import { Adbd, type AdbdOptions } from '../../../virtual-phone/adbd/adbd.ts';
import { ok } from '../../../virtual-phone/adbd/command.ts';
import { FileStore } from '../../../virtual-phone/adbd/file-store.ts';
import {
  AuthKind,
  Command,
  encodePacket,
  type Packet,
  PacketReader,
} from '../../../virtual-phone/adbd/packet.ts';

/** The adb server's end, as far as a test needs to break its rules. */
class Host {
  readonly socket: net.Socket;
  readonly packets: Packet[] = [];
  readonly closed: Promise<void>;

  constructor(port: number) {
    const reader = new PacketReader();
    this.socket = net.connect(port, '127.0.0.1');
    this.socket.on('data', (chunk: Buffer) => this.packets.push(...reader.push(chunk)));
    // A reset is one of the ways in which a phone drops a host.
    this.socket.on('error', () => this.socket.destroy());
    this.closed = new Promise((resolve) => this.socket.once('close', () => resolve()));
  }

  send(command: number, arg0: number, arg1: number, payload?: string | Buffer): void {
    const isHandshake = command === Command.CNXN || command === Command.AUTH;
    this.socket.write(encodePacket(command, arg0, arg1, Buffer.from(payload ?? ''), isHandshake));
  }

  /** The first packet of this kind that is still unread. */
  async next(command: number): Promise<Packet> {
    return await waitFor(`packet ${command.toString(16)}`, () => {
      const at = this.packets.findIndex((packet) => packet.command === command);
      return at < 0 ? undefined : this.packets.splice(at, 1)[0];
    });
  }

  connect(): void {
    this.send(Command.CNXN, 0x01000001, 0x100000, 'host::features=shell_v2');
  }
}

const phones: Adbd[] = [];
const hosts: Host[] = [];

async function setup(options: Partial<AdbdOptions> = {}): Promise<{ adbd: Adbd; host: () => Host }> {
  const commands = new Map([['echo', (args: readonly string[]) => ok(`${args.join(' ')}\n`)]]);
  const adbd = new Adbd({ commands, files: new FileStore(), ...options });
  phones.push(adbd);
  await adbd.start();
  return {
    adbd,
    host: () => {
      const host = new Host(adbd.port);
      hosts.push(host);
      return host;
    },
  };
}

async function shell(host: Host, line: string): Promise<string> {
  host.connect();
  await host.next(Command.CNXN);
  host.send(Command.OPEN, 5, 0, `shell:${line}\0`);
  return (await host.next(Command.WRTE)).payload.toString();
}

afterEach(async () => {
  for (const host of hosts.splice(0)) host.socket.destroy();
  for (const adbd of phones.splice(0)) await adbd.stop();
});

describe('Adbd against a host that breaks the rules', () => {
  it('drops the connection on bytes that are no packet, and goes on serving others', async () => {
    const { host } = await setup();
    for (let round = 0; round < 100; round += 1) {
      const garbled = host();
      garbled.socket.write(randomBytes(200));
      await garbled.closed;
    }
    expect(await shell(host(), 'echo still here')).toBe('still here\n');
  });

  it('survives well-formed packets with senseless contents', async () => {
    const { host } = await setup();
    const commands = [...Object.values(Command), 0, 0xffffffff];
    const strange = host();
    strange.connect();
    for (let round = 0; round < 500; round += 1) {
      const command = commands[round % commands.length] ?? 0;
      strange.send(command, round % 7, round % 5, randomBytes(round % 40));
      strange.send(Command.OPEN, round + 1, 0, randomBytes(round % 40));
      strange.send(Command.OPEN, round + 1, 0, `sync:\0`);
      strange.send(Command.WRTE, round + 1, round % 900, randomBytes(round % 40));
    }
    strange.socket.end();
    await strange.closed;
    expect(await shell(host(), 'echo still here')).toBe('still here\n');
  });

  it('ignores streams before the host is let in', async () => {
    const { host } = await setup({ auth: 'prompt' });
    const early = host();
    early.send(Command.OPEN, 5, 0, 'shell:echo secret\0');
    early.connect();
    await early.next(Command.AUTH);
    early.send(Command.OPEN, 5, 0, 'shell:echo secret\0');
    early.send(Command.AUTH, AuthKind.SIGNATURE, 0, randomBytes(256));
    await early.next(Command.AUTH);
    expect(early.packets).toEqual([]);
  });

  it('drops a host whose key is not a key', async () => {
    const { adbd, host } = await setup({ auth: 'prompt' });
    const liar = host();
    liar.connect();
    await liar.next(Command.AUTH);
    liar.send(Command.AUTH, AuthKind.PUBLIC_KEY, 0, 'not a key');
    await liar.closed;
    expect(adbd.auth.isAsking).toBe(false);
  });

  it('refuses a window (delayed acks), which it does not announce', async () => {
    const { host } = await setup();
    const modern = host();
    modern.connect();
    await modern.next(Command.CNXN);
    modern.send(Command.OPEN, 5, 1024, 'shell:echo x\0');
    expect(await modern.next(Command.CLSE)).toMatchObject({ arg0: 0, arg1: 5 });
  });

  it('drops a host that writes twice without waiting for OKAY', async () => {
    const { adbd, host } = await setup();
    adbd.serveLocal('tcp:7000', (stream) => stream.pause());
    const hasty = host();
    hasty.connect();
    await hasty.next(Command.CNXN);
    hasty.send(Command.OPEN, 5, 0, 'tcp:7000\0');
    const { arg0: localId } = await hasty.next(Command.OKAY);
    for (let round = 0; round < 3; round += 1) hasty.send(Command.WRTE, 5, localId, Buffer.alloc(300_000));
    await hasty.closed;
    expect(adbd.lastProblem).toBe('a host wrote twice without waiting for OKAY');
  });

  it('closes a service that the phone does not have', async () => {
    const { host } = await setup();
    const asking = host();
    asking.connect();
    await asking.next(Command.CNXN);
    asking.send(Command.OPEN, 5, 0, 'jdwp:1\0');
    expect(await asking.next(Command.CLSE)).toMatchObject({ arg1: 5 });
  });
});

describe('Adbd towards the host', () => {
  async function reversed() {
    const { adbd, host } = await setup();
    const pc = host();
    pc.connect();
    await pc.next(Command.CNXN);
    pc.send(Command.OPEN, 5, 0, 'reverse:forward:tcp:8643;tcp:999\0');
    await pc.next(Command.OKAY);
    await pc.next(Command.WRTE);
    const socket = await adbd.dialReversed(8643);
    const received: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    const { arg0: localId, payload } = await pc.next(Command.OPEN);
    expect(payload.toString()).toBe('tcp:999\0');
    return { adbd, pc, socket, localId, text: () => Buffer.concat(received).toString() };
  }

  it('connects before the host answered, and ends when the host refuses', async () => {
    const { pc, socket, localId } = await reversed();
    socket.write('early');
    pc.send(Command.CLSE, 0, localId);
    await waitFor('the end of the connection', () => socket.destroyed);
    expect(pc.packets.filter(({ command }) => command === Command.WRTE)).toEqual([]);
  });

  it('sends the next WRTE only after OKAY', async () => {
    const { pc, socket, localId } = await reversed();
    socket.write('one');
    pc.send(Command.OKAY, 77, localId);
    expect((await pc.next(Command.WRTE)).payload.toString()).toBe('one');
    socket.write('two');
    socket.write('three');
    pc.send(Command.OKAY, 77, localId);
    expect((await pc.next(Command.WRTE)).payload.toString()).toBe('two');
    pc.send(Command.OKAY, 77, localId);
    expect((await pc.next(Command.WRTE)).payload.toString()).toBe('three');
  });

  it('keeps what came before CLSE readable', async () => {
    const { pc, socket, localId, text } = await reversed();
    pc.send(Command.OKAY, 77, localId);
    pc.send(Command.WRTE, 77, localId, 'last words');
    pc.send(Command.CLSE, 77, localId);
    await waitFor('the end of the connection', () => socket.destroyed);
    expect(text()).toBe('last words');
  });

  it('ends every reversed connection and forgets the reverses when the cable is pulled', async () => {
    const { adbd, pc, socket, localId } = await reversed();
    pc.send(Command.OKAY, 77, localId);
    await adbd.unplug();
    await waitFor('the end of the connection', () => socket.destroyed);
    await expect(adbd.dialReversed(8643)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('delivers held bytes late on the old connection, while a new one works', async () => {
    const { adbd, pc, socket, localId } = await reversed();
    pc.send(Command.OKAY, 77, localId);
    adbd.cable.holdOutgoing();
    socket.write('old words');
    socket.end();
    const fresh = await adbd.dialReversed(8643);
    const open = await pc.next(Command.OPEN);
    pc.send(Command.OKAY, 78, open.arg0);
    fresh.write('new words');
    expect((await pc.next(Command.WRTE)).payload.toString()).toBe('new words');
    expect(adbd.cable.release()).toEqual({ toPc: 9, toPhone: 0 });
    const late = await pc.next(Command.WRTE);
    expect([late.arg1, late.payload.toString()]).toEqual([77, 'old words']);
    pc.send(Command.OKAY, 77, localId);
    expect(await pc.next(Command.CLSE)).toMatchObject({ arg1: 77 });
  });

  it('delivers what the PC sent late, also after the PC is gone', async () => {
    const { adbd, pc, socket, localId, text } = await reversed();
    pc.send(Command.OKAY, 77, localId);
    adbd.cable.holdIncoming();
    pc.send(Command.WRTE, 77, localId, 'send this');
    await pc.next(Command.OKAY);
    pc.send(Command.CLSE, 77, localId);
    await adbd.unplug();
    expect(text()).toBe('');
    expect(adbd.cable.release()).toEqual({ toPc: 0, toPhone: 9 });
    await waitFor('the end of the connection', () => socket.destroyed);
    expect(text()).toBe('send this');
  });
});

describe('Adbd and keys', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const encoded = Buffer.alloc(524);
  encoded.writeUInt32LE(64, 0);
  Buffer.from(n, 'base64url').reverse().copy(encoded, 8);
  encoded.writeUInt32LE(Buffer.from(e, 'base64url').readUIntBE(0, 3), 520);
  const key = `${encoded.toString('base64')} someone@somewhere\0`;

  it('asks the person, remembers the key, and forgets it when it is revoked', async () => {
    const { adbd, host } = await setup({ auth: 'prompt' });
    const first = host();
    first.connect();
    await first.next(Command.AUTH);
    const prompted = once(adbd.auth, 'prompt');
    first.send(Command.AUTH, AuthKind.PUBLIC_KEY, 0, key);
    expect(await prompted).toEqual(['someone@somewhere']);
    adbd.auth.allow();
    await first.next(Command.CNXN);
    adbd.revokeKeys();
    await first.closed;
    const second = host();
    second.connect();
    await second.next(Command.AUTH);
    second.send(Command.AUTH, AuthKind.SIGNATURE, 0, createSign('sha1').update('x').sign(privateKey));
    await second.next(Command.AUTH);
  });
});
