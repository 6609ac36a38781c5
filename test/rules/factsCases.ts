import type { Law } from '../../src/domain/law.ts';
import type { Command, Intake } from '../../src/domain/ticket/commands.ts';
import { answer, approve, at, claim, contact, lawWith, order, reply, signOff } from './ticketCounty.ts';

/**
 * Ways a ticket can go, and what is counted of it: `key department date columns` a line. All arrive on Tuesday 20 October
 * at 08:50 for 城管局 (claim by the 21st, five working days: the 27th at 17:30), rules and archive are held against them.
 */
export interface FactsCase {
  name: string;
  commands: readonly Command[];
  facts: readonly string[];
  /** `from because`, where the ticket is listed as excluded. */
  excluded?: string;
  more?: Partial<Intake>;
  law?: Law;
}

const watch = (moment: string): Command => ({ type: 'Watch', at: at(moment) });
const dispatch = (moment: string, department: string): Command =>
  order('hanmei', moment, { type: 'Dispatch', department, coDepartments: [] });
const accept = (moment: string): Command => order('hanmei', moment, { type: 'Accept' });
const refuse = (moment: string): Command => order('hanmei', moment, { type: 'Refuse', reason: '理由不足' });
const askReturn = (moment: string): Command => order('limin', moment, { type: 'AskReturn', reason: '不属本局' });
const escalate = (moment: string): Command => order('hanmei', moment, { type: 'Escalate', reason: '情况复杂' });
const take = (moment: string): Command => order('xinfang', moment, { type: 'TakeCase' });
const conclude = (moment: string): Command => order('xinfang', moment, { type: 'ConcludeCase', result: '已调处' });
const noAnswer = (moment: string): Command => order('yangyan', moment, { type: 'NoAnswer' });
const askUnreasonable = (moment: string): Command =>
  order('zhangwei', moment, { type: 'AskUnreasonable', basis: '条例第三条' });
const asked = (moment: string, more: object): Command =>
  order('yangyan', moment, {
    type: 'FollowUp',
    contacted: true,
    process: '满意',
    result: '满意',
    ...more,
  });

const HANDLED: Command[] = [claim, signOff, contact('10-21 09:30'), reply('10-21 11:00')];
const CLOSED: Command[] = [...HANDLED, approve('10-21 15:00')];
const LATE: Command[] = [claim, signOff, contact('10-28 09:00'), watch('10-28 09:01'), reply('10-28 10:00')];
const CLOSED_LATE: Command[] = [...LATE, approve('10-28 11:00')];
const REDONE: Command[] = [contact('10-30 09:00'), reply('10-30 10:00'), approve('10-30 11:00')];

const DISPATCHED = 'dispatch cgj 10-20 08:50 dispatched claimedInTime';
const ANSWERED = `${DISPATCHED} feedbackOnTime`;
const DUE_CLOSED = 'clock:1 cgj 10-27 17:30 due closed closedOnTime';
const DUE_OPEN = 'clock:1 cgj 10-27 17:30 due overdue';
const HAPPY = 'followedUp contacted met evaluated processSatisfied resultSatisfied';
const CLOSED_LATE_ASKED = 'deduction:GD20261020001-closedLate-cgj cgj 10-28 11:00';
const UNHAPPY = 'followedUp contacted met evaluated processSatisfied';

const dispatching: FactsCase[] = [
  {
    name: 'nobody claimed it',
    commands: [],
    facts: ['dispatch cgj 10-20 08:50 dispatched', `${DUE_OPEN} defective`],
  },
  {
    name: 'claimed after the limit',
    commands: [order('limin', '10-22 09:00', { type: 'Claim' })],
    facts: ['dispatch cgj 10-20 08:50 dispatched', `${DUE_OPEN} defective`],
  },
  {
    name: 'no department is known',
    commands: [],
    more: { department: 'nobody' },
    facts: [],
  },
];

const handling: FactsCase[] = [
  {
    name: 'closed in time',
    commands: CLOSED,
    facts: [ANSWERED, DUE_CLOSED, 'closing:1 cgj 10-21 15:00 closedAll'],
  },
  {
    name: 'closed late',
    commands: CLOSED_LATE,
    facts: [
      DISPATCHED,
      'clock:1 cgj 10-27 17:30 due closed overdue',
      'closing:1 cgj 10-28 11:00 closedAll',
      CLOSED_LATE_ASKED,
    ],
  },
  {
    name: 'signed off after the limit only',
    commands: [claim, order('lijianguo', '10-28 09:00', { type: 'SignOff', lead: 'wangfang', handlers: ['zhangwei'] })],
    facts: [DISPATCHED, `${DUE_OPEN} defective`],
  },
  {
    name: 'an extension moves the one clock',
    commands: [
      claim,
      signOff,
      order('zhangwei', '10-26 09:00', { type: 'AskExtension', days: 3, reason: '等配件' }),
      accept('10-26 10:00'),
      contact('10-28 09:00'),
      reply('10-28 10:00'),
      approve('10-28 11:00'),
    ],
    facts: [ANSWERED, 'clock:1 cgj 10-30 17:30 due closed closedOnTime', 'closing:1 cgj 10-28 11:00 closedAll'],
  },
  {
    name: 'the centre refused the reply',
    commands: [...CLOSED, refuse('10-21 16:00')],
    law: lawWith({ review: { byCentre: true } }),
    facts: [ANSWERED, 'clock:1 cgj 10-28 09:30 due overdue defective'],
  },
  {
    name: 'the principal sent it back, which is no defect',
    commands: [...HANDLED, order('lijianguo', '10-21 14:30', { type: 'SendBackReply', opinion: '再核实' })],
    facts: [ANSWERED, DUE_OPEN],
  },
];

const returns: FactsCase[] = [
  {
    name: 'a return accepted: the first department counts for what it returned alone',
    commands: [askReturn('10-20 10:00'), accept('10-20 11:00'), dispatch('10-20 14:40', 'zjj')],
    facts: [
      'dispatch zjj 10-20 14:40 dispatched',
      'clock:1 zjj 10-27 17:30 due overdue defective',
      'return:1 cgj 10-20 10:00 returned',
    ],
  },
  {
    name: 'a return refused',
    commands: [askReturn('10-20 10:00'), refuse('10-20 11:00')],
    facts: ['dispatch cgj 10-20 08:50 dispatched', `${DUE_OPEN} defective`, 'return:1 cgj 10-20 10:00 returned'],
  },
];

const leaders: FactsCase[] = [
  {
    name: 'referred in time: who had it before is not counted',
    commands: [
      claim,
      order('hanmei', '10-21 09:00', { type: 'MarkDifficult', reason: '涉及多个部门', route: 'hotlineLeader' }),
      order('heshu', '10-21 10:00', { type: 'DecideReferral', department: 'zjj' }),
    ],
    facts: ['dispatch zjj 10-21 10:00 dispatched', 'clock:1 zjj 11-11 17:30 due overdue defective'],
  },
  {
    name: 'referred when overdue: that stays with who had it',
    commands: [
      claim,
      signOff,
      watch('10-28 09:00'),
      order('hanmei', '10-28 10:00', { type: 'MarkDifficult', reason: '涉及多个部门', route: 'hotlineLeader' }),
      order('heshu', '10-28 11:00', { type: 'DecideReferral', department: 'zjj' }),
    ],
    facts: ['dispatch zjj 10-28 11:00 dispatched', DUE_OPEN, 'clock:2 zjj 11-18 17:30 due overdue defective'],
  },
  {
    name: 'waiting for a leader: no clock runs',
    commands: [
      claim,
      order('hanmei', '10-21 09:00', { type: 'MarkDifficult', reason: '涉及多个部门', route: 'hotlineLeader' }),
    ],
    facts: [DISPATCHED],
  },
  {
    name: 'escalated in time: the petition clock alone',
    commands: [claim, signOff, escalate('10-26 09:00'), take('10-26 10:00'), conclude('11-20 10:00')],
    facts: [DISPATCHED, 'clock:1 cgj 12-25 17:30 due closed closedOnTime', 'closing:1 cgj 11-20 10:00 closedAll'],
  },
  {
    name: 'escalated when overdue: both clocks',
    commands: [claim, signOff, watch('10-28 09:00'), escalate('10-28 10:00'), take('10-28 11:00')],
    facts: [DISPATCHED, DUE_OPEN, 'clock:2 cgj 12-27 17:30 due overdue'],
  },
  {
    name: 'escalated when overdue and not taken yet: once',
    commands: [claim, signOff, watch('10-28 09:00'), escalate('10-28 10:00')],
    facts: [DISPATCHED, DUE_OPEN],
  },
  {
    name: 'supervised when overdue: the limit of the supervision comes beside',
    commands: [
      claim,
      signOff,
      watch('10-28 09:00'),
      order('hanmei', '10-28 10:00', { type: 'Supervise', limit: at('10-30 17:30') }),
    ],
    facts: [DISPATCHED, DUE_OPEN, 'clock:2 cgj 10-30 17:30 due overdue'],
  },
  {
    name: 'supervised in time: the clock moves',
    commands: [claim, signOff, order('hanmei', '10-23 10:00', { type: 'Supervise', limit: at('10-26 17:30') })],
    facts: [DISPATCHED, 'clock:1 cgj 10-26 17:30 due overdue'],
  },
];

const followUps: FactsCase[] = [
  {
    name: 'satisfied, met by the record',
    commands: [...CLOSED, answer('10-21 17:00', '满意')],
    facts: [ANSWERED, DUE_CLOSED, 'closing:1 cgj 10-21 15:00 closedAll', `followUp:1 cgj 10-21 17:00 ${HAPPY}`],
  },
  {
    name: 'the caller says that nobody came, and that it is solved',
    commands: [...CLOSED, asked('10-21 17:00', { met: false, solved: true, process: '一般', result: '基本满意' })],
    facts: [
      ANSWERED,
      DUE_CLOSED,
      'closing:1 cgj 10-21 15:00 closedAll',
      'followUp:1 cgj 10-21 17:00 followedUp contacted evaluated resultSatisfied assessed resolved',
    ],
  },
  {
    name: 'not contacted: never met, and it is redone',
    commands: [...CLOSED, asked('10-21 17:00', { contacted: false, met: true, solved: false })],
    facts: [
      ANSWERED,
      DUE_CLOSED,
      'clock:2 cgj 10-26 17:30 due overdue',
      'closing:1 cgj 10-21 15:00 closedAll',
      'rework:1 cgj 10-21 17:00 reworked',
      'followUp:1 cgj 10-21 17:00 followedUp evaluated processSatisfied resultSatisfied assessed',
    ],
  },
  {
    name: 'a late closing does not vanish with the rework',
    commands: [...CLOSED_LATE, answer('10-28 17:00', '不满意'), ...REDONE, answer('10-30 15:00', '满意')],
    facts: [
      DISPATCHED,
      'clock:1 cgj 10-27 17:30 due closed overdue',
      'clock:2 cgj 11-02 17:30 due closed closedOnTime',
      'closing:1 cgj 10-28 11:00 closedAll',
      'closing:2 cgj 10-30 11:00 closedAll',
      'rework:1 cgj 10-28 17:00 reworked',
      `followUp:1 cgj 10-28 17:00 ${UNHAPPY} until 10-30 15:00`,
      `followUp:2 cgj 10-30 15:00 ${HAPPY}`,
      CLOSED_LATE_ASKED,
    ],
  },
  {
    name: 'supervised between two rounds: the closed clock keeps its own limit',
    commands: [
      ...CLOSED_LATE,
      answer('10-28 17:00', '不满意'),
      ...REDONE,
      answer('10-30 15:00', '不满意'),
      order('hanmei', '10-30 16:00', { type: 'Supervise', limit: at('11-20 17:30') }),
      order('xulei', '11-16 16:00', { type: 'Resolve', handling: 'rework', content: '重新办理' }),
    ],
    facts: [
      DISPATCHED,
      'clock:1 cgj 10-27 17:30 due closed overdue',
      'clock:2 cgj 11-02 17:30 due closed closedOnTime',
      'clock:3 cgj 11-19 17:30 due overdue',
      'closing:1 cgj 10-28 11:00 closedAll',
      'closing:2 cgj 10-30 11:00 closedAll',
      'rework:1 cgj 10-28 17:00 reworked',
      'rework:2 cgj 11-16 16:00 reworked',
      `followUp:1 cgj 10-28 17:00 ${UNHAPPY} until 10-30 15:00`,
      `followUp:2 cgj 10-30 15:00 ${UNHAPPY}`,
      CLOSED_LATE_ASKED,
      'deduction:GD20261020001-R6.3-cgj cgj 10-30 15:00',
    ],
  },
];

const OUT = ['dispatch cgj 10-20 08:50', 'clock:1 cgj 10-27 17:30', 'closing:1 cgj 10-21 15:00'];
const CALLS = [noAnswer('10-21 16:00'), noAnswer('10-22 09:00'), noAnswer('10-22 15:00')];

const excluded: FactsCase[] = [
  {
    name: '未接通 counts in nothing',
    commands: [...CLOSED, ...CALLS],
    facts: OUT,
    excluded: 'everything 未接通',
  },
  {
    name: '无法回访 counts in nothing',
    commands: [...CLOSED, order('yangyan', '10-21 16:00', { type: 'Unreachable', reason: '未留电话' })],
    more: { reachable: false },
    facts: OUT,
    excluded: 'everything 无法回访：未留电话',
  },
  {
    name: 'unreasonable (R5.6) counts in nothing',
    commands: [
      claim,
      signOff,
      askUnreasonable('10-21 09:00'),
      accept('10-21 10:00'),
      order('duyu', '10-21 11:00', { type: 'Accept' }),
    ],
    facts: ['dispatch cgj 10-20 08:50', 'clock:1 cgj 10-27 17:30'],
    excluded: 'everything 不合理诉求（第五条）',
  },
  {
    name: 'non-compliant and explained (R6.4): out of the evaluations alone',
    commands: [
      ...CLOSED,
      answer('10-21 17:00', '不满意'),
      order('hanmei', '10-21 18:00', { type: 'MarkNonCompliant', basis: '条例第七条' }),
      order('wangfang', '10-22 16:00', {
        type: 'Explain',
        happenedAt: at('10-22 15:00'),
        people: '王芳、法律顾问',
        basis: '条例第七条',
      }),
    ],
    facts: [
      ANSWERED,
      DUE_CLOSED,
      'clock:2 cgj 10-26 17:30 due closed closedOnTime',
      'closing:1 cgj 10-21 15:00 closedAll',
      'closing:2 cgj 10-22 16:00 closedAll',
      'rework:1 cgj 10-21 17:00 reworked',
      'followUp:1 cgj 10-21 17:00 followedUp contacted met',
    ],
    excluded: 'evaluations 不合规诉求（第六条）',
  },
  {
    name: 'merged: nothing, and not listed',
    commands: [claim, order('hanmei', '10-20 11:00', { type: 'Merge', into: 'GD20261020099' })],
    facts: [],
  },
  {
    name: 'void and restored: as before',
    commands: [
      claim,
      order('hanmei', '10-20 11:00', { type: 'Void', reason: '重复登记' }),
      order('hanmei', '10-20 12:00', { type: 'Restore' }),
    ],
    facts: [DISPATCHED, `${DUE_OPEN} defective`],
  },
];

const reminded: Command[] = [
  watch('10-22 08:31'),
  { type: 'NoteReminder', at: at('10-22 08:33'), channel: 'group', to: 'wrkCgj' },
  watch('10-22 16:00'),
];
const R33 = 'deduction:GD20261020001-R3.3-cgj cgj 10-22 16:00';
const confirm = order('xulei', '10-23 09:00', {
  type: 'ConfirmDeduction',
  deduction: 'GD20261020001-R3.3-cgj',
});

const deductions: FactsCase[] = [
  {
    name: 'a deduction proposed does not count',
    commands: reminded,
    facts: ['dispatch cgj 10-20 08:50 dispatched', `${DUE_OPEN} defective`, R33],
  },
  {
    name: 'a deduction confirmed counts when the ticket is void',
    commands: [...reminded, confirm, order('hanmei', '10-23 11:00', { type: 'Void', reason: '重复登记' })],
    facts: [`${R33} deductions`],
  },
];

export const CASES: readonly FactsCase[] = [
  ...dispatching,
  ...handling,
  ...returns,
  ...leaders,
  ...followUps,
  ...excluded,
  ...deductions,
];
