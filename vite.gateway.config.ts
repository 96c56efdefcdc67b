import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/**
 * The gateway as two programs that share their code: `serve` for a shell, `utility-process` for the desktop. Everything
 * is bundled but better-sqlite3, which finds its binary beside its own package. Not minified: its stack traces are read
 * by people, and it starts no faster.
 */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, external: ['better-sqlite3'], target: 'node' },
  build: {
    ssr: true,
    target: 'node22',
    outDir: 'out/gateway',
    emptyOutDir: true,
    minify: false,
    sourcemap: false,
    rolldownOptions: {
      input: {
        serve: path('electron/gateway/serve.ts'),
        'utility-process': path('electron/gateway/utility-process.ts'),
      },
      external: ['better-sqlite3', /^node:/],
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: '[name].js',
        // CommonJS packages in the bundle (adbkit, fastify) call `require` for Node's own modules.
        banner:
          "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
      },
    },
  },
});
