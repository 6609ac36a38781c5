import type { Card } from '../../cards/card.ts';
import { drawCard } from '../../cards/draw.ts';
import { drawTicketHistory } from '../../cards/history.ts';
import { drawPersonalList } from '../../cards/personalList.ts';
import { shortTime } from '../../cards/pieces.ts';
import { readsRepeats, withRepeats } from '../../cards/repeats.ts';
import { stepsOf } from '../../cards/steps.ts';
import { ROLE_NAMES } from '../../domain/person.ts';
import { isRestricted, mayRead } from '../../domain/ticket/access.ts';
import type { Ticket } from '../../domain/ticket/state.ts';
import { recipients } from '../../workflow/notices.ts';
import { tokensOf } from '../../workflow/posts.ts';
import { readLine } from '../readLine.ts';
import type { Call, CommandSpec } from '../spec.ts';
import { onEachTicket } from '../ticketVerb.ts';

/** As many matters as a list shows before its tickets. */
const MATTERS = 10;

const NOTHING = '您现在没有待处理的工单和事项。';

/** Below this nobody asks whether a broadcast has come through. */
const WORTH_TELLING_MS = 30_000;

/** The centre reads how long what it had sent will still be on its way. */
const broadcastNote = async ({ scene, at }: Call): Promise<string | undefined> => {
  const { count, ms } = await scene.desk.unsent();
  if (ms < WORTH_TELLING_MS) return undefined;
  return `群发进度：还有 ${count} 条待发，按平台限额预计 ${shortTime(new Date(at.getTime() + ms))} 发完。`;
};

/** 待办: what waits for this person, most urgent first. */
export const todo: CommandSpec = {
  name: '待办',
  alias: 'todo',
  help: '查看等您处理的工单，最急的在前',
  example: '待办',
  who: 'all',
  tickets: 'none',
  arguments: [],
  run: async (call) => {
    const { desk, county } = call.scene;
    const tokens = [...tokensOf(call.actor)];
    const { tickets: all, total } = await desk.waiting(tokens, 50);
    const inGroup = call.incoming.chat !== undefined;
    const matters = inGroup ? [] : await desk.waitingMatters(tokens, MATTERS);
    const tickets = all.filter((found) => mayRead(call.actor, found));
    const progress = readsRepeats(call.actor) ? await broadcastNote(call) : undefined;
    if (total + matters.length === 0)
      return { say: [NOTHING, progress].filter((line) => line !== undefined).join('\n'), changed: [] };
    const hidden = inGroup ? tickets.filter(isRestricted) : [];
    const waiting = tickets.filter((ticket) => !hidden.includes(ticket));
    const card = drawPersonalList(
      { person: call.actor, waiting, nearDue: [], matters, total },
      { at: call.at, county },
    );
    const notes = [
      ...(progress === undefined ? [] : [progress]),
      ...(hidden.length > 0 ? [`另有 ${hidden.length} 件不公开工单，请在私聊中发送“待办”查看。`] : []),
    ];
    return {
      say: card.title,
      card: { form: 'card', card: { ...card, ...(notes.length > 0 ? { body: notes.join('\n') } : {}) } },
      changed: [],
    };
  },
};

/** Asked in private, a card of its own carries a button for everything this person may do with the ticket. */
const offerSteps = async (call: Call, shown: Ticket): Promise<void> => {
  const { actor, at, incoming } = call;
  const { desk, county } = call.scene;
  const context = { at, county };
  if (incoming.chat !== undefined || stepsOf(actor, shown, context).length === 0) return;
  const [to] = recipients(county, [actor]);
  if (!to) return;
  const card = drawCard('steps', shown, context, { person: actor.id });
  await desk.want([{ to, kind: 'steps', letter: { form: 'card', card }, tickets: [shown.no], at, urgent: true }]);
};

/** Alone with the centre's people or in their own group. */
const amongCentre = ({ incoming: { chat, platform }, scene, actor }: Call): boolean =>
  readsRepeats(actor) && (chat === undefined || scene.county.chat(platform, chat)?.scope === 'centre');

/** The centre also reads whether the appeal is a repeated one. */
const withItsRepeats = async (call: Call, card: Card, no: string): Promise<Card> => {
  if (!amongCentre(call)) return card;
  const { desk, county } = call.scene;
  const repeats = await desk.analysis.repeatsOf(no, county.policy.analysis.repeated.days);
  return withRepeats(card, repeats, { at: call.at, county });
};

/** 工单: the masked card with its timeline. */
export const ticket: CommandSpec = {
  name: '工单',
  alias: 'ticket',
  also: ['详情'],
  help: '查看一件工单的情况和经过',
  example: '工单 GD20261122000017',
  who: 'all',
  tickets: 'one',
  acts: ['Claim', 'SignOff', 'Reply', 'ApproveReply', 'FollowUp', 'Dispatch'],
  arguments: [],
  run: async (call) => {
    const { desk, county } = call.scene;
    const [no] = call.tickets;
    const file = no === undefined ? undefined : await desk.read(no);
    if (!file) return { say: '没有这件工单。', changed: [] };
    const context = { at: call.at, county };
    const audience = call.incoming.chat === undefined ? { person: call.actor.id } : ({ group: true } as const);
    const base = await withItsRepeats(call, drawCard('ticket', file.ticket, context, audience), file.ticket.no);
    await offerSteps(call, file.ticket);
    const read = amongCentre(call) ? await readLine(call, file.ticket) : undefined;
    const body = [base.body ?? '', read ?? ''].filter((line) => line !== '').join('\n');
    const card = drawTicketHistory(
      { ...base, body, actions: [] },
      file.ticket,
      await desk.history(file.ticket.no),
      context,
    );
    return {
      say: `工单 ${file.ticket.no}`,
      card: { form: 'card', card },
      changed: [],
      ...(isRestricted(file.ticket) ? { private: true } : {}),
    };
  },
};

const groupLine = (call: Call): string => {
  const { chat, platform } = call.incoming;
  if (chat === undefined) return '';
  const bound = call.scene.county.chat(platform, chat);
  const to =
    bound?.scope === 'centre'
      ? '县热线中心'
      : bound?.scope === 'county'
        ? '全县'
        : call.scene.county.department(bound?.department ?? '')?.name;
  return `\n本群：${to ? `已绑定 ${to}` : '尚未绑定'}（群号 ${chat}）`;
};

/** 我: identity, department, roles, this group's binding. */
export const me: CommandSpec = {
  name: '我',
  alias: 'me',
  help: '查看我的身份、单位、角色和本群绑定',
  example: '我',
  who: 'all',
  tickets: 'none',
  arguments: [],
  run: async (call) => {
    const { actor } = call;
    const department = call.scene.county.department(actor.department)?.name ?? actor.department;
    const roles = actor.roles.map((role) => ROLE_NAMES[role]).join('、');
    return { say: `${actor.name}（${department}）\n角色：${roles || '无'}${groupLine(call)}`, changed: [] };
  },
};

/** 知道了: optional; any action counts as it, and nobody is ranked by it. */
export const seen: CommandSpec = {
  name: '知道了',
  alias: 'seen',
  help: '表示已看到（可不点，办理即视为看到）',
  example: '知道了 GD20261122000017',
  who: 'all',
  tickets: 'many',
  arguments: [],
  run: (call) => onEachTicket(call, { type: 'Acknowledge' }, (after) => `好的，${after.no} 已知悉。`),
};
