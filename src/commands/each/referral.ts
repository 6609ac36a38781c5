import { ROUTE_NAMES } from '../../cards/leaders.ts';
import { departmentName, limitInWords } from '../../cards/pieces.ts';
import type { ReferralRoute } from '../../domain/ticket/state.ts';
import { type CommandSpec, text } from '../spec.ts';
import { onEachTicket } from '../ticketVerb.ts';

const ROUTES: Record<string, ReferralRoute> = Object.fromEntries(
  Object.entries(ROUTE_NAMES).map(([route, name]) => [name, route as ReferralRoute]),
);

/** 疑难 (R3.5–R3.8): the centre puts a ticket before a leader; another route than the suggested one may be chosen. */
export const difficult: CommandSpec = {
  name: '疑难',
  alias: 'difficult',
  help: '标为疑难并呈县领导批示；不写呈送即按周一、周二上午的规则（第三条）',
  onPage: '标为疑难并呈县领导批示；不选呈送即按周一、周二上午的规则（第三条）',
  example: '疑难 GD20261122000017 原因:职责不清 呈送:热线分管领导',
  who: ['operator', 'director'],
  tickets: 'one',
  acts: ['Dispatch'],
  arguments: [
    { key: 'reason', name: '原因', kind: 'text', required: true, ask: '为什么呈批？' },
    { key: 'route', name: '呈送', kind: 'choice', choices: Object.keys(ROUTES), ask: '呈送给谁？' },
  ],
  run: (call) => {
    const route = ROUTES[text(call.values, 'route') ?? ''];
    return onEachTicket(
      call,
      { type: 'MarkDifficult', reason: text(call.values, 'reason') ?? '', ...(route ? { route } : {}) },
      (after) => `已呈批 ${after.no}，呈送：${ROUTE_NAMES[after.referral?.route ?? 'hotlineLeader']}。`,
    );
  },
};

/** 批示 (R3.6–R3.8): the leader names the department; no second return. */
export const decide: CommandSpec = {
  name: '批示',
  alias: 'decide',
  help: '县领导批示承办单位，批示后不得再退单（第三条）',
  example: '批示 GD20261122000017 承办:住建局 意见:由住建局牵头办理',
  who: ['receptionLeader', 'countyLeader', 'hotlineLeader'],
  tickets: 'one',
  acts: ['DecideReferral'],
  bare: 'department',
  arguments: [
    { key: 'department', name: '承办', kind: 'department', required: true, ask: '由哪个单位承办？' },
    { key: 'opinion', name: '意见', kind: 'text', ask: '批示意见？' },
  ],
  run: (call) => {
    const opinion = text(call.values, 'opinion');
    const context = { at: call.at, county: call.scene.county };
    return onEachTicket(
      call,
      {
        type: 'DecideReferral',
        department: text(call.values, 'department') ?? '',
        ...(opinion ? { opinion } : {}),
      },
      (after) =>
        `已批示 ${after.no} 由 ${departmentName(after.department, context)} 承办${after.dueAt ? `，办理时限 ${limitInWords(after.dueAt, after, context)}` : ''}。`,
    );
  },
};
