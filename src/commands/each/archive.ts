import { filingCard } from '../../cards/filing.ts';
import { localDate, monthBefore } from '../../domain/deadline/calendarDate.ts';
import { isRefusal } from '../../domain/ticket/refusal.ts';
import { fileMonth } from '../../workflow/filing.ts';
import { type Call, type CommandSpec, nothingDone, text } from '../spec.ts';
import { refusedBy } from '../ticketVerb.ts';

const MONTH = /^(?:(20\d\d)[-年./])?(\d{1,2})月?$/;

/** `2026-10`, `10月`, `10`, `上月`, nothing: last month; a bare month is the last one of that name. Undefined: unreadable. */
export const monthNamed = (typed: string | undefined, now: Date): string | undefined => {
  const present = localDate(now).slice(0, 7);
  const words = typed?.trim() ?? '';
  if (words === '' || words === '上月' || words === '上个月') return monthBefore(present);
  if (words === '本月' || words === '这个月') return present;
  const [, year, number = ''] = MONTH.exec(words) ?? [];
  const month = Number(number);
  if (!(month >= 1 && month <= 12)) return undefined;
  const two = String(month).padStart(2, '0');
  if (year) return `${year}-${two}`;
  const thisYear = `${present.slice(0, 4)}-${two}`;
  return thisYear <= present ? thisYear : `${Number(present.slice(0, 4)) - 1}-${two}`;
};

/** The month meant: by the card that was pressed, or as typed. */
const monthOf = (call: Call): string | undefined => {
  const pressed = call.matters.find(({ kind }) => kind === 'filing');
  return monthNamed(pressed ? pressed.id.slice(0, 7) : text(call.values, 'month'), call.at);
};

/** 归档 (R1.7): files last month's signed tickets and says, ticket by ticket, what is missing. */
export const archive: CommandSpec = {
  name: '归档',
  alias: 'archive',
  help: '归档上月签批的工单，并列出缺哪些材料；每月5日前办理（第一条）',
  example: '归档 10月',
  who: ['handler', 'liaison'],
  tickets: 'none',
  bare: 'month',
  arguments: [{ key: 'month', name: '月', kind: 'text', ask: '归档哪个月？例如 10月。' }],
  run: async (call) => {
    const month = monthOf(call);
    if (!month) return nothingDone('看不懂月份，请写成 2026-10 或 10月。');
    const answer = await fileMonth(call.scene, call.actor, month, call.at);
    if (isRefusal(answer)) return refusedBy(answer);
    const { gaps, tickets } = answer;
    const say = `已归档 ${month} 签批工单 ${tickets.length} 件，缺材料 ${gaps.length} 件。`;
    if (call.matters.length > 0) return { say, changed: [] };
    const card = filingCard(answer, { at: call.at, county: call.scene.county });
    return { say, card: { form: 'card', card: { ...card, body: say } }, changed: [], private: true };
  },
};
