import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isRefusal } from '../domain/ticket/refusal.ts';
import { systemClock } from '../kernel/clock.ts';
import { PlainError } from '../kernel/errors.ts';
import { sha256 } from '../kernel/ids.ts';
import { openDocuments } from '../reports/documents.ts';
import { monthPack } from '../workflow/monthPack.ts';
import { withArchive } from './archive.ts';
import type { Printed } from './print.ts';

/** `hotline report monthly 2026-10 --out DIR`: the month's report, workbook and picture, as the leaders get them. */
export const reportMonth = (month: string, out: string): Promise<Printed> => {
  if (!/^20\d\d-(0[1-9]|1[0-2])$/.test(month)) throw new PlainError('bad-month', '月份须写成 2026-10。');
  const documents = openDocuments();
  return withArchive(async ({ archive, county }) => {
    const pack = await archive.work((desk) =>
      monthPack({ desk, county: county.county(), documents, via: { door: 'cli' } }, month, systemClock.now()),
    );
    if (isRefusal(pack)) throw new PlainError('no-report', pack.says);
    const { view, papers } = pack;
    const folder = resolve(out);
    await mkdir(folder, { recursive: true });
    for (const { name, bytes } of papers) await writeFile(join(folder, name), bytes);
    const files = papers.map(({ name, bytes }) => ({ name, bytes: bytes.length, sha256: sha256(bytes) }));
    const { state, version, factsSha256 } = view;
    return {
      json: { month, state, version, factsSha256, folder, files },
      text: [
        `${month} 月报（${state === 'draft' ? '草稿' : `已定榜，第 ${version} 版`}）已写到 ${folder}`,
        ...files.map((file) => `${file.name}  ${file.bytes} 字节`),
      ].join('\n'),
    };
  }).finally(() => documents.close());
};
