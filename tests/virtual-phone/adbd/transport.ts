/** One connection of an adb server to the phone: hand-shake, key check, streams. */
import { randomBytes } from 'node:crypto';
import { type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Doorkeeper } from './doorkeeper.ts';
import {
  AuthKind,
  Command,
  encodePacket,
  MAX_PAYLOAD,
  type Packet,
  PacketError,
  PacketReader,
  VERSION_MIN,
  VERSION_SKIP_CHECKSUM,
} from './packet.ts';
import { AdbStream, type StreamLink } from './stream.ts';

/** What a transport asks of the phone it belongs to. */
export interface TransportOwner {
  readonly doorkeeper: Doorkeeper;
  /** `device::ro.product.name=…;…;features=…` */
  banner(): string;
  /** Takes a stream that the host opened; false when the phone has no such service. */
  openService(stream: AdbStream, transport: Transport): boolean;
  isSilent(): boolean;
  /** Latency of the cable in milliseconds, asked for every packet. */
  latencyMs(): number;
  gone(transport: Transport): void;
}

export class Transport implements StreamLink {
  readonly #socket: Socket;
  readonly #owner: TransportOwner;
  readonly #reader = new PacketReader();
  readonly #streams = new Map<number, AdbStream>();
  #token: Buffer = Buffer.alloc(0);
  #version = VERSION_MIN;
  #nextId = 1;
  #isGone = false;
  #outgoing: Promise<void> | undefined;
  maxPayload = 4096;
  state: 'connecting' | 'unauthorized' | 'online' = 'connecting';
  /** Why the phone dropped the connection, when it did. */
  problem: string | undefined;

  constructor(socket: Socket, owner: TransportOwner) {
    this.#socket = socket;
    this.#owner = owner;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', (error) => (this.problem ??= error.message));
    socket.once('close', () => this.#end());
  }

  /** Opens a stream towards the host, as adbd does for a reversed connection. It can be written to at once. */
  open(destination: string): AdbStream {
    const stream = this.#add(0, destination);
    this.send(Command.OPEN, stream.localId, 0, Buffer.from(`${destination}\0`));
    return stream;
  }

  send(command: number, arg0: number, arg1: number, payload?: Buffer): void {
    const withChecksum =
      this.#version < VERSION_SKIP_CHECKSUM || command === Command.CNXN || command === Command.AUTH;
    const bytes = encodePacket(command, arg0, arg1, payload, withChecksum);
    const delay = this.#owner.latencyMs();
    if (delay === 0 && this.#outgoing === undefined) {
      this.#put(bytes);
      return;
    }
    // One after the other, so that no packet overtakes another when the latency changes.
    const turn = (this.#outgoing ?? Promise.resolve())
      .then(() => pause(delay))
      .then(() => {
        this.#put(bytes);
        if (this.#outgoing === turn) this.#outgoing = undefined;
      });
    this.#outgoing = turn;
  }

  forget(localId: number): void {
    this.#streams.delete(localId);
  }

  /** A hung phone: nothing is read from the cable until it wakes up. */
  hang(isHung: boolean): void {
    if (isHung) this.#socket.pause();
    else this.#socket.resume();
  }

  /** Ends the connection at once; every stream in it ends. */
  cut(why: string): void {
    this.problem ??= why;
    this.#socket.destroy();
    this.#end();
  }

  #put(bytes: Buffer): void {
    if (!this.#isGone && this.#socket.writable) this.#socket.write(bytes);
  }

  #end(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#endStreams();
    this.#owner.gone(this);
  }

  #endStreams(): void {
    for (const stream of this.#streams.values()) stream.hostClose();
    this.#streams.clear();
  }

  #receive(chunk: Buffer): void {
    try {
      for (const packet of this.#reader.push(chunk)) if (!this.#isGone) this.#handle(packet);
    } catch (error) {
      if (!(error instanceof PacketError)) throw error;
      this.cut(error.message);
    }
  }

  #handle(packet: Packet): void {
    switch (packet.command) {
      case Command.CNXN: {
        this.#handleConnect(packet);
        return;
      }
      case Command.AUTH: {
        this.#handleAuth(packet);
        return;
      }
      case Command.OPEN: {
        this.#handleOpen(packet);
        return;
      }
      case Command.OKAY: {
        this.#handleOkay(packet);
        return;
      }
      case Command.WRTE: {
        this.#handleWrite(packet);
        return;
      }
      case Command.CLSE:
        // A CLSE without a remote id refuses our OPEN; either way the stream is over.
        return this.#streams.get(packet.arg1)?.hostClose();
      default:
        // STLS, SYNC and words nobody knows: adbd logs and skips them.
        return;
    }
  }

  #handleConnect({ arg0, arg1 }: Packet): void {
    if (this.#owner.isSilent()) return;
    this.#endStreams();
    this.#version = Math.max(VERSION_MIN, Math.min(arg0, VERSION_SKIP_CHECKSUM));
    this.maxPayload = Math.max(1, Math.min(arg1, MAX_PAYLOAD));
    if (this.#owner.doorkeeper.mode === 'none') this.#letIn();
    else this.#askForSignature();
  }

  #askForSignature(): void {
    this.state = 'unauthorized';
    this.#token = randomBytes(20);
    this.send(Command.AUTH, AuthKind.TOKEN, 0, this.#token);
  }

  #handleAuth({ arg0, payload }: Packet): void {
    if (this.state !== 'unauthorized') return;
    if (arg0 === AuthKind.SIGNATURE) {
      if (this.#owner.doorkeeper.accepts(this.#token, payload)) this.#letIn();
      else this.#askForSignature();
    } else if (arg0 === AuthKind.PUBLIC_KEY) {
      const isKey = this.#owner.doorkeeper.ask(Buffer.from(payload), () => this.#letIn());
      if (!isKey) this.cut('a host sent something that is not a key');
    }
  }

  #letIn(): void {
    if (this.#isGone || this.state === 'online') return;
    this.state = 'online';
    this.send(Command.CNXN, VERSION_SKIP_CHECKSUM, MAX_PAYLOAD, Buffer.from(this.#owner.banner()));
  }

  #handleOpen({ arg0: remoteId, arg1: window, payload }: Packet): void {
    if (this.state !== 'online' || remoteId === 0) return;
    // A window means delayed acks, which this phone does not announce.
    if (window !== 0) {
      this.send(Command.CLSE, 0, remoteId);
      return;
    }
    const service = payload.toString('utf8').replace(/\0+$/, '');
    const stream = this.#add(remoteId, service);
    // OKAY first: a service may write at once.
    this.send(Command.OKAY, stream.localId, remoteId);
    if (this.#owner.openService(stream, this)) return;
    stream.destroy();
  }

  #handleOkay({ arg0: remoteId, arg1: localId }: Packet): void {
    if (this.state !== 'online') return;
    const stream = this.#streams.get(localId);
    if (stream !== undefined) stream.hostOkay(remoteId);
    // The phone closed the stream before the host took the OPEN: close the host's half of it too.
    else if (remoteId !== 0) this.send(Command.CLSE, localId, remoteId);
  }

  #handleWrite({ arg0: remoteId, arg1: localId, payload }: Packet): void {
    if (this.state !== 'online') return;
    const stream = this.#streams.get(localId);
    if (stream === undefined || stream.remoteId !== remoteId) return;
    // The reader's buffer moves on; the stream keeps its bytes.
    if (!stream.hostWrite(Buffer.from(payload))) this.cut('a host wrote twice without waiting for OKAY');
  }

  #add(remoteId: number, service: string): AdbStream {
    const stream = new AdbStream(this, { localId: this.#nextId++, remoteId }, service);
    stream.on('error', () => stream.destroy());
    this.#streams.set(stream.localId, stream);
    return stream;
  }
}
