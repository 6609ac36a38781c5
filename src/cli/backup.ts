import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { processEnvironment, readEnvironment } from '../config/environment.ts';
import { systemClock } from '../kernel/clock.ts';
import { PlainError } from '../kernel/errors.ts';
import { silentLog } from '../kernel/log.ts';
import { backUp } from '../store/backup/backUp.ts';
import { restore } from '../store/backup/restore.ts';
import { startEmbedded } from '../store/embedded/startEmbedded.ts';
import { openSeal } from '../store/seal.ts';
import { hasTables, withConnection } from './connect.ts';
import type { Printed } from './print.ts';
import { progressBar } from './progress.ts';

const size = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

const sumOf = (tables: Record<string, number>): number => Object.values(tables).reduce((sum, rows) => sum + rows, 0);

/** `hotline backup FILE`: an existing file is left alone; attachments that are not on the disk are named, exit 1. */
export const backUpTo = async (path: string): Promise<Printed> => {
  const out = resolve(path);
  if (existsSync(out)) throw new PlainError('file-exists', `${path} 已存在，请换一个文件名。`);
  if (!existsSync(dirname(out))) throw new PlainError('no-folder', `文件夹 ${dirname(out)} 不存在，请先建立。`);
  return withConnection(async ({ client, configuration }) => {
    if (!(await hasTables(client))) throw new PlainError('no-tables', '数据库里还没有工单助手的数据，没有可备份的。');
    const progress = progressBar('项');
    const { head, bytes, missing } = await backUp(client, {
      out,
      dataDir: configuration.dataDir,
      seal: openSeal(configuration.secretKey),
      at: systemClock.now(),
      ...(progress ? { progress } : {}),
    });
    return {
      json: { file: out, bytes, at: head.at, tables: head.tables, files: head.files - missing.length, missing },
      text: [
        `已备份到 ${out}（${size(bytes)}）：工单 ${head.tables.ticket ?? 0} 件，共 ${sumOf(head.tables)} 行，附件 ${head.files - missing.length} 个。`,
        ...missing.map((file) => `附件 ${file} 不在数据目录里，没有备份到。`),
        head.keyNote,
      ].join('\n'),
      failed: missing.length > 0,
    };
  });
};

/** `hotline restore FILE`: only into an empty database. */
export const restoreFrom = async (path: string): Promise<Printed> => {
  const file = resolve(path);
  await stat(file).catch(() => {
    throw new PlainError('no-file', `读不到文件 ${path}，请检查路径。`);
  });
  const { databaseUrl, dataDir, secretKey } = readEnvironment(processEnvironment());
  const log = silentLog();
  const embedded = databaseUrl ? undefined : await startEmbedded({ dataDir, log, purpose: 'join' });
  try {
    const progress = progressBar('行');
    const { head, rows, files, requeued, upgraded } = await restore(databaseUrl ?? embedded?.url ?? '', file, {
      dataDir,
      seal: openSeal(secretKey),
      log,
      ...(progress ? { progress } : {}),
    });
    return {
      json: { file, at: head.at, rows, files, requeued, upgraded, tables: head.tables },
      text: `已恢复 ${head.at} 的备份：工单 ${head.tables.ticket ?? 0} 件，共 ${rows} 行，附件 ${files} 个；当时还没发出的消息 ${requeued} 条，启动后发出。${upgraded.length > 0 ? `备份由旧一版程序制作，已升级到本版程序（${upgraded.length} 步）。` : ''}请接着执行 npx hotline audit verify 和 npx hotline doctor。`,
    };
  } finally {
    await embedded?.stop();
  }
};
