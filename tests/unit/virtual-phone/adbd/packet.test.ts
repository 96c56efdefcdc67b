import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  Command,
  encodePacket,
  HEADER_BYTES,
  MAX_PAYLOAD,
  PacketError,
  PacketReader,
} from '../../../virtual-phone/adbd/packet.ts';

const hello = encodePacket(Command.OPEN, 7, 0, Buffer.from('shell:id\0'));

describe('PacketReader', () => {
  it('reads packets that arrive byte by byte', () => {
    const reader = new PacketReader();
    const packets = [...hello, ...hello].flatMap((byte) => reader.push(Buffer.from([byte])));
    expect(packets.map(({ command, arg0, payload }) => [command, arg0, payload.toString()])).toEqual([
      [Command.OPEN, 7, 'shell:id\0'],
      [Command.OPEN, 7, 'shell:id\0'],
    ]);
  });

  it('reads many packets of one chunk and keeps the torn last one', () => {
    const reader = new PacketReader();
    const okay = encodePacket(Command.OKAY, 1, 2);
    expect(reader.push(Buffer.concat([hello, okay, hello.subarray(0, 30)]))).toHaveLength(2);
    expect(reader.push(hello.subarray(30))).toHaveLength(1);
  });

  it('reads the largest payload there may be', () => {
    const payload = Buffer.alloc(MAX_PAYLOAD, 1);
    const [packet] = new PacketReader().push(encodePacket(Command.WRTE, 1, 2, payload));
    expect(packet?.payload.length).toBe(MAX_PAYLOAD);
  });

  it('takes a CNXN without checksum, as an adb server that reconnects sends it', () => {
    const bytes = encodePacket(Command.CNXN, 0x01000001, 4096, Buffer.from('host::'));
    expect(new PacketReader().push(bytes)).toHaveLength(1);
  });

  it('refuses a wrong magic and a payload over 1 MiB', () => {
    const wrongMagic = Buffer.from(hello);
    wrongMagic.writeUInt32LE(0, 20);
    expect(() => new PacketReader().push(wrongMagic)).toThrow(PacketError);
    const tooLong = Buffer.from(hello);
    tooLong.writeUInt32LE(MAX_PAYLOAD + 1, 12);
    expect(() => new PacketReader().push(tooLong)).toThrow(PacketError);
  });

  it('answers garbage with PacketError and nothing else', () => {
    for (let round = 0; round < 2_000; round += 1) {
      const bytes = randomBytes(1 + (round % 100));
      const read = (): number => new PacketReader().push(bytes).length;
      if (bytes.length >= HEADER_BYTES) expect(read).toThrow(PacketError);
      else expect(read()).toBe(0);
    }
  });
});
