import { instant } from '../../domain/instant.ts';
import { MARK_KINDS, type Mark } from '../../domain/mark/mark.ts';
import { isRestricted } from '../../domain/ticket/access.ts';
import { isRefusal } from '../../domain/ticket/refusal.ts';
import { act } from '../../workflow/act.ts';
import { confirmMark } from '../../workflow/mark.ts';
import type { Call, CommandSpec } from '../spec.ts';
import { withArticle } from '../ticketVerb.ts';

/** Confirms every proposed deduction of one ticket; one line each. */
const confirmTicket = async (
  call: Call,
  no: string,
): Promise<{ lines: string[]; changed: boolean; hidden: boolean }> => {
  const file = await call.scene.desk.read(no);
  const hidden = file !== undefined && isRestricted(file.ticket);
  const open = file?.ticket.deductions.filter((entry) => entry.state === 'proposed') ?? [];
  if (open.length === 0) return { lines: [], changed: false, hidden };
  const lines: string[] = [];
  let changed = false;
  for (const { id, clause, points, because } of open) {
    const answer = await act(call.scene, no, {
      type: 'ConfirmDeduction',
      deduction: id,
      by: call.actor,
      at: instant(call.at),
    });
    changed ||= !isRefusal(answer);
    lines.push(
      isRefusal(answer) ? `${no}：${withArticle(answer)}` : `已确认 ${no} 扣 ${points} 分（${clause}）：${because}`,
    );
  }
  return { lines, changed, hidden };
};

/** Marks that rest on one of these tickets (R5.5), and those meant by their own numbers, each once. */
const marksMeant = async ({ scene, tickets, matters }: Call): Promise<string[]> => {
  const ids = new Set(matters.map(({ id }) => id));
  for (const ticket of tickets)
    for (const { id } of await scene.desk.matters<Mark>('mark', { ticket, open: true })) ids.add(id);
  return [...ids];
};

/** 确认扣分: the program proposes, the director confirms; unconfirmed ones lapse when the month is locked. */
export const confirmDeductions: CommandSpec = {
  name: '确认扣分',
  alias: 'confirm',
  help: '确认拟扣分；写编号确认几件，写“全部”确认全部，未确认的在定榜时失效',
  onPage: '确认拟扣分；未确认的在定榜时失效',
  example: '确认扣分 全部',
  who: ['director'],
  tickets: 'many',
  acts: ['ConfirmDeduction'],
  matters: ['mark'],
  arguments: [],
  run: async (call) => {
    const lines: string[] = [];
    const changed: string[] = [];
    let hidden = false;
    for (const no of call.tickets) {
      const done = await confirmTicket(call, no);
      lines.push(...done.lines);
      if (done.changed) changed.push(no);
      hidden ||= done.hidden;
    }
    let confirmed = changed.length;
    for (const id of await marksMeant(call)) {
      const mark = await confirmMark(call.scene, id, call.actor, call.at);
      if (!isRefusal(mark)) confirmed += 1;
      lines.push(
        isRefusal(mark)
          ? `${id}：${withArticle(mark)}`
          : `已确认 ${id} ${MARK_KINDS[mark.kind]} ${mark.points} 分${mark.clause ? `（${mark.clause}）` : ''}：${mark.because}`,
      );
    }
    return {
      say: lines.join('\n') || '没有等您确认的扣分和加分。',
      changed,
      ...(hidden ? { private: true } : {}),
      ...(confirmed === 0 ? { refused: true } : {}),
    };
  },
};
