import { instant } from '../../domain/instant.ts';
import { type CommandSpec, text } from '../spec.ts';
import { onEachTicket } from '../ticketVerb.ts';
import { wordsVerb } from '../wordsVerb.ts';

/** 不合规 (R6.4): the centre marks a demand outside what the hotline may do. */
export const nonCompliant = wordsVerb({
  name: '不合规',
  alias: 'noncompliant',
  help: '认定不合规诉求，写明依据；第一次重办后由分管领导当面解释（第六条）',
  example: '不合规 GD20261122000017 依据:市热线中心界定范围第三项',
  who: ['operator', 'director'],
  acts: ['FollowUp'],
  words: { key: 'basis', name: '依据', ask: '依据是什么？' },
  order: (basis) => ({ type: 'MarkNonCompliant', basis }),
  done: (after) => `已认定 ${after.no} 为不合规诉求；第一次重办后由分管领导当面解释（第六条）。`,
});

/** 解释 (R6.4): the deputy (none bound: the principal), with staff who know the law, face to face. */
export const explain: CommandSpec = {
  name: '解释',
  alias: 'explain',
  help: '登记分管领导当面解释：时间、参加人员、法律政策依据（第六条）',
  example: '解释 GD20261122000017 时间:11-25 10:00 人员:王芳、法律顾问刘律师 依据:《物业管理条例》第十二条',
  who: ['deputy', 'principal'],
  tickets: 'one',
  acts: ['Explain'],
  arguments: [
    { key: 'at', name: '时间', kind: 'past', ask: '什么时候解释的？不写即现在。' },
    { key: 'people', name: '人员', kind: 'text', required: true, ask: '哪些人员参加了解释？' },
    { key: 'basis', name: '依据', kind: 'text', required: true, ask: '依据的法律法规或政策是什么？' },
  ],
  run: (call) =>
    onEachTicket(
      call,
      {
        type: 'Explain',
        happenedAt: text(call.values, 'at') ?? instant(call.at),
        people: text(call.values, 'people') ?? '',
        basis: text(call.values, 'basis') ?? '',
      },
      (after) => `已登记 ${after.no} 的当面解释，工单办结，不计入满意率（第六条）。`,
    ),
};
