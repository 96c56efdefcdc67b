import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';

/** Hex SHA-256 of a certificate's SPKI. */
export function spkiHash(spkiDer: Uint8Array): string {
  return createHash('sha256').update(spkiDer).digest('hex');
}

/**
 * TLS 1.2+ over an open road to the gateway. The key is what counts, not who signed it: resolves once the peer
 * proved the pinned key, and destroys the road otherwise, before a byte of ours went over it.
 */
export function openPinnedTls(road: Duplex, pin: string, deadlineMs: number): Promise<tls.TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ socket: road, rejectUnauthorized: false, minVersion: 'TLSv1.2' });
    const fail = (why: string): void => {
      clearTimeout(timer);
      socket.destroy();
      road.destroy();
      reject(new Error(why));
    };
    const timer = setTimeout(() => fail('tls_timeout'), deadlineMs);
    socket.on('error', () => fail('tls_failed'));
    socket.once('close', () => fail('tls_closed'));
    socket.once('secureConnect', () => {
      const key = socket.getPeerX509Certificate()?.publicKey.export({ type: 'spki', format: 'der' });
      if (key === undefined || spkiHash(key) !== pin.toLowerCase()) {
        fail('pin_mismatch');
        return;
      }
      clearTimeout(timer);
      socket.removeAllListeners('close');
      resolve(socket);
    });
  });
}
