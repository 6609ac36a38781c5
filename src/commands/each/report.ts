import { editionInWords, monthInWords } from '../../cards/leaguePicture.ts';
import { localDate } from '../../domain/deadline/calendarDate.ts';
import { CENTRE, COUNTY_ROLES, hasRole } from '../../domain/person.ts';
import { isRefusal } from '../../domain/ticket/refusal.ts';
import { givePack, sendMonthPack } from '../../workflow/monthPack.ts';
import { type CommandSpec, nothingDone, text } from '../spec.ts';
import { refusedBy } from '../ticketVerb.ts';
import { monthNamed } from './archive.ts';

const SEND = '发送';

/** 月报 (R7.3): the report, the workbook and the picture of a month as files; with 发送, to the county's leaders. */
export const report: CommandSpec = {
  name: '月报',
  alias: 'report',
  help: '热线月报、月榜工作簿和图片，发到您的私聊；中心负责人写“发送:是”即发给县领导（第七条）',
  onPage: '热线月报、月榜工作簿和图片，发到您的私聊；中心负责人也可发给县领导（第七条）',
  example: '月报 10月',
  who: ['director', 'operator', 'administrator', ...COUNTY_ROLES],
  tickets: 'none',
  bare: 'month',
  arguments: [
    { key: 'month', name: '月', kind: 'text', ask: '哪个月？例如 10月。' },
    { key: 'send', name: SEND, kind: 'yesNo', ask: '是否发给县领导？' },
  ],
  run: async (call) => {
    const month = monthNamed(text(call.values, 'month'), call.at);
    if (!month) return nothingDone('看不懂月份，请写成 2026-10 或 10月。');
    if (month > localDate(call.at).slice(0, 7)) return nothingDone(`${month} 还没有开始，没有月报。`);
    if (text(call.values, 'send') === '是') {
      if (!(call.actor.department === CENTRE && hasRole(call.actor, 'director')))
        return nothingDone('月报由县热线中心负责人发给县领导（第七条）。');
      const readers = await sendMonthPack(call.scene, month, call.at);
      if (isRefusal(readers)) return refusedBy(readers);
      return { say: `${monthInWords(month)}月报已发给县领导和中心负责人，共 ${readers} 人。`, changed: [] };
    }
    const pack = await givePack(call.scene, call.actor, month, call.at);
    if (isRefusal(pack)) return refusedBy(pack);
    return {
      say: `${monthInWords(month)}月报（${editionInWords(pack.view)}）：报告、工作簿、图片已发到您的私聊。`,
      changed: [],
    };
  },
};
