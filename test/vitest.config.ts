import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/**
 * Four workers on two cores: a story waits for its house more than it works. A worker reads the program once and not for
 * every file: each test opens a database, a house and a town of its own, and nothing is kept beside them.
 */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 4,
    isolate: false,
    globalSetup: ['test/database.ts'],
    testTimeout: 90_000,
    hookTimeout: 90_000,
    teardownTimeout: 30_000,
  },
});
