import { type CommandSpec, text } from '../spec.ts';
import { onEachTicket } from '../ticketVerb.ts';

/** 撤回: takes back what should not have been posted; the ticket stays as it is. */
export const recall: CommandSpec = {
  name: '撤回',
  alias: 'recall',
  help: '撤回发错的群消息，写明原因；范围:全部 连同发给个人的一起撤回',
  onPage: '撤回发错的群消息，写明原因；范围选“全部”即连同发给个人的一起撤回',
  example: '撤回 GD20261122000017 原因:发错群',
  who: ['operator', 'director'],
  tickets: 'one',
  bare: 'reason',
  arguments: [
    { key: 'reason', name: '原因', kind: 'text', required: true, ask: '为什么撤回？' },
    { key: 'scope', name: '范围', kind: 'choice', choices: ['群', '全部'], ask: '撤回哪些？群 或 全部。' },
  ],
  run: (call) => {
    const all = text(call.values, 'scope') === '全部';
    return onEachTicket(
      call,
      { type: 'Recall', reason: text(call.values, 'reason') ?? '', all },
      (after) => `正在撤回 ${after.no} 已发的${all ? '消息' : '群消息'}；撤不回的会列出来，请到群内人工撤回。`,
    );
  },
};
