import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/explorer/',
  plugins: [react()],
  build: {
    outDir: '../../../dist/explorer',
    emptyOutDir: true,
    // Every browser that the page supports has it.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // A directive for the React compiler, which is not used here.
      onwarn: (warning, warn) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
    },
    // GraphiQL is one large file.
    chunkSizeWarningLimit: 2_000,
  },
});
