import { shortTime } from '../../cards/pieces.ts';
import { delegationId } from '../../domain/delegation/delegation.ts';
import { instant } from '../../domain/instant.ts';
import { isRefusal } from '../../domain/ticket/refusal.ts';
import { changeDelegation } from '../../workflow/delegate.ts';
import { type CommandSpec, nothingDone, text } from '../spec.ts';
import { refusedBy } from '../ticketVerb.ts';

/** 委托 (R1.1): the principal lets somebody of the department sign and review until a date, or withdraws it. */
export const delegate: CommandSpec = {
  name: '委托',
  alias: 'delegate',
  help: '主要负责人委托本单位人员在一段时间内代为签批和审核；写“撤销:是”即收回（第一条）',
  onPage: '主要负责人委托本单位人员在一段时间内代为签批和审核，也可收回（第一条）',
  example: '委托 王芳 至:11-28',
  who: ['principal'],
  tickets: 'none',
  bare: 'person',
  arguments: [
    { key: 'person', name: '人员', kind: 'person', required: true, ask: '委托谁？请写姓名。' },
    { key: 'withdraw', name: '撤销', kind: 'yesNo', ask: '是否撤销？' },
    {
      key: 'until',
      name: '至',
      kind: 'limit',
      required: (given) => given.withdraw !== '是',
      ask: '委托到哪天为止？例如 11-28。',
    },
  ],
  run: async (call) => {
    const { actor, scene } = call;
    const person = scene.county.person(text(call.values, 'person') ?? '');
    if (!person) return nothingDone('没有这个人，请写本单位人员的姓名。');
    const at = instant(call.at);
    const until = text(call.values, 'until') ?? at;
    const id = delegationId(actor.id, person.id);
    const withdraw = text(call.values, 'withdraw') === '是';
    const answer = await changeDelegation(
      scene,
      id,
      withdraw ? { type: 'Withdraw', by: actor, at } : { type: 'Grant', by: actor, at, delegate: person, until },
    );
    if (isRefusal(answer)) return refusedBy(answer);
    return {
      say: withdraw
        ? `已撤销对${person.name}的委托。`
        : `已委托${person.name}代为签批和审核，至 ${shortTime(until)}；举报等不公开工单仍由您本人办理。`,
      changed: [],
    };
  },
};
