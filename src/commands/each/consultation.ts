import { shortTime } from '../../cards/pieces.ts';
import { instant } from '../../domain/instant.ts';
import { isRefusal } from '../../domain/ticket/refusal.ts';
import { changeMeeting, drawAgenda, prepareMeeting } from '../../workflow/consultation.ts';
import { sendPaper } from '../../workflow/documents.ts';
import { recipients } from '../../workflow/notices.ts';
import { parseDate } from '../dates.ts';
import { type CommandSpec, nothingDone, text } from '../spec.ts';
import { refusedBy } from '../ticketVerb.ts';

/** 会商 (R2.3): this month's agenda, built from the tickets. */
export const agenda: CommandSpec = {
  name: '会商',
  alias: 'agenda',
  help: '查看本月会商议题：二次不满意、疑难、多部门、热点（第二条）',
  example: '会商',
  who: ['director', 'hotlineLeader'],
  tickets: 'none',
  arguments: [],
  run: async (call) => {
    const meeting = await prepareMeeting(call.scene, call.at);
    const { card: draw, paper } = await drawAgenda(call.scene, meeting, call.at);
    const card = draw();
    await sendPaper(call.scene, recipients(call.scene.county, [call.actor]), paper, { at: call.at, urgent: true });
    return { say: card.title, card: { form: 'card', card }, changed: [] };
  },
};

/** 会议 (R2.1, R2.2): sets the date, or afterwards records who came and the minutes. */
export const meeting: CommandSpec = {
  name: '会议',
  alias: 'meeting',
  help: '确定会商会议日期；会后登记参会人员和纪要（第二条）',
  example: '会议 11-13 15:00 参会:城管局、住建局、法律顾问 纪要:逐件研究并形成决议',
  who: ['director'],
  tickets: 'none',
  bare: 'date',
  arguments: [
    { key: 'date', name: '日期', kind: 'text', required: true, ask: '会议是哪天？例如 11-13 15:00。' },
    {
      key: 'attendance',
      name: '参会',
      kind: 'text',
      required: (given) => given.minutes !== undefined || given.held === '是',
      ask: '哪些人参会？',
    },
    {
      key: 'minutes',
      name: '纪要',
      kind: 'text',
      required: (given) => given.attendance !== undefined || given.held === '是',
      ask: '会议纪要？',
    },
    { key: 'held', name: '已开', kind: 'yesNo', ask: '会议开过了吗？' },
  ],
  run: async (call) => {
    const minutes = text(call.values, 'minutes');
    const read = parseDate(text(call.values, 'date') ?? '', {
      now: call.at,
      sense: minutes === undefined ? 'limit' : 'past',
      calendar: call.scene.county.calendar,
    });
    if ('problem' in read) return nothingDone(read.problem);
    const { id } = await prepareMeeting(call.scene, call.at);
    const when = instant(read.instant);
    const order = { by: call.actor, at: instant(call.at), when };
    const answer = await changeMeeting(
      call.scene,
      id,
      minutes === undefined
        ? { type: 'SetDate', ...order }
        : { type: 'Record', ...order, attendance: text(call.values, 'attendance') ?? '', minutes },
    );
    if (isRefusal(answer)) return refusedBy(answer);
    return {
      say:
        minutes === undefined
          ? `已定于 ${shortTime(answer.after.when)} 召开 ${id} 会商会议，已通知参会人员。`
          : `已登记 ${id} 会商会议的参会人员和纪要；请用“决议”登记每件工单的处理。`,
      changed: [],
    };
  },
};
