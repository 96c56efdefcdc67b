import product from '../../../package.json' with { type: 'json' };

/** The version of this build, from package.json. */
export function readVersion(): string {
  return product.version;
}
