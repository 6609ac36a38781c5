import { namesOf } from '../../cards/pieces.ts';
import type { Ticket } from '../../domain/ticket/state.ts';
import { type About, type CommandSpec, list, text, type Values } from '../spec.ts';
import { onEachTicket } from '../ticketVerb.ts';

const TO_SIGN: readonly Ticket['status'][] = ['toClaim', 'toSignOff'];

/** Lead and handlers come together; where nobody has proposed them they are asked for. */
const needed = (given: Values, { ticket }: About): boolean =>
  given.lead !== undefined ||
  given.handlers !== undefined ||
  (ticket !== undefined && TO_SIGN.includes(ticket.status) && !ticket.proposal);

/** 签批 (R1.1): the principal names lead and handlers, or approves the proposals, several at once. */
export const signOff: CommandSpec = {
  name: '签批',
  alias: 'signoff',
  help: '主要负责人签批；不另写牵头和经办，即同意联络员的拟办，可一次签多件',
  onPage: '主要负责人签批；不另选牵头和经办，即同意联络员的拟办',
  example: '签批 GD20261122000017 牵头:张三 经办:李四 意见:尽快办理',
  who: ['principal', 'delegate'],
  tickets: 'many',
  acts: ['SignOff'],
  arguments: [
    { key: 'lead', name: '牵头', kind: 'person', required: needed, ask: '牵头负责人是谁？请写姓名。' },
    { key: 'handlers', name: '经办', kind: 'people', required: needed, ask: '经办人员是谁？可写多人，用逗号隔开。' },
    { key: 'dueAt', name: '时限', kind: 'limit', ask: '内部办理时限是哪天？' },
    { key: 'opinion', name: '意见', kind: 'text', ask: '签批意见是什么？' },
  ],
  run: (call) => {
    const { values } = call;
    const lead = text(values, 'lead');
    const dueAt = text(values, 'dueAt');
    const opinion = text(values, 'opinion');
    const handlers = list(values, 'handlers');
    const order = {
      type: 'SignOff' as const,
      ...(lead ? { lead } : {}),
      ...(handlers.length > 0 ? { handlers } : {}),
      ...(dueAt ? { dueAt } : {}),
      ...(opinion ? { opinion } : {}),
    };
    const context = { at: call.at, county: call.scene.county };
    return onEachTicket(call, order, (after) => {
      const signed = after.signOff;
      return `已签批 ${after.no}：牵头 ${namesOf(signed ? [signed.lead] : [], context)}，经办 ${namesOf(signed?.handlers ?? [], context)}，已通知到人。`;
    });
  },
};
