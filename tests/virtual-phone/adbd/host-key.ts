/** The key of an adb server: how the phone reads it and checks what was signed with it. */
import { constants, createPublicKey, type KeyObject, publicDecrypt } from 'node:crypto';

const MODULUS_BYTES = 256;
/** modulus size in words, n0inv, modulus, R², exponent: all little-endian (libcrypto_utils android_pubkey). */
const KEY_BYTES = 4 + 4 + MODULUS_BYTES + MODULUS_BYTES + 4;
/** DER prefix of DigestInfo for SHA-1: the token is signed as if it were a digest. */
const SHA1_PREFIX = Buffer.from('3021300906052b0e03021a05000414', 'hex');

export interface HostKey {
  /** The base64 part: what makes two keys the same. */
  readonly fingerprint: string;
  /** The comment, usually user@host. */
  readonly comment: string;
  readonly publicKey: KeyObject;
}

/** Reads the payload of AUTH(3): base64 key, space, user@host, NUL. Undefined when it is not such a key. */
export function parseHostKey(payload: Buffer): HostKey | undefined {
  const text = payload.toString('latin1').replace(/\0+$/, '');
  const [encoded = '', ...rest] = text.split(' ');
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length !== KEY_BYTES || bytes.readUInt32LE(0) * 4 !== MODULUS_BYTES) return undefined;
  const n = Buffer.from(bytes.subarray(8, 8 + MODULUS_BYTES)).reverse();
  const e = Buffer.alloc(4);
  e.writeUInt32BE(bytes.readUInt32LE(KEY_BYTES - 4));
  try {
    const jwk = { kty: 'RSA', n: n.toString('base64url'), e: e.toString('base64url') };
    return {
      fingerprint: encoded,
      comment: rest.join(' '),
      publicKey: createPublicKey({ key: jwk, format: 'jwk' }),
    };
  } catch {
    // Numbers that make no RSA key: a hostile or broken host, which the caller treats like any other unknown key.
    return undefined;
  }
}

/** Whether `signature` is this key's signature (PKCS#1 v1.5) over the 20-byte token. */
export function hasSigned(key: HostKey, token: Buffer, signature: Buffer): boolean {
  try {
    const signed = publicDecrypt({ key: key.publicKey, padding: constants.RSA_PKCS1_PADDING }, signature);
    return signed.equals(Buffer.concat([SHA1_PREFIX, token]));
  } catch {
    // Not a signature of this key: OpenSSL says so by throwing.
    return false;
  }
}
