import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The folder of the relay app: beside the resources of the packaged app, else that of the checkout, seen from the
 * sources or from the bundle. The last is answered when there is none, for the sentence that it is missing.
 */
export function findRelayAppDir(
  resourcesPath: unknown = Reflect.get(process, 'resourcesPath'),
  here: string = import.meta.dirname,
): string {
  const packaged = typeof resourcesPath === 'string' ? [path.join(resourcesPath, 'relay')] : [];
  const checkout = ['../..', '../../..'].map((up) => path.resolve(here, up, 'resources/relay'));
  const places = [...packaged, ...checkout];
  return places.find((place) => existsSync(path.join(place, 'manifest.json'))) ?? places.at(-1) ?? here;
}
