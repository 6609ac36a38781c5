import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Configuration, processEnvironment } from './config/environment.ts';
import type { CountyCache } from './countyCache.ts';
import { monthToFile } from './domain/archive/filing.ts';
import { localDate } from './domain/deadline/calendarDate.ts';
import { CENTRE } from './domain/person.ts';
import { reasonOf } from './kernel/errors.ts';
import type { Logger } from './kernel/log.ts';
import { sendPaper } from './workflow/documents.ts';
import { tellPeople } from './workflow/matter.ts';
import { recipients } from './workflow/notices.ts';
import type { Archive, Via } from './workflow/ports.ts';

const ENTRY = fileURLToPath(new URL('./cli/hotline.mjs', import.meta.url));

interface Parts {
  configuration: Configuration;
  databaseUrl: string;
  archive: Archive;
  county: CountyCache;
  via: Via;
  log: Logger;
}

/** Makes the month's archive beside the bot, so that nobody who presses a button waits for hundreds of documents. */
export interface ArchiveMaker {
  /** Begins with the month that is due on the day of `at`; what is under way already is left to end. */
  make(at: Date): void;
  stop(): Promise<void>;
}

/** Runs `hotline archive` as a process of its own; rejects with its last words when it fails. */
const run = (
  { configuration, databaseUrl }: Parts,
  order: { month: string; out: string; at: Date },
  signal: AbortSignal,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const words = ['archive', order.month, '--out', order.out, '--by', '系统', '--at', order.at.toISOString()];
    const child = spawn(process.execPath, [ENTRY, ...words], {
      env: {
        ...processEnvironment(),
        DATABASE_URL: databaseUrl,
        DATA_DIR: configuration.dataDir,
        SECRET_KEY: configuration.secretKey,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
      signal,
    });
    let last = '';
    child.stderr.on('data', (bytes: Buffer) => {
      last = bytes.toString('utf8').slice(-300);
    });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(last || `exit ${code}`))));
  });

/** R1.7 on the 5th: the archive lies under `DATA_DIR/archives`, and the centre's director reads how every department stands. */
export const openArchiveMaker = (parts: Parts): ArchiveMaker => {
  const { archive, county, log, configuration, via } = parts;
  const stopping = new AbortController();
  let under: Promise<void> | undefined;

  const tell = async (month: string, out: string, at: Date): Promise<void> => {
    const bytes = await readFile(join(out, month, '归档情况.xlsx'));
    await archive.work(async (desk) => {
      const scene = { desk, county: county.county(), via };
      const directors = scene.county.holders(CENTRE, 'director');
      await tellPeople(
        scene,
        directors,
        `${month} 归档材料已生成，存放在服务器归档目录 ${month}，各单位情况见表（第一条）。`,
        at,
      );
      await sendPaper(scene, recipients(scene.county, directors), { name: `${month} 归档情况.xlsx`, bytes }, { at });
    });
  };

  const fail = async (month: string, reason: string, at: Date): Promise<void> => {
    log.error({ month, reason }, 'the archive could not be made');
    await archive.work((desk) => {
      const scene = { desk, county: county.county(), via };
      const text = `${month} 归档材料没有生成，请管理员执行 hotline archive ${month}：${reason}`;
      return tellPeople(scene, scene.county.holders(CENTRE, 'director', 'administrator'), text, at);
    });
  };

  return {
    make: (at) => {
      const month = monthToFile(localDate(at));
      const out = join(configuration.dataDir, 'archives');
      under ??= run(parts, { month, out, at }, stopping.signal)
        .then(() => tell(month, out, at))
        .catch((thrown) => (stopping.signal.aborted ? undefined : fail(month, reasonOf(thrown), at)))
        .catch((thrown) => log.error({ reason: reasonOf(thrown) }, 'nobody could be told of the archive'))
        .finally(() => {
          under = undefined;
        });
    },
    stop: async () => {
      stopping.abort();
      await under;
    },
  };
};
