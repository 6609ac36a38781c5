import { STATUS_NAMES } from '../../domain/ticket/status.ts';
import type { CommandSpec } from '../spec.ts';
import { onEachTicket } from '../ticketVerb.ts';
import { wordsVerb } from '../wordsVerb.ts';

/** 同意: the centre grants what was asked, or accepts the reply. */
export const accept: CommandSpec = {
  name: '同意',
  alias: 'accept',
  help: '同意退单、延期、不合理认定等申请，或通过中心审核',
  example: '同意 GD20261122000017',
  who: ['operator', 'director'],
  tickets: 'many',
  acts: ['Accept'],
  arguments: [],
  run: (call) =>
    onEachTicket(call, { type: 'Accept' }, (after) => `已同意 ${after.no}，现在：${STATUS_NAMES[after.status]}。`),
};

/** 驳回: the centre refuses it, with the reason. */
export const refuse = wordsVerb({
  name: '驳回',
  alias: 'refuse',
  help: '驳回申请或答复，要写原因',
  example: '驳回 GD20261122000017 原因:材料不全',
  who: ['operator', 'director'],
  acts: ['Refuse'],
  several: true,
  words: { key: 'reason', name: '原因', ask: '驳回的原因是什么？' },
  order: (reason) => ({ type: 'Refuse', reason }),
  done: (after) => `已驳回 ${after.no}，现在：${STATUS_NAMES[after.status]}。`,
});
