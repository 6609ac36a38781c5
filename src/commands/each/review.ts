import { hasSealedScan } from '../../domain/ticket/decide/reply.ts';
import { SEALS, type Seal } from '../../domain/ticket/state.ts';
import { type CommandSpec, text, type Values } from '../spec.ts';
import { onEachTicket, type TicketOrder } from '../ticketVerb.ts';

const approved = (given: Values): boolean => given.verdict === '通过';

/** 审核 (R1.6): approve and seal, or send back with an opinion. */
export const review: CommandSpec = {
  name: '审核',
  alias: 'review',
  help: '主要负责人审核答复：通过要注明用印方式，退回要写意见',
  example: '审核 GD20261122000017 通过 用印:电子签',
  who: ['principal', 'delegate'],
  tickets: 'many',
  acts: ['ApproveReply'],
  bare: 'verdict',
  arguments: [
    { key: 'verdict', name: '结论', kind: 'choice', choices: ['通过', '退回'], required: true, ask: '通过还是退回？' },
    {
      key: 'seal',
      name: '用印',
      kind: 'choice',
      choices: SEALS,
      required: (given, { ticket, law }) => approved(given) && !(ticket && hasSealedScan(ticket, law)),
      ask: `怎么用印？请写 ${SEALS.join(' 或 ')}。`,
    },
    {
      key: 'opinion',
      name: '意见',
      kind: 'text',
      required: (given) => given.verdict === '退回',
      ask: '退回意见是什么？',
    },
  ],
  run: (call) => {
    const seal = text(call.values, 'seal');
    const order: TicketOrder = approved(call.values)
      ? { type: 'ApproveReply', ...(seal ? { seal: seal as Seal } : {}) }
      : { type: 'SendBackReply', opinion: text(call.values, 'opinion') ?? '' };
    return onEachTicket(call, order, (after) =>
      order.type === 'ApproveReply'
        ? `已审核通过 ${after.no}，${after.status === 'toAccept' ? '等县热线中心审核' : '转入回访'}。`
        : `已退回 ${after.no} 的答复，经办人已收到意见。`,
    );
  },
};
