import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { fileURLToPath } from 'node:url';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/**
 * The desktop's own part: main, preload, screens. The gateway is built by `vite.gateway.config.ts`, because it also
 * runs without Electron.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: path('electron/main/index.ts') },
        external: ['electron', /^node:/],
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: path('electron/preload/preload.ts') },
        external: ['electron'],
        // A sandboxed preload is loaded as a CommonJS script.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: path('renderer'),
    plugins: [react()],
    build: {
      outDir: path('out/renderer'),
      emptyOutDir: true,
      // Inlined files would be data: URLs, which the content security policy allows for images alone.
      assetsInlineLimit: 0,
      rolldownOptions: { input: path('renderer/index.html') },
    },
  },
});
