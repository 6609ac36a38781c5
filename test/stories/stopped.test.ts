import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { freshDatabase } from '../freshDatabase.ts';
import { until } from '../town/town.ts';

const HOME = fileURLToPath(new URL('../..', import.meta.url));

test('`npm start` told to stop leaves no bot behind that keeps the port', async () => {
  const database = await freshDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'hotline-stopped-'));
  const npm = spawn('npm', ['start'], {
    cwd: HOME,
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      DATA_DIR: dataDir,
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'info',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  npm.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  try {
    await until(async () => said.includes('"msg":"open"'), 'the bot is open');
    const { port } = JSON.parse(said.split('\n').find((line) => line.includes('"msg":"open"')) ?? '{}');
    const answers = (): Promise<boolean> =>
      fetch(`http://127.0.0.1:${port}/healthz`).then(
        (response) => response.ok,
        () => false,
      );
    expect(await answers()).toBe(true);
    npm.kill('SIGTERM');
    await until(async () => said.includes('"msg":"closed"') && !(await answers()), 'the bot has closed its doors');
  } finally {
    npm.kill('SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
    await database.drop();
  }
});
