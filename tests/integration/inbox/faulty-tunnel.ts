import net from 'node:net';

/** The tunnel from a phone to the gateway, with the faults a cable has. */
export interface FaultyTunnel {
  /** Dials the gateway; rejects while the tunnel is cut. */
  dial(): Promise<net.Socket>;
  /** Ends every connection and lets none through. */
  cut(): void;
  mend(): void;
  /** What the gateway says is held back from now on; what the phone says goes through. */
  holdAnswers(): void;
  stop(): Promise<void>;
}

export async function startFaultyTunnel(gatewayPort: number): Promise<FaultyTunnel> {
  const sockets = new Set<net.Socket>();
  let isCut = false;
  let isHeld = false;
  const track = (socket: net.Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server = net.createServer((phone) => {
    const gateway = net.connect({ host: '127.0.0.1', port: gatewayPort, noDelay: true });
    track(phone);
    track(gateway);
    phone.on('close', () => gateway.destroy());
    gateway.on('close', () => phone.destroy());
    phone.on('data', (bytes: Buffer) => gateway.write(bytes));
    gateway.on('data', (bytes: Buffer) => {
      if (!isHeld) phone.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the tunnel has no port');
  const destroyAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    dial: () =>
      new Promise((resolve, reject) => {
        if (isCut) {
          reject(new Error('no tunnel'));
          return;
        }
        const socket = net.connect({ host: '127.0.0.1', port: address.port, noDelay: true });
        socket.once('connect', () => {
          socket.removeListener('error', reject);
          resolve(socket);
        });
        socket.once('error', reject);
      }),
    cut: () => {
      isCut = true;
      destroyAll();
    },
    mend: () => {
      isCut = false;
      isHeld = false;
      destroyAll();
    },
    holdAnswers: () => {
      isHeld = true;
    },
    stop: async () => {
      destroyAll();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}
