import { instant } from '../../domain/instant.ts';
import { SUBMISSIONS, type SubmissionKind } from '../../domain/submission/submission.ts';
import { isRefusal } from '../../domain/ticket/refusal.ts';
import { STATUS_NAMES } from '../../domain/ticket/status.ts';
import { decideSubmission } from '../../workflow/submission.ts';
import { type Call, type CommandSpec, type Outcome, text } from '../spec.ts';
import { onEachTicket, type TicketOrder, withArticle } from '../ticketVerb.ts';

const SLIPS = Object.keys(SUBMISSIONS) as SubmissionKind[];

/** 社情 and 案例 among what is decided: one line each. */
const decideSlips = async (call: Call, reason: string | undefined): Promise<string[]> => {
  const lines: string[] = [];
  for (const { kind, id } of call.matters) {
    const slip = SLIPS.find((known) => known === kind);
    if (!slip) continue;
    const order = { by: call.actor, at: instant(call.at) };
    const answer = await decideSubmission(
      call.scene,
      slip,
      id,
      reason === undefined ? { type: 'Adopt', ...order } : { type: 'Refuse', ...order, reason },
    );
    const { name, adopted } = SUBMISSIONS[slip];
    lines.push(
      isRefusal(answer) ? withArticle(answer) : `${name} ${id} ${reason === undefined ? adopted : '未采用'}。`,
    );
  }
  return lines;
};

const decideAll = async (call: Call, order: TicketOrder, done: string): Promise<Outcome> => {
  const slips = await decideSlips(call, order.type === 'Refuse' ? order.reason : undefined);
  if (call.tickets.length === 0) return { say: slips.join('\n') || '没有等您决定的申请。', changed: [] };
  const outcome = await onEachTicket(
    call,
    order,
    (after) => `${done} ${after.no}，现在：${STATUS_NAMES[after.status]}。`,
  );
  return { ...outcome, say: [outcome.say, ...slips].join('\n') };
};

/** 同意: the centre grants what was asked, accepts the reply, or adopts what a department laid before it. */
export const accept: CommandSpec = {
  name: '同意',
  alias: 'accept',
  help: '同意退单、延期、不合理认定等申请，通过中心审核，或采用社情、案例',
  example: '同意 GD20261122000017',
  who: ['operator', 'director'],
  tickets: 'many',
  matters: SLIPS,
  acts: ['Accept'],
  arguments: [],
  run: (call) => decideAll(call, { type: 'Accept' }, '已同意'),
};

/** 驳回: the centre refuses it, with the reason. */
export const refuse: CommandSpec = {
  name: '驳回',
  alias: 'refuse',
  help: '驳回申请、答复、社情或案例，要写原因',
  example: '驳回 GD20261122000017 原因:材料不全',
  who: ['operator', 'director'],
  tickets: 'many',
  matters: SLIPS,
  acts: ['Refuse'],
  bare: 'reason',
  arguments: [{ key: 'reason', name: '原因', kind: 'text', required: true, ask: '驳回的原因是什么？' }],
  run: (call) => decideAll(call, { type: 'Refuse', reason: text(call.values, 'reason') ?? '' }, '已驳回'),
};
