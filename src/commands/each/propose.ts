import { namesOf } from '../../cards/pieces.ts';
import { type CommandSpec, list, text } from '../spec.ts';
import { onEachTicket } from '../ticketVerb.ts';

/** 拟办: the liaison fills in the sign-off, the principal approves it with one press (R1.1). */
export const propose: CommandSpec = {
  name: '拟办',
  alias: 'propose',
  help: '联络员拟定牵头负责人、经办人员和内部时限，报主要负责人签批',
  example: '拟办 GD20261122000017 牵头:张三 经办:李四,王五 时限:11-28',
  who: ['liaison'],
  tickets: 'many',
  acts: ['Propose'],
  arguments: [
    { key: 'lead', name: '牵头', kind: 'person', required: true, ask: '牵头负责人是谁？请写姓名。' },
    { key: 'handlers', name: '经办', kind: 'people', required: true, ask: '经办人员是谁？可写多人，用逗号隔开。' },
    { key: 'dueAt', name: '时限', kind: 'limit', ask: '内部办理时限是哪天？例如 11-28 或 3个工作日。' },
  ],
  run: (call) => {
    const dueAt = text(call.values, 'dueAt');
    const order = {
      type: 'Propose' as const,
      lead: text(call.values, 'lead') ?? '',
      handlers: list(call.values, 'handlers'),
      ...(dueAt ? { dueAt } : {}),
    };
    const context = { at: call.at, county: call.scene.county };
    return onEachTicket(
      call,
      order,
      (after) =>
        `已拟办 ${after.no}：牵头 ${namesOf([order.lead], context)}，经办 ${namesOf(order.handlers, context)}，已报主要负责人签批。`,
    );
  },
};
