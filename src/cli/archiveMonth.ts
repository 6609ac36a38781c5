import { resolve } from 'node:path';
import { systemClock } from '../kernel/clock.ts';
import { PlainError } from '../kernel/errors.ts';
import { bundleMonth } from '../reports/archive/bundle.ts';
import { openEvidenceFiles } from '../store/evidenceRows.ts';
import { openSeal } from '../store/seal.ts';
import { withArchive } from './archive.ts';
import type { Printed } from './print.ts';
import { progressBar } from './progress.ts';

/** What `hotline archive` is asked for. `at`: only the bot's own run names its moment. */
export interface ArchiveOptions {
  out: string;
  reveal?: string;
  by?: string;
  at?: string;
}

/** `hotline archive 2026-10 --out DIR`: R1.7's bundle, a folder a department; what is missing is listed, not refused. */
export const archiveMonth = (month: string, { out, reveal, by, at }: ArchiveOptions): Promise<Printed> => {
  if (!/^20\d\d-(0[1-9]|1[0-2])$/.test(month)) throw new PlainError('bad-month', '月份须写成 2026-10。');
  if (reveal !== undefined && reveal.trim() === '')
    throw new PlainError('bad-purpose', '导出正文和诉求人信息须写明目的，例：--reveal 年底检查。');
  return withArchive(async ({ archive, county, configuration }) => {
    const files = openEvidenceFiles(configuration.dataDir, openSeal(configuration.secretKey));
    const progress = progressBar('件');
    const moment = at === undefined ? systemClock.now() : new Date(at);
    const lines = await bundleMonth({
      archive,
      county: county.county(),
      evidence: (sha256) => files.get(sha256),
      month,
      out: resolve(out),
      at: moment,
      by: by ?? '管理员',
      ...(reveal === undefined ? {} : { reveal }),
      ...(progress ? { progress } : {}),
    });
    const name = (code: string): string => county.county().department(code)?.name ?? code;
    const tickets = lines.reduce((sum, line) => sum + line.tickets, 0);
    return {
      json: { month, folder: resolve(out, month), departments: lines },
      text: [
        `${month}：${lines.length} 个单位，签批工单 ${tickets} 件，已写到 ${resolve(out, month)}`,
        ...lines.map(
          (line) =>
            `${name(line.department)}：齐全 ${line.complete}，在办 ${line.running}，缺材料 ${line.missing}，${line.filedAt ? '已归档' : '未归档'}${line.outcome === 'late' ? '（逾期）' : ''}`,
        ),
      ].join('\n'),
    };
  });
};
