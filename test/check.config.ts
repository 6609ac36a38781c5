import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** What `npm run check` looks at: no database, no browser, seconds. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: { include: ['test/architecture.test.ts'], environment: 'node' },
});
