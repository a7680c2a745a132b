import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** In the mode `demo`, the console with the switch of roles and the stage; else the console alone. */
export default defineConfig(({ mode }) => {
  const isDemo = mode === 'demo';
  return {
    root: import.meta.dirname,
    plugins: [react()],
    publicDir: false,
    build: {
      outDir: resolve(import.meta.dirname, '../../dist', isDemo ? 'console-demo' : 'console'),
      emptyOutDir: true,
      manifest: true,
      target: 'es2022',
      // The size at first load is reported, and bounded, by scripts/build-pages.mjs.
      chunkSizeWarningLimit: 2_000,
      rollupOptions: { input: resolve(import.meta.dirname, isDemo ? 'demo.html' : 'index.html') },
    },
  };
});
