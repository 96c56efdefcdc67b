import { createHash, createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';

/** The gateway's own key for the relay link, and the certificate it shows. */
export interface RelayKey {
  readonly privateKeyPem: string;
  readonly certificatePem: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 24 * 60 * 60 * 1000;
const LIFE_DAYS = 30 * 365;

/**
 * Makes an EC P-256 key and a self-signed certificate for 30 years. Phones pin the key, not the name or the
 * dates; it starts a day early because their clocks may be late.
 */
export async function createRelayKey(nowMs: number = Date.now()): Promise<RelayKey> {
  // Loaded on the first start alone: together they are larger than the rest of the link.
  await import('reflect-metadata');
  const { X509CertificateGenerator } = await import('@peculiar/x509');
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const serial = randomBytes(16);
  // A serial number is a positive integer without leading zeros: 0x40 to 0x7f as its first byte.
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serial.toString('hex'),
    name: 'CN=RelayDesk gateway',
    notBefore: new Date(nowMs - DAY_MS),
    notAfter: new Date(nowMs + LIFE_DAYS * DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys,
  });
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return {
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificatePem: `${certificate.toString('pem')}\n`,
  };
}

/** What a phone pins: SHA-256 of the certificate's SubjectPublicKeyInfo (DER), in lower-case hex. */
export function spkiPin(certificatePem: string): string {
  return pinOf(new X509Certificate(certificatePem));
}

/** The pin of a certificate that a peer showed. */
export function pinOf(certificate: X509Certificate): string {
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex');
}
