import { limitInWords } from '../../cards/pieces.ts';
import { STATUS_NAMES } from '../../domain/ticket/status.ts';
import type { CommandSpec } from '../spec.ts';
import { onEachTicket } from '../ticketVerb.ts';
import { wordsVerb } from '../wordsVerb.ts';

/** 提级转办 (R4) and the petition bureau's own commands, on its own clock of calendar days. */

export const escalate = wordsVerb({
  name: '提级',
  alias: 'escalate',
  help: '提级转办至县委信访局，按信访件办理（第四条）',
  example: '提级 GD20261122000017 原因:涉及历史遗留问题，五个工作日内无法办结',
  who: ['operator', 'director'],
  acts: ['Escalate', 'Dispatch'],
  words: { key: 'reason', name: '原因', ask: '为什么提级转办？' },
  order: (reason) => ({ type: 'Escalate', reason }),
  done: (after) => `已提级转办 ${after.no}，原时限停止计算，请继续与诉求人沟通说明（第四条）。`,
});

/** 收案: the petition clock starts. */
export const takeCase: CommandSpec = {
  name: '收案',
  alias: 'take',
  help: '信访局收案，信访时限开始计算（第四条）',
  example: '收案 GD20261122000017',
  who: ['petitionBureau'],
  tickets: 'many',
  acts: ['TakeCase'],
  arguments: [],
  run: (call) =>
    onEachTicket(call, { type: 'TakeCase' }, (after) => {
      const due = after.escalation?.petitionDueAt;
      const context = { at: call.at, county: call.scene.county };
      return `已收案 ${after.no}${due ? `，信访时限 ${limitInWords(due, after, context)}` : ''}。`;
    }),
};

/** 结案: the bureau ends the case; the centre follows up. */
export const concludeCase = wordsVerb({
  name: '结案',
  alias: 'conclude',
  help: '信访局结案，写明结果，转中心回访',
  example: '结案 GD20261122000017 结果:双方达成协议',
  who: ['petitionBureau'],
  acts: ['ConcludeCase'],
  words: { key: 'result', name: '结果', ask: '办理结果是什么？' },
  order: (result) => ({ type: 'ConcludeCase', result }),
  done: (after) => `已结案 ${after.no}，现在：${STATUS_NAMES[after.status]}。`,
});

/** 退案: not a petition case; a leader decides the department. */
export const giveBackCase = wordsVerb({
  name: '退案',
  alias: 'giveback',
  help: '信访局退案，写明原因，转县领导批示',
  example: '退案 GD20261122000017 原因:不属信访受理范围',
  who: ['petitionBureau'],
  acts: ['TakeCase', 'ConcludeCase'],
  words: { key: 'reason', name: '原因', ask: '为什么退案？' },
  order: (reason) => ({ type: 'GiveBackCase', reason }),
  done: (after) => `已退案 ${after.no}，现在：${STATUS_NAMES[after.status]}。`,
});

/** 延案: once, thirty days more by default. */
export const prolongCase = wordsVerb({
  name: '延案',
  alias: 'prolong',
  help: '信访件延期一次，写明原因',
  example: '延案 GD20261122000017 原因:需司法鉴定',
  who: ['petitionBureau'],
  acts: ['ConcludeCase'],
  words: { key: 'reason', name: '原因', ask: '为什么延期？' },
  order: (reason) => ({ type: 'ProlongCase', reason }),
  done: (after, call) => {
    const due = after.escalation?.petitionDueAt;
    const context = { at: call.at, county: call.scene.county };
    return `已延期 ${after.no}${due ? `，信访时限改为 ${limitInWords(due, after, context)}` : ''}。`;
  },
});
