import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { after } from '../foundation/timers.ts';
import { pinOf } from '../relay/relay-key.ts';

/**
 * TLS 1.2+ over an open stream to the gateway. The key is what counts, not who signed it: resolves once the peer
 * proved the pinned key, and destroys the stream otherwise, before a byte of ours went over it.
 */
export function openPinnedTls(stream: Duplex, pin: string, deadlineMs: number): Promise<tls.TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ socket: stream, rejectUnauthorized: false, minVersion: 'TLSv1.2' });
    const fail = (why: string): void => {
      timer.stop();
      socket.destroy();
      stream.destroy();
      reject(new Error(why));
    };
    const timer = after(deadlineMs, () => fail('tls_timeout'), reject);
    socket.on('error', () => fail('tls_failed'));
    socket.once('close', () => fail('tls_closed'));
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate();
      if (certificate === undefined || pinOf(certificate) !== pin.toLowerCase()) {
        fail('pin_mismatch');
        return;
      }
      timer.stop();
      socket.removeAllListeners('close');
      resolve(socket);
    });
  });
}
