import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

const asciiOnly: Plugin = {
  name: 'ascii-only',
  generateBundle: (_options, bundle) => {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      chunk.code = chunk.code.replace(
        /[^\0-\x7f]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    }
  },
};

/**
 * What packages bring along for features that the gateway does not use: adbkit's own adb daemon (node-forge), an OpenAPI
 * file in YAML, routes made from a glob. They would be read and compiled at every start, and cost 8 MB for good.
 */
const UNUSED = ['node-forge', 'yaml', 'glob'];

/**
 * The gateway as two programs that share their code: `serve` for a shell, `utility-process` for the desktop; and
 * the threads in which they check the database (`mend-worker`), copy it (`backup-worker`) and read lists (`reader-worker`),
 * which are found beside them by their names. Everything is bundled but better-sqlite3, which finds its binary beside its
 * own package. Names are kept, for its stack traces are read by people; blanks are not, and letters outside ASCII are
 * escaped, because V8 keeps the text in memory, and with
 * two bytes a letter where one of them needs two.
 */
export default defineConfig({
  publicDir: false,
  resolve: {
    alias: UNUSED.map((name) => ({
      find: new RegExp(`^${name}$`),
      replacement: path('scripts/unused-package.mjs'),
    })),
  },
  ssr: { noExternal: true, external: ['better-sqlite3'], target: 'node' },
  plugins: [asciiOnly],
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
        'reader-worker': path('electron/gateway/reader-worker.ts'),
        'mend-worker': path('electron/gateway/storage/mend-worker.ts'),
        'backup-worker': path('electron/gateway/storage/backup-worker.ts'),
      },
      external: ['better-sqlite3', /^node:/],
      output: {
        format: 'es',
        minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
        entryFileNames: '[name].js',
        chunkFileNames: '[name].js',
        // CommonJS packages in the bundle (adbkit, fastify) call `require` for Node's own modules.
        banner:
          "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
      },
    },
  },
});
