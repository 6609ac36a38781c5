import { type CommandSpec, text } from '../spec.ts';
import { onEachTicket } from '../ticketVerb.ts';

/** 备注: main and assisting departments tell each other how it stands (主办, 协办). */
export const note: CommandSpec = {
  name: '备注',
  alias: 'note',
  help: '主办、协办单位互通情况；对方在私聊中收到',
  example: '备注 GD20261122000017 内容:已会同住建局现场查看',
  who: ['handler', 'liaison', 'deputy', 'principal', 'operator', 'director'],
  tickets: 'one',
  acts: ['Reply'],
  arguments: [{ key: 'content', name: '内容', kind: 'text', required: true, ask: '要备注什么？请写一两句。' }],
  run: (call) =>
    onEachTicket(
      call,
      { type: 'AddNote', content: text(call.values, 'content') ?? '' },
      (after) =>
        `已备注 ${after.no}${after.coDepartments.length > 0 ? (after.coDepartments.includes(call.actor.department) ? '，已告知主办单位' : '，已告知协办单位') : ''}。`,
    ),
};
