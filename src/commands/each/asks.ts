import { DEPARTMENT_ROLES } from '../../domain/person.ts';
import { type CommandSpec, text } from '../spec.ts';
import { onEachTicket } from '../ticketVerb.ts';
import { wordsVerb } from '../wordsVerb.ts';

/** What a department asks of the centre; the centre decides with 同意 or 驳回. */

/** 延期: before expiry, once, with a reason (requirements.md, section 2). */
export const extend: CommandSpec = {
  name: '延期',
  alias: 'extend',
  help: '申请延期（办理时限到期前、只能一次，由中心决定）',
  example: '延期 GD20261122000017 天数:5 原因:需协调电力公司',
  who: DEPARTMENT_ROLES,
  tickets: 'one',
  acts: ['Reply', 'RecordContact', 'SignOff'],
  arguments: [
    { key: 'days', name: '天数', kind: 'number', required: true, ask: '要延长几个工作日？请写数字。' },
    { key: 'reason', name: '原因', kind: 'text', required: true, ask: '为什么要延期？' },
  ],
  run: (call) =>
    onEachTicket(
      call,
      {
        type: 'AskExtension',
        days: Number(text(call.values, 'days')),
        reason: text(call.values, 'reason') ?? '',
      },
      (after) => `已提交 ${after.no} 的延期申请：${after.extension?.days} 个工作日，请等待县热线中心决定。`,
    ),
};

/** 退单: within the claim limit or, found out later, with the centre's leave (R3.5 keeps the history). */
export const giveBack = wordsVerb({
  name: '退单',
  alias: 'return',
  help: '申请退单：不属于本单位职责的，写明原因，由中心决定',
  example: '退单 GD20261122000017 原因:该路段由公路局管养',
  who: DEPARTMENT_ROLES,
  acts: ['Claim', 'SignOff'],
  words: { key: 'reason', name: '原因', ask: '为什么退单？请写明职责依据。' },
  order: (reason) => ({ type: 'AskReturn', reason }),
  done: (after) => `已提交 ${after.no} 的退单申请，请等待县热线中心决定；驳回的，已用时间不补。`,
});

/** 不合理 (R5.6): the department's written proof with the legal basis. */
export const unreasonable = wordsVerb({
  name: '不合理',
  alias: 'unreasonable',
  help: '申请认定不合理诉求：写明法律法规和政策依据（第五条）',
  example: '不合理 GD20261122000017 依据:《城市道路管理条例》第三十条',
  who: DEPARTMENT_ROLES,
  acts: ['Reply', 'RecordContact'],
  words: { key: 'basis', name: '依据', ask: '依据哪部法律法规或政策的哪一条？' },
  order: (basis) => ({ type: 'AskUnreasonable', basis }),
  done: (after) => `已提交 ${after.no} 的不合理诉求认定申请，须县热线中心两人确认（第五条）。`,
});
