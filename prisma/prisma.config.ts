import { defineConfig } from 'prisma/config';

// The command line looks for a schema engine and would download one; generating never runs it, and migrations use the
// engine's WASM build (prisma/migrate.ts). Any executable path satisfies it.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({ schema: 'schema.prisma' });
