/** Packets of the ADB transport protocol (AOSP packages/modules/adb, docs/dev/protocol.md). */

const word = (name: string): number => Buffer.from(name, 'latin1').readUInt32LE(0);

/** The commands a host and a phone exchange, as the 32-bit words on the wire. */
export const Command = {
  CNXN: word('CNXN'),
  AUTH: word('AUTH'),
  OPEN: word('OPEN'),
  OKAY: word('OKAY'),
  WRTE: word('WRTE'),
  CLSE: word('CLSE'),
  STLS: word('STLS'),
  SYNC: word('SYNC'),
} as const;

/** First argument of AUTH packets. */
export const AuthKind = { TOKEN: 1, SIGNATURE: 2, PUBLIC_KEY: 3 } as const;

export const HEADER_BYTES = 24;
/** Version that no longer carries checksums (since December 2017). */
export const VERSION_SKIP_CHECKSUM = 0x01000001;
export const VERSION_MIN = 0x01000000;
/** What adbd announces and accepts as the largest payload of one packet. */
export const MAX_PAYLOAD = 1024 * 1024;

export interface Packet {
  readonly command: number;
  readonly arg0: number;
  readonly arg1: number;
  readonly payload: Buffer;
}

/** Thrown for bytes that are not ADB packets; a real adbd drops the transport then. */
export class PacketError extends Error {
  override readonly name = 'PacketError';
}

const NOTHING = Buffer.alloc(0);

/** Sum of all bytes: what the protocol calls the CRC. */
export function checksum(payload: Buffer): number {
  let sum = 0;
  for (const byte of payload) sum = (sum + byte) >>> 0;
  return sum;
}

/** One packet as bytes. `withChecksum` is needed for CNXN and AUTH and for hosts older than 0x01000001. */
export function encodePacket(
  command: number,
  arg0: number,
  arg1: number,
  payload: Buffer = NOTHING,
  withChecksum = false,
): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
  bytes.writeUInt32LE(command, 0);
  bytes.writeUInt32LE(arg0 >>> 0, 4);
  bytes.writeUInt32LE(arg1 >>> 0, 8);
  bytes.writeUInt32LE(payload.length, 12);
  bytes.writeUInt32LE(withChecksum ? checksum(payload) : 0, 16);
  bytes.writeUInt32LE((command ^ 0xffffffff) >>> 0, 20);
  payload.copy(bytes, HEADER_BYTES);
  return bytes;
}

/** Cuts a byte stream into packets; holds at most one incomplete packet. */
export class PacketReader {
  #chunks: Buffer[] = [];
  #length = 0;

  /** Packets completed by this chunk. Throws {@link PacketError} at the first header that cannot be one. */
  push(chunk: Buffer): Packet[] {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    const packets: Packet[] = [];
    for (;;) {
      if (this.#length < HEADER_BYTES) return packets;
      const size = HEADER_BYTES + payloadLength(this.#peek(HEADER_BYTES));
      if (this.#length < size) return packets;
      const bytes = this.#peek(size);
      packets.push(decode(bytes, size));
      this.#chunks = bytes.length > size ? [bytes.subarray(size)] : [];
      this.#length -= size;
    }
  }

  /** A buffer that begins with the first `count` unread bytes; they stay unread. */
  #peek(count: number): Buffer {
    const [first] = this.#chunks;
    if (first !== undefined && first.length >= count) return this.#chunks.length === 1 ? first : this.#join();
    return this.#join();
  }

  #join(): Buffer {
    const joined = Buffer.concat(this.#chunks, this.#length);
    this.#chunks = [joined];
    return joined;
  }
}

function payloadLength(header: Buffer): number {
  const command = header.readUInt32LE(0);
  if (header.readUInt32LE(20) !== (command ^ 0xffffffff) >>> 0) throw new PacketError('magic does not match');
  const length = header.readUInt32LE(12);
  if (length > MAX_PAYLOAD) throw new PacketError(`payload of ${length} bytes is too long`);
  return length;
}

/** The checksum is not looked at: an adb server that reconnects (seen with 29.0.6) sends CNXN with a checksum of 0. */
function decode(bytes: Buffer, size: number): Packet {
  const command = bytes.readUInt32LE(0);
  const payload = bytes.subarray(HEADER_BYTES, size);
  return { command, arg0: bytes.readUInt32LE(4), arg1: bytes.readUInt32LE(8), payload };
}
