import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Without the alias the ESM and the CommonJS copy of graphql are both loaded, and types of one are foreign to the other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: {
    setupFiles: ['./test/support/each-file.ts'],
    reporters: ['default', './test/support/closing-line.ts'],
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
    // Files of a project share their modules in a worker (`isolate: false`): loading them again for each file took more than the tests.
    projects: [
      {
        extends: true,
        // No PostgreSQL, no build, no process of its own: `npm run test:unit`.
        test: {
          name: 'unit',
          isolate: false,
          // They compute, but for some that wait for a server of their own. The rest waits for PostgreSQL, and would keep them from ending in time.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
          include: ['test/unit/**/*.test.ts'],
          // Ends what hangs; how long something takes depends on what else the machine does.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        // The real application on a real PostgreSQL. Some tests kill processes and wait for leases to expire.
        test: {
          name: 'e2e',
          isolate: false,
          // More than there are processors: they wait more than they work.
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
          include: ['test/e2e/**/*.test.ts', 'test/corpus/**/*.test.ts'],
          globalSetup: ['test/support/database-server.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
