import { drawCard } from '../../cards/draw.ts';
import { unansweredCalls } from '../../domain/followUp/due.ts';
import { CENTRE } from '../../domain/person.ts';
import { mayRead } from '../../domain/ticket/access.ts';
import { SATISFACTIONS, type Satisfaction, type Ticket } from '../../domain/ticket/state.ts';
import { STATUS_NAMES } from '../../domain/ticket/status.ts';
import { recipients } from '../../workflow/notices.ts';
import { firstToCall } from '../numbers.ts';
import { type Call, type CommandSpec, type Outcome, PAGE_DOOR, text } from '../spec.ts';
import { onEachTicket } from '../ticketVerb.ts';
import { wordsVerb } from '../wordsVerb.ts';

const outcome = (after: Ticket): string => {
  if (after.status === 'handling') return `转入第 ${after.round} 轮重办，已通知承办单位。`;
  if (after.status === 'toConsult') return '二次不满意，等待会商（第二条）。';
  return `状态：${STATUS_NAMES[after.status]}。`;
};

const QUEUE = 200;

/**
 * R6.1: the queue goes on by itself. After a call recorded in private the next ticket's card follows, unless it stands in
 * this conversation already; the caller reads how many are left. The page has a queue of its own.
 */
const withNext = async (call: Call, done: Outcome): Promise<Outcome> => {
  const { scene, actor, at, incoming } = call;
  if (incoming.chat !== undefined || done.changed.length === 0) return done;
  const { tickets } = await scene.desk.waiting([`followUp@${CENTRE}`], QUEUE);
  const rest = tickets.filter((ticket) => ticket.status === 'toFollowUp' && mayRead(actor, ticket));
  const next = firstToCall(
    rest.filter(({ no }) => !call.tickets.includes(no)),
    scene,
  );
  if (!next) return done;
  const [to] = recipients(scene.county, [actor]);
  const stands = (await scene.desk.standing(next.no)).some(
    ({ card, to: place }) => card.kind === 'followUp' && 'personId' in place && place.personId === actor.id,
  );
  if (to && !stands && incoming.door !== PAGE_DOOR) {
    const card = drawCard('followUp', next, { at, county: scene.county }, { person: actor.id });
    const letter = { form: 'card' as const, card };
    await scene.desk.want([{ to, kind: 'followUp', letter, tickets: [next.no], at, urgent: true }]);
  }
  return { ...done, say: `${done.say}还有 ${rest.length} 件待回访，下一件 ${next.no}。` };
};

/** 回访 (R6.1, R6.2): the three answers, and whether they met and it is solved. */
export const followUp: CommandSpec = {
  name: '回访',
  alias: 'followup',
  help: '登记回访结果：是否联系、过程是否满意、结果是否满意',
  example: '回访 GD20261122000017 联系:是 见面:是 过程:满意 结果:满意 解决:是',
  who: ['followUp'],
  tickets: 'one',
  queue: true,
  acts: ['FollowUp'],
  arguments: [
    { key: 'contacted', name: '联系', kind: 'yesNo', required: true, ask: '承办单位联系诉求人了吗？是 或 否。' },
    { key: 'met', name: '见面', kind: 'yesNo', ask: '见面了吗？' },
    {
      key: 'process',
      name: '过程',
      kind: 'choice',
      choices: SATISFACTIONS,
      required: true,
      ask: `对服务过程是否满意？${SATISFACTIONS.join('、')}。`,
    },
    {
      key: 'result',
      name: '结果',
      kind: 'choice',
      choices: SATISFACTIONS,
      required: true,
      ask: `对办理结果是否满意？${SATISFACTIONS.join('、')}。`,
    },
    { key: 'solved', name: '解决', kind: 'yesNo', ask: '问题解决了吗？' },
    { key: 'note', name: '备注', kind: 'text', ask: '备注？' },
  ],
  run: async (call) => {
    const { values } = call;
    const note = text(values, 'note');
    const order = {
      type: 'FollowUp' as const,
      contacted: values.contacted === '是',
      process: (text(values, 'process') ?? '一般') as Satisfaction,
      result: (text(values, 'result') ?? '一般') as Satisfaction,
      ...(values.met === undefined ? {} : { met: values.met === '是' }),
      ...(values.solved === undefined ? {} : { solved: values.solved === '是' }),
      ...(note ? { note } : {}),
    };
    const done = (after: Ticket): string =>
      `已登记 ${after.no} 的回访：过程${order.process}，结果${order.result}。${outcome(after)}`;
    return withNext(call, await onEachTicket(call, order, done));
  },
};

/** 未接通: one attempt more; the third ends it (three attempts on two half-days at least). */
export const noAnswer: CommandSpec = {
  name: '未接通',
  alias: 'noanswer',
  help: '登记一次未接通；满三次且跨两个半天后自动结束回访',
  example: '未接通 GD20261122000017',
  who: ['followUp'],
  tickets: 'many',
  acts: ['FollowUp', 'NoAnswer'],
  arguments: [],
  run: async (call) =>
    withNext(
      call,
      await onEachTicket(call, { type: 'NoAnswer' }, (after) => {
        const attempts = unansweredCalls(after).length;
        return `已登记 ${after.no} 第 ${attempts} 次未接通。${after.status === 'done' ? '回访结束：未接通，不计入满意率。' : ''}`;
      }),
    ),
};

/** 无法回访: no telephone, anonymous; leaves every denominator. */
export const unreachable = wordsVerb({
  name: '无法回访',
  alias: 'unreachable',
  help: '登记无法回访（没有联系电话等），要写原因',
  example: '无法回访 GD20261122000017 原因:匿名无电话',
  who: ['followUp'],
  acts: ['FollowUp', 'Unreachable'],
  several: true,
  words: { key: 'reason', name: '原因', ask: '为什么无法回访？' },
  order: (reason) => ({ type: 'Unreachable', reason }),
  done: (after) => `已登记 ${after.no} 无法回访，不计入满意率。`,
});
