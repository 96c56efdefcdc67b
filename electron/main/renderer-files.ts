import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { SECURITY_HEADERS, plainAnswer } from './security-headers.ts';

const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.webp', 'image/webp'],
  ['.woff2', 'font/woff2'],
  ['.woff', 'font/woff'],
]);

/**
 * Answers a file of the built screens; 404 for what is missing or of a kind we do not build.
 * @param relativePath in normal form (see `sortRequestPath`)
 */
export async function answerRendererFile(rendererDir: string, relativePath: string): Promise<Response> {
  const file = path.resolve(rendererDir, relativePath);
  const contentType = CONTENT_TYPES.get(path.extname(file));
  // The path is in normal form already; this holds even if that check is ever lost.
  if (!file.startsWith(rendererDir + path.sep) || contentType === undefined) return notFound();
  try {
    const content = await readFile(file);
    return new Response(new Uint8Array(content), {
      headers: { ...SECURITY_HEADERS, 'content-type': contentType, 'cache-control': 'no-cache' },
    });
  } catch {
    // Missing, a folder, or not readable: for the page all the same.
    return notFound();
  }
}

const notFound = (): Response => plainAnswer(404, 'There is no such file.');
