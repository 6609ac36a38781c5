import { shortTime } from '../../cards/pieces.ts';
import { instant } from '../../domain/instant.ts';
import type { Accountability, AccountabilityCommand } from '../../domain/month/accountability.ts';
import { isRefusal, type Refusal } from '../../domain/ticket/refusal.ts';
import { changeNotice, noticeOf } from '../../workflow/month/accountability.ts';
import { openInvestigation } from '../../workflow/month/investigation.ts';
import { ticketNamed } from '../numbers.ts';
import { type ArgumentSpec, type Call, type CommandSpec, nothingDone, type Outcome, text } from '../spec.ts';
import { refusedBy } from '../ticketVerb.ts';

const said = (say: string): Outcome => ({ say, changed: [], private: true });
const notDone = (refusal: Refusal): Outcome => ({ ...refusedBy(refusal), private: true });

/** Puts the order to the department's notice of these rungs that is under way; the card pressed names its own. */
const order = async (
  call: Call,
  department: string,
  rungs: readonly number[],
  command: AccountabilityCommand,
): Promise<Accountability | Refusal> => {
  const pressed = call.matters.find(({ kind }) => kind === 'accountability')?.id;
  const id = pressed ?? (await noticeOf(call.scene, department, rungs));
  return typeof id === 'string' ? changeNotice(call.scene, id, command) : id;
};

const DEPARTMENT: ArgumentSpec = { key: 'department', name: '单位', kind: 'department', ask: '哪个单位？' };

/** 约谈 (R8.1, R8.2): the appointment, for both sides' calendars; afterwards the minutes, which close it. */
export const interview: CommandSpec = {
  name: '约谈',
  alias: 'interview',
  help: '定约谈时间（双方收到日程），会后登记纪要（第八条）',
  example: '约谈 城管局 时间:11-12 15:00 地点:中心会议室',
  who: ['director', 'hotlineLeader', 'supervisionOffice'],
  tickets: 'none',
  bare: 'department',
  arguments: [
    { ...DEPARTMENT, required: true },
    {
      key: 'when',
      name: '时间',
      kind: 'limit',
      required: (given) => given.minutes === undefined && given.held !== '是',
      ask: '什么时候约谈？例如 11-12 15:00。',
    },
    { key: 'place', name: '地点', kind: 'text', ask: '在哪里约谈？' },
    {
      key: 'minutes',
      name: '纪要',
      kind: 'text',
      required: (given) => given.held === '是',
      ask: '约谈纪要怎么写？',
    },
    { key: 'held', name: '已谈', kind: 'yesNo', ask: '约谈过了吗？' },
  ],
  run: async (call) => {
    const { values, actor: by } = call;
    const at = instant(call.at);
    const [content, place] = [text(values, 'minutes'), text(values, 'place')];
    const command: AccountabilityCommand =
      content === undefined
        ? { type: 'Appoint', by, at, when: text(values, 'when') ?? '', ...(place ? { place } : {}) }
        : { type: 'Record', by, at, content };
    const answer = await order(call, text(values, 'department') ?? '', [1, 2], command);
    if (isRefusal(answer)) return notDone(answer);
    const when = answer.interview ? shortTime(answer.interview.when) : '';
    return said(
      content === undefined
        ? `已定于 ${when} 约谈，双方已收到通知和日程（${answer.id}）。`
        : `已登记约谈纪要，${answer.id} 办结。`,
    );
  },
};

const reports = (given: Record<string, unknown>): boolean => given.report !== undefined || given.reported === '是';

/** 整改 (R8.3): the supervision office orders it with a limit; the department's principal reports. */
export const rectify: CommandSpec = {
  name: '整改',
  alias: 'rectify',
  help: '县政府督查室责令限期整改；主要负责人写 整改 报告:… 提交整改报告（第八条）',
  onPage: '县政府督查室责令限期整改，主要负责人提交整改报告（第八条）',
  example: '整改 城管局 限期:11-30 内容:理顺签收流程，逐件复盘超期工单',
  who: ['supervisionOffice', 'principal'],
  tickets: 'none',
  bare: 'department',
  arguments: [
    { ...DEPARTMENT, required: (given) => !reports(given) },
    { key: 'dueAt', name: '限期', kind: 'limit', required: (given) => !reports(given), ask: '限期哪天完成？' },
    { key: 'content', name: '内容', kind: 'text', required: (given) => !reports(given), ask: '整改什么？' },
    {
      key: 'report',
      name: '报告',
      kind: 'text',
      required: (given) => given.reported === '是',
      ask: '整改报告怎么写？',
    },
    { key: 'reported', name: '已改', kind: 'yesNo', ask: '整改完成了吗？' },
  ],
  run: async (call) => {
    const { values, actor: by } = call;
    const at = instant(call.at);
    const report = text(values, 'report');
    if (report !== undefined) {
      const answer = await order(call, by.department, [3], { type: 'Report', by, at, content: report });
      return isRefusal(answer) ? notDone(answer) : said(`已提交整改报告 ${answer.id}，等县政府督查室审核。`);
    }
    const dueAt = text(values, 'dueAt') ?? '';
    const content = text(values, 'content') ?? '';
    const answer = await order(call, text(values, 'department') ?? '', [3], { type: 'Order', by, at, dueAt, content });
    return isRefusal(answer)
      ? notDone(answer)
      : said(`已责令限期整改 ${answer.id}，限期 ${shortTime(dueAt)}，已通知主要负责人。`);
  },
};

const ticketsOf = async (call: Call): Promise<string[] | { problem: string }> => {
  const typed = (text(call.values, 'tickets') ?? '').split(/[\s,，、;；]+/).filter((word) => word !== '');
  const tickets: string[] = [];
  for (const word of typed) {
    const found = await ticketNamed(call.scene, call.actor, word);
    if ('problem' in found) return found;
    tickets.push(...found.tickets);
  }
  return [...new Set(tickets)];
};

/** 问责 (R8.4, rung 4): the referral file, only ever opened by a person. */
export const investigate: CommandSpec = {
  name: '问责',
  alias: 'investigate',
  help: '对推诿扯皮、久拖不办且群众反映强烈的，生成问责移送材料，只发给本人（第八条）',
  example: '问责 城管局 原因:三次推诿，久拖不办，群众反映强烈 工单:GD20261022000017',
  who: ['director'],
  tickets: 'none',
  bare: 'department',
  arguments: [
    { ...DEPARTMENT, required: true },
    { key: 'reason', name: '原因', kind: 'text', required: true, ask: '移送的原因是什么？' },
    { key: 'tickets', name: '工单', kind: 'text', ask: '涉及哪些工单？' },
  ],
  run: async (call) => {
    const tickets = await ticketsOf(call);
    if (!Array.isArray(tickets)) return { ...nothingDone(tickets.problem), private: true };
    const answer = await openInvestigation(
      call.scene,
      call.actor,
      {
        department: text(call.values, 'department') ?? '',
        reason: text(call.values, 'reason') ?? '',
        tickets,
      },
      call.at,
    );
    return isRefusal(answer)
      ? notDone(answer)
      : said(`已生成问责移送材料 ${answer.id}，文件只发给您本人，是否移送由您决定（第八条）。`);
  },
};
