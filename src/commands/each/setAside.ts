import { isRestricted } from '../../domain/ticket/access.ts';
import { STATUS_NAMES } from '../../domain/ticket/status.ts';
import { ticketNamed } from '../numbers.ts';
import { type CommandSpec, nothingDone, text } from '../spec.ts';
import { onEachTicket } from '../ticketVerb.ts';
import { wordsVerb } from '../wordsVerb.ts';

/** What the operator does to a ticket as a whole: merge, void, restore, do again. */

export const merge: CommandSpec = {
  name: '并单',
  alias: 'merge',
  help: '并入另一件工单，随主件回访和统计',
  example: '并单 GD20261122000018 到:GD20261122000017',
  who: ['operator', 'director'],
  tickets: 'one',
  bare: 'into',
  arguments: [{ key: 'into', name: '到', kind: 'text', required: true, ask: '并到哪一件？请写编号。' }],
  run: async (call) => {
    const found = await ticketNamed(call.scene, call.actor, text(call.values, 'into') ?? '');
    if ('problem' in found) return nothingDone(found.problem);
    const [into = ''] = found.tickets;
    const parent = (await call.scene.desk.read(into))?.ticket;
    if (parent && (parent.status === 'merged' || parent.status === 'void'))
      return {
        ...nothingDone(`${into} 现在是“${STATUS_NAMES[parent.status]}”，不能作主件，请并入另一件或先恢复它。`),
        private: isRestricted(parent),
      };
    const outcome = await onEachTicket(call, { type: 'Merge', into }, (after) => `已将 ${after.no} 并入 ${into}。`);
    return parent && isRestricted(parent) ? { ...outcome, private: true } : outcome;
  },
};

export const voidTicket = wordsVerb({
  name: '作废',
  alias: 'void',
  help: '作废工单，写明原因；不计入任何统计',
  example: '作废 GD20261122000017 原因:测试工单',
  who: ['operator', 'director'],
  words: { key: 'reason', name: '原因', ask: '为什么作废？' },
  order: (reason) => ({ type: 'Void', reason }),
  done: (after) => `已作废 ${after.no}，可用“恢复 ${after.no}”撤回。`,
});

export const restore: CommandSpec = {
  name: '恢复',
  alias: 'restore',
  help: '恢复已并单或已作废的工单，回到原来的状态（请写完整编号）',
  onPage: '恢复已并单或已作废的工单，回到原来的状态',
  example: '恢复 GD20261122000017',
  who: ['operator', 'director'],
  tickets: 'many',
  arguments: [],
  run: (call) =>
    onEachTicket(call, { type: 'Restore' }, (after) => `已恢复 ${after.no}，现在：${STATUS_NAMES[after.status]}。`),
};

export const rework = wordsVerb({
  name: '重办',
  alias: 'rework',
  help: '办结后三十天内要求重新办理，写明原因（请写完整编号）',
  onPage: '办结后三十天内要求重新办理，写明原因',
  example: '重办 GD20261122000017 原因:诉求人反映问题复发',
  who: ['operator', 'director'],
  words: { key: 'reason', name: '原因', ask: '为什么重办？' },
  order: (reason) => ({ type: 'Reopen', reason }),
  done: (after) => `已要求重办 ${after.no}（第 ${after.round} 轮），现在：${STATUS_NAMES[after.status]}。`,
});
