import { limitInWords } from '../../cards/pieces.ts';
import type { CommandSpec } from '../spec.ts';
import { onEachTicket } from '../ticketVerb.ts';

/** 签收: the department takes the ticket (R3.2 counts from here). */
export const claim: CommandSpec = {
  name: '签收',
  alias: 'claim',
  help: '签收派到本单位的工单，可一次写多个编号',
  onPage: '签收派到本单位的工单',
  example: '签收 GD20261122000017',
  who: ['liaison', 'handler'],
  tickets: 'many',
  acts: ['Claim'],
  arguments: [],
  run: (call) =>
    onEachTicket(call, { type: 'Claim' }, (after) => {
      const due = after.dueAt
        ? `，办理时限 ${limitInWords(after.dueAt, after, { at: call.at, county: call.scene.county })}`
        : '';
      return `已签收 ${after.no}，签收人 ${call.actor.name}${due}。下一步：请联络员拟办，主要负责人签批。`;
    }),
};
