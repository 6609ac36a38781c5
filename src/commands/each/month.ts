import { bottomInWords, drawLeagueMonthly } from '../../cards/leagueMonthly.ts';
import { localDate } from '../../domain/deadline/calendarDate.ts';
import { SCOPES } from '../../domain/month/appeal.ts';
import { CENTRE, COUNTY_ROLES, DEPARTMENT_ROLES, hasRole } from '../../domain/person.ts';
import { isRefusal } from '../../domain/ticket/refusal.ts';
import { appealAgainst } from '../../workflow/month/appeal.ts';
import { correctMonth, lockMonth } from '../../workflow/month/lock.ts';
import { ownCard } from '../../workflow/month/own.ts';
import { monthLines, monthTableOf } from '../../workflow/month/view.ts';
import { ticketNamed } from '../numbers.ts';
import { type ArgumentSpec, type Call, type CommandSpec, list, nothingDone, type Outcome, text } from '../spec.ts';
import { withArticle } from '../ticketVerb.ts';
import { monthNamed } from './archive.ts';

const MONTH: ArgumentSpec = { key: 'month', name: '月', kind: 'text', ask: '哪个月？例如 10月。' };
const TICKET: ArgumentSpec = { key: 'ticket', name: '工单', kind: 'text', ask: '哪件工单？' };
const MARK: ArgumentSpec = { key: 'mark', name: '扣分', kind: 'text', ask: '哪条扣分？写编号。' };

const said = (say: string): Outcome => ({ say, changed: [], private: true });
const notDone = (say: string): Outcome => ({ ...nothingDone(say), private: true });
const UNREADABLE = notDone('看不懂月份，请写成 2026-10 或 10月；还没到的月份没有月榜。');

/** The month as typed; last month without one. Undefined: unreadable, or not begun. */
const monthOf = (call: Call): string | undefined => {
  const month = monthNamed(text(call.values, 'month'), call.at);
  return month !== undefined && month <= localDate(call.at).slice(0, 7) ? month : undefined;
};

/** 月榜 (R7.2): the month's table; a department reads its own row and lines, not in another's group. */
export const monthly: CommandSpec = {
  name: '月榜',
  alias: 'monthly',
  help: '查看月榜，不写月份即上月；承办单位只看本单位的得分和明细',
  example: '月榜 10月',
  who: 'all',
  tickets: 'none',
  bare: 'month',
  arguments: [MONTH],
  run: async (call) => {
    const month = monthOf(call);
    if (!month) return UNREADABLE;
    const { scene, actor, at, incoming } = call;
    const view = await monthTableOf(scene, month, at);
    const all = actor.department === CENTRE || hasRole(actor, ...COUNTY_ROLES);
    const alone = incoming.chat === undefined ? { reader: actor } : {};
    const own = { department: actor.department, lines: all ? [] : await monthLines(scene, view), ...alone };
    const card = all ? drawLeagueMonthly(view, { at, county: scene.county }) : await ownCard(scene, view, own, at);
    const chat = incoming.chat === undefined ? undefined : scene.county.chat(incoming.platform, incoming.chat);
    const open = all ? view.state === 'published' : chat?.department === actor.department;
    return { say: card.title, card: { form: 'card', card }, changed: [], ...(open ? {} : { private: true }) };
  },
};

/** A ticket as typed, exact; absent when none was named. */
const ticketOf = async (call: Call): Promise<{ ticket?: string } | { problem: string }> => {
  const typed = text(call.values, 'ticket');
  if (typed === undefined) return {};
  const found = await ticketNamed(call.scene, call.actor, typed);
  if ('problem' in found) return found;
  const [ticket] = found.tickets;
  return ticket ? { ticket } : {};
};

/** 申诉: a department objects to a line of the draft within the window. */
export const appeal: CommandSpec = {
  name: '申诉',
  alias: 'appeal',
  help: '对月榜草稿提出申诉，写明工单或扣分编号；三个工作日内提出（第七条）',
  example: '申诉 10月 原因:停电期间无法签收 工单:GD20261022000017 指标:签收',
  who: DEPARTMENT_ROLES,
  tickets: 'none',
  bare: 'month',
  arguments: [
    MONTH,
    { key: 'reason', name: '原因', kind: 'text', required: true, ask: '申诉的原因是什么？可接着写 工单:编号。' },
    TICKET,
    MARK,
    { key: 'scope', name: '指标', kind: 'choice', choices: Object.keys(SCOPES), ask: '哪项指标？' },
  ],
  run: async (call) => {
    const month = monthOf(call);
    if (!month) return UNREADABLE;
    const ticket = await ticketOf(call);
    if ('problem' in ticket) return notDone(ticket.problem);
    const { scene, actor, at, values } = call;
    const [mark, scope] = [text(values, 'mark'), text(values, 'scope')];
    const order = { month, reason: text(values, 'reason') ?? '', ...ticket };
    const answer = await appealAgainst(
      scene,
      actor,
      { ...order, ...(mark ? { mark } : {}), ...(scope ? { scope } : {}) },
      at,
    );
    return isRefusal(answer)
      ? notDone(withArticle(answer))
      : said(`已提出申诉 ${answer.id}，等县热线中心负责人决定（第七条）。`);
  },
};

/** 定榜 (R7.2): the director signs the month off, decides a tie at the cut, or corrects what is published. */
export const lock: CommandSpec = {
  name: '定榜',
  alias: 'lock',
  help: '定榜并公布；并列待定时写 末位:单位；公布后更正写 更正:原因（可写工单或扣分编号）',
  onPage: '定榜并公布；并列待定时选末位单位，公布后更正写明原因',
  example: '定榜 10月 末位:城管局、住建局',
  who: ['director'],
  tickets: 'none',
  bare: 'month',
  arguments: [
    MONTH,
    { key: 'bottom', name: '末位', kind: 'departments', ask: '哪几个单位排在末位？' },
    { key: 'correction', name: '更正', kind: 'text', ask: '更正的原因？' },
    TICKET,
    MARK,
  ],
  run: async (call) => {
    const month = monthOf(call);
    if (!month) return UNREADABLE;
    const { scene, actor, at, values } = call;
    const ticket = await ticketOf(call);
    if ('problem' in ticket) return notDone(ticket.problem);
    const [reason, mark] = [text(values, 'correction'), text(values, 'mark')];
    const order = { month, bottom: list(values, 'bottom') };
    const answer =
      reason === undefined
        ? await lockMonth(scene, actor, order, at)
        : await correctMonth(scene, actor, { ...order, ...ticket, reason, ...(mark ? { mark } : {}) }, at);
    if (isRefusal(answer)) return notDone(withArticle(answer));
    const bottom = bottomInWords(answer.table, { at, county: scene.county });
    return said(
      `${month} 月榜已${reason === undefined ? '定榜' : '更正'}并公布（第 ${answer.version} 版），排名末位：${bottom}。`,
    );
  },
};
