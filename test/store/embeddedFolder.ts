import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client, type QueryResultRow } from 'pg';
import { onTestFinished } from 'vitest';
import type { PlainError } from '../../src/kernel/errors.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { type Embedded, startEmbedded, stopOrphan } from '../../src/store/embedded/startEmbedded.ts';

/** An empty folder that is gone after the test, with whatever server still runs on it. */
export const emptyFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'hotline-test-embedded-'));
  onTestFinished(async () => {
    await stopOrphan(folder, silentLog());
    await rm(folder, { recursive: true, force: true });
  });
  return folder;
};

/** A server on the folder that is stopped after the test at the latest. */
export const start = async (dataDir: string, purpose: 'own' | 'join' = 'own'): Promise<Embedded> => {
  const server = await startEmbedded({ dataDir, log: silentLog(), purpose });
  onTestFinished(() => server.stop());
  return server;
};

/** The refusal that a start ends with. */
export const refusal = async (dataDir: string): Promise<PlainError> =>
  await start(dataDir).then(
    () => {
      throw new Error('it started');
    },
    (thrown: PlainError) => thrown,
  );

/** The rows of one statement. */
export const ask = async <Row extends QueryResultRow>(
  url: string,
  statement: string,
  database?: string,
): Promise<Row[]> => {
  const address = new URL(url);
  if (database) address.pathname = `/${database}`;
  const client = new Client({ connectionString: address.href });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
};

export interface Answer {
  url: string;
  joined: boolean;
  code: string;
  sentence: string;
}

/** Another process that starts a server on the folder; killed after the test at the latest. */
export const startElsewhere = async (
  dataDir: string,
  { purpose = 'own', user }: { purpose?: 'own' | 'join'; user?: { uid: number; gid: number } } = {},
): Promise<{ process: ChildProcess; answer: Answer }> => {
  const script = fileURLToPath(new URL('embeddedParent.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dataDir, purpose], { ...user, stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => killHard(child));
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  return { process: child, answer: JSON.parse(line) as Answer };
};

/** Ends a process the hard way and waits until it is gone. */
export const killHard = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
};

/** The number of the server's process, by its own file. */
export const serverPid = async (dataDir: string): Promise<number> =>
  Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
