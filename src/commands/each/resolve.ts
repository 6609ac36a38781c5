import { STATUS_NAMES } from '../../domain/ticket/status.ts';
import { type CommandSpec, text } from '../spec.ts';
import { onEachTicket } from '../ticketVerb.ts';

/** 决议 (R2.3): what the consultation decided about a ticket dissatisfied twice. */
export const resolve: CommandSpec = {
  name: '决议',
  alias: 'resolve',
  help: '登记会商决议：重办或办结（第二条）',
  example: '决议 GD20261122000017 处理:重办 时限:11-28 内容:由住建局牵头三日内修复',
  who: ['director'],
  tickets: 'one',
  acts: ['Resolve'],
  arguments: [
    {
      key: 'handling',
      name: '处理',
      kind: 'choice',
      choices: ['重办', '办结'],
      required: true,
      ask: '怎么处理？重办 或 办结。',
    },
    { key: 'content', name: '内容', kind: 'text', required: true, ask: '决议内容是什么？' },
    { key: 'dueAt', name: '时限', kind: 'limit', ask: '重办的时限？' },
  ],
  run: (call) => {
    const dueAt = text(call.values, 'dueAt');
    return onEachTicket(
      call,
      {
        type: 'Resolve',
        handling: text(call.values, 'handling') === '重办' ? 'rework' : 'close',
        content: text(call.values, 'content') ?? '',
        ...(dueAt ? { dueAt } : {}),
      },
      (after) => `已登记 ${after.no} 的会商决议，现在：${STATUS_NAMES[after.status]}。`,
    );
  },
};
