import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Without the alias the ESM and the CommonJS copy of graphql are both loaded, and types of one are strangers to the other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/database-server.ts'],
    setupFiles: ['reflect-metadata'],
    reporters: ['default', './test/support/closing-line.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
    server: {
      deps: {
        inline: [
          'type-graphql',
          'graphql-scalars',
          '@apollo/subgraph',
          '@apollo/server',
          /graphql-(armor|query-complexity)/,
        ],
      },
    },
  },
});
