import { createHash, createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createRelayKey, spkiPin } from '../../../../../electron/gateway/relay/relay-key.ts';

const NOW = Date.UTC(2026, 10, 23);

describe('createRelayKey', () => {
  it('makes an EC P-256 key and a certificate for 30 years that it signed itself', async () => {
    const key = await createRelayKey(NOW);
    const certificate = new X509Certificate(key.certificatePem);
    const privateKey = createPrivateKey(key.privateKeyPem);
    expect(privateKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
    expect(certificate.checkPrivateKey(privateKey)).toBe(true);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(new Date(certificate.validFrom).getTime()).toBeLessThan(NOW);
    expect(new Date(certificate.validTo).getFullYear()).toBe(2056);
  });

  it('makes another key each time', async () => {
    const [first, second] = await Promise.all([createRelayKey(NOW), createRelayKey(NOW)]);
    expect(spkiPin(first.certificatePem)).not.toBe(spkiPin(second.certificatePem));
  });
});

describe('spkiPin', () => {
  it('is the SHA-256 of the public key in SPKI DER, in lower-case hex', async () => {
    const key = await createRelayKey(NOW);
    const spki = createPublicKey(key.privateKeyPem).export({ type: 'spki', format: 'der' });
    expect(spkiPin(key.certificatePem)).toBe(createHash('sha256').update(spki).digest('hex'));
  });
});
