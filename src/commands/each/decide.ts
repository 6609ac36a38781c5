import { instant } from '../../domain/instant.ts';
import { SUBMISSIONS, type SubmissionKind } from '../../domain/submission/submission.ts';
import { isRefusal, type Refusal } from '../../domain/ticket/refusal.ts';
import { STATUS_NAMES } from '../../domain/ticket/status.ts';
import { decideNotice } from '../../workflow/month/accountability.ts';
import { decideAppeal } from '../../workflow/month/appeal.ts';
import { decideSubmission } from '../../workflow/submission.ts';
import { type Call, type CommandSpec, nothingDone, type Outcome, text } from '../spec.ts';
import { onEachTicket, type TicketOrder, withArticle } from '../ticketVerb.ts';

/** What was said to a matter: 同意 or 驳回, with the reason. */
interface Verdict {
  accepted: boolean;
  reason?: string;
}

/** One line, or the refusal. */
type Decides = (call: Call, id: string, verdict: Verdict) => Promise<string | Refusal>;

/** 社情 and 案例. */
const decideSlip =
  (kind: SubmissionKind): Decides =>
  async (call, id, { accepted, reason }) => {
    const order = { by: call.actor, at: instant(call.at) };
    const answer = await decideSubmission(
      call.scene,
      kind,
      id,
      accepted ? { type: 'Adopt', ...order } : { type: 'Refuse', ...order, reason: reason ?? '' },
    );
    const { name, adopted } = SUBMISSIONS[kind];
    return isRefusal(answer) ? answer : `${name} ${id} ${accepted ? adopted : '未采用'}。`;
  };

/** Matters that are decided by 同意 and 驳回, by kind: one line each. */
const DECIDED: Readonly<Record<string, Decides>> = {
  signal: decideSlip('signal'),
  case: decideSlip('case'),
  appeal: async (call, id, verdict) => {
    const answer = await decideAppeal(call.scene, id, { by: call.actor, at: call.at, ...verdict });
    return isRefusal(answer) ? answer : `申诉 ${id} 已${verdict.accepted ? '同意，月榜草稿已调整' : '驳回'}。`;
  },
  accountability: async (call, id, verdict) => {
    const answer = await decideNotice(call.scene, id, { by: call.actor, at: call.at, ...verdict });
    if (isRefusal(answer)) return answer;
    const report = answer.reports.length > 0;
    if (report) return `${id} 整改报告已${verdict.accepted ? '通过，整改办结' : '退回'}。`;
    return `${id} ${verdict.accepted ? '已发出，相关负责人已收到通知' : '不发出'}。`;
  },
};

const decideAll = async (call: Call, order: TicketOrder, done: string): Promise<Outcome> => {
  const reason = text(call.values, 'reason');
  const verdict = { accepted: order.type === 'Accept', ...(reason ? { reason } : {}) };
  const lines: string[] = [];
  let decided = 0;
  for (const { kind, id } of call.matters) {
    const answer = await DECIDED[kind]?.(call, id, verdict);
    if (answer === undefined) continue;
    lines.push(isRefusal(answer) ? withArticle(answer) : answer);
    if (!isRefusal(answer)) decided += 1;
  }
  if (call.tickets.length === 0) {
    const say = lines.join('\n') || '没有等您决定的申请。';
    return decided > 0 ? { say, changed: [] } : nothingDone(say);
  }
  const outcome = await onEachTicket(
    call,
    order,
    (after) => `${done} ${after.no}，现在：${STATUS_NAMES[after.status]}。`,
  );
  return { ...outcome, say: [outcome.say, ...lines].join('\n') };
};

/** 同意: the centre grants what was asked, accepts the reply, adopts what was laid before it, lets a notice out. */
export const accept: CommandSpec = {
  name: '同意',
  alias: 'accept',
  help: '同意退单、延期、不合理认定等申请，通过中心审核，采用社情、案例，同意申诉，发出约谈整改通知，通过整改报告',
  example: '同意 GD20261122000017',
  who: ['operator', 'director', 'supervisionOffice'],
  tickets: 'many',
  matters: Object.keys(DECIDED),
  acts: ['Accept'],
  arguments: [{ key: 'reason', name: '原因', kind: 'text', ask: '同意的理由？' }],
  run: (call) => decideAll(call, { type: 'Accept' }, '已同意'),
};

/** 驳回: refused, with the reason. */
export const refuse: CommandSpec = {
  name: '驳回',
  alias: 'refuse',
  help: '驳回申请、答复、社情、案例、申诉、约谈整改通知或整改报告，要写原因',
  example: '驳回 GD20261122000017 原因:材料不全',
  who: ['operator', 'director', 'supervisionOffice'],
  tickets: 'many',
  matters: Object.keys(DECIDED),
  acts: ['Refuse'],
  bare: 'reason',
  arguments: [{ key: 'reason', name: '原因', kind: 'text', required: true, ask: '驳回的原因是什么？' }],
  run: (call) => decideAll(call, { type: 'Refuse', reason: text(call.values, 'reason') ?? '' }, '已驳回'),
};
