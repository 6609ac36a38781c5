import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { at, isCalendarDate } from '../domain/deadline/calendarDate.ts';
import { PlainError } from '../kernel/errors.ts';
import { openDocuments } from '../reports/documents.ts';
import { repliedIn } from '../store/replyRows.ts';
import { type CityReply, cityReplyBook, cityReplyOf } from '../workflow/cityReplies.ts';
import { withArchive } from './archive.ts';
import type { Printed } from './print.ts';
import { progressBar } from './progress.ts';

/** `hotline export replies 2026-10-20 --out FILE`: an existing file is left alone. */
export const exportReplies = async (date: string, file: string): Promise<Printed> => {
  if (!isCalendarDate(date)) throw new PlainError('bad-date', '日期须写成 2026-10-20。');
  if (!file.toLowerCase().endsWith('.xlsx')) throw new PlainError('bad-name', '文件名须以 .xlsx 结尾。');
  const out = resolve(file);
  if (existsSync(out)) throw new PlainError('file-exists', `${file} 已存在，请换一个文件名。`);
  const documents = openDocuments();
  return withArchive(async ({ archive, county, database }) => {
    const day = { from: at(date, '00:00'), to: at(date, '24:00') };
    const progress = progressBar('件');
    const tickets = await repliedIn(database, day.from, day.to);
    const replies: CityReply[] = [];
    for (const [index, ticket] of tickets.entries()) {
      const text = await archive.work((desk) => desk.text(ticket.no));
      const reply = cityReplyOf(ticket, day, text);
      if (reply) replies.push(reply);
      progress?.(index + 1, tickets.length);
    }
    const name = (code: string): string => county.county().department(code)?.name ?? code;
    const { bytes } = await documents.workbook(cityReplyBook(date, replies, name));
    await mkdir(dirname(out), { recursive: true });
    await writeFile(out, bytes);
    const unnumbered = replies.filter(({ cityNo }) => cityNo === undefined).map(({ no }) => no);
    return {
      json: { date, file: out, replies, unnumbered },
      text: [
        `${date} 办结的答复 ${replies.length} 件已写到 ${out}，可照此回填市平台。`,
        ...(unnumbered.length > 0 ? [`其中 ${unnumbered.length} 件没有市级编号：${unnumbered.join('、')}`] : []),
      ].join('\n'),
    };
  }).finally(() => documents.close());
};
