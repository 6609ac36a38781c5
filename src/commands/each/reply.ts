import { type CommandSpec, text } from '../spec.ts';
import { onEachTicket } from '../ticketVerb.ts';

/** 回复 (R1.5): the process and the result; the lead stands in the sign-off. */
export const reply: CommandSpec = {
  name: '回复',
  alias: 'reply',
  help: '提交办理答复：要写办理流程和办理结果，交主要负责人审核',
  example: '回复 GD20261122000017 流程:11-25到现场查看并联系施工方 结果:路灯已修复',
  who: ['handler', 'deputy', 'principal', 'delegate', 'liaison'],
  tickets: 'one',
  acts: ['Reply'],
  arguments: [
    { key: 'process', name: '流程', kind: 'text', required: true, ask: '办理流程是怎样的？请写谁在什么时候做了什么。' },
    { key: 'result', name: '结果', kind: 'text', required: true, ask: '办理结果是什么？' },
  ],
  run: (call) =>
    onEachTicket(
      call,
      { type: 'Reply', process: text(call.values, 'process') ?? '', result: text(call.values, 'result') ?? '' },
      (after) => `已提交 ${after.no} 的答复，等主要负责人审核。`,
    ),
};
