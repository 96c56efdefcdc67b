import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writePrivateFile } from '../storage/private-file.ts';
import { GatewayStartError } from '../../shared/start-error.ts';
import { sentence } from '../../shared/words/words.ts';

/** The key that phones pin, as PEM texts. */
interface StoredKey {
  readonly privateKeyPem: string;
  readonly certificatePem: string;
}

/**
 * Reads the relay key, or makes and stores it on the first start. The file is readable by this user alone and
 * complete or absent, never half written: phones that pinned a lost key would have to be paired again.
 */
export async function loadOrMakeKey(path: string, make: () => Promise<StoredKey>): Promise<StoredKey> {
  if (existsSync(path)) return readKey(path);
  const key = await make();
  writePrivateFile(path, JSON.stringify(key));
  return key;
}

function readKey(path: string): StoredKey {
  const text = readFileSync(path, 'utf8');
  try {
    const key = parseKey(text);
    const isPair = new X509Certificate(key.certificatePem).checkPrivateKey(
      createPrivateKey(key.privateKeyPem),
    );
    if (!isPair) throw new Error('the key is not the one of the certificate');
    return key;
  } catch (error) {
    throw new GatewayStartError(sentence('start.key_damaged', { path }), error);
  }
}

function parseKey(text: string): StoredKey {
  const parsed: unknown = JSON.parse(text);
  const field = (name: string): string => {
    const value: unknown =
      typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, name) : undefined;
    if (typeof value !== 'string') throw new Error(`${name} is missing`);
    return value;
  };
  return { privateKeyPem: field('privateKeyPem'), certificatePem: field('certificatePem') };
}
