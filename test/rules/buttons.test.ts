import { describe, expect, test } from 'vitest';
import { accountabilityCard } from '../../src/cards/accountability.ts';
import { appealCard, assessmentCard } from '../../src/cards/assessment.ts';
import { type Action, type Card, TICKET_CARD_KINDS } from '../../src/cards/card.ts';
import type { CardContext } from '../../src/cards/context.ts';
import { drawCard } from '../../src/cards/draw.ts';
import { ownMonthCard } from '../../src/cards/leagueMonthly.ts';
import { drawPersonalList } from '../../src/cards/personalList.ts';
import { invitationCard, presenceCard } from '../../src/cards/supervision.ts';
import { parse } from '../../src/commands/grammar.ts';
import { COMMANDS, mayUse } from '../../src/commands/registry.ts';
import { DEFAULT_SCHEME } from '../../src/config/scheme.ts';
import type { MonthTable } from '../../src/domain/assessment/monthTable.ts';
import type { Accountability } from '../../src/domain/month/accountability.ts';
import type { Assessment } from '../../src/domain/month/assessment.ts';
import { hasRole } from '../../src/domain/person.ts';
import type { Supervision } from '../../src/domain/supervision/supervision.ts';
import type { Contact, Deduction, Ticket } from '../../src/domain/ticket/state.ts';
import { STATUSES } from '../../src/domain/ticket/status.ts';
import { applied, at, DEPARTMENTS, intake, law, PEOPLE } from './ticketCounty.ts';
import { property, walk } from './ticketWalk.ts';

const contextAt = (moment: string): CardContext => ({
  at: new Date(moment),
  county: {
    ...law,
    departments: DEPARTMENTS,
    holders: (department, ...roles) =>
      PEOPLE.filter((person) => person.department === department && hasRole(person, ...roles)),
  },
});

/** What is about no ticket and stands on no card of articles four to six: typed, and what is missing is asked by form. */
const TYPED_ONLY: Record<string, string> = {
  help: 'asks',
  me: 'asks',
  todo: 'asks',
  daily: 'asks',
  report: 'asks; on the month’s card for the director',
  chatid: 'asks',
  bind: 'administrator',
  unbind: 'administrator',
  invite: 'administrator',
  delegate: 'a person and a date, asked by form',
  evidence: 'followed by files',
  agenda: 'asks',
  meeting: 'on the agenda card of the month',
  archive: 'on the card of the month’s filing',
  signal: 'words, asked by form',
  case: 'words, asked by form',
  bonus: 'words, asked by form',
  deduct: 'words, asked by form',
  monthly: 'asks',
  investigate: 'words, asked by form: opened by a person alone',
};

const supervision: Supervision = {
  id: 'DD20261020-1',
  tickets: ['GD20261020001'],
  listed: ['GD20261020001'],
  when: at('10-21 15:00'),
  place: '南门社区',
  led: 'centre',
  invitees: [],
  departments: [{ department: 'cgj', people: ['wangfang'], replies: [] }],
  by: 'hanmei',
  at: at('10-20 09:00'),
};

const table: MonthTable = {
  month: '2026-10',
  asOf: at('10-31 09:00'),
  scheme: DEFAULT_SCHEME,
  facts: [],
  rows: [],
  bottom: [],
  marks: [],
  exclusions: [],
  adjustments: [],
};
const assessment: Assessment = {
  id: '2026-10',
  month: '2026-10',
  state: 'draft',
  draftedAt: at('10-20 09:00'),
  appealsUntil: at('10-23 17:30'),
  factsSha256: 'a',
  adjustments: [],
  askedAt: at('10-23 17:33'),
  version: 0,
  corrections: [],
};
const notice: Accountability = {
  id: 'WZ202610-cgj',
  month: '2026-10',
  department: 'cgj',
  rung: 1,
  streak: 1,
  inYear: 1,
  reason: '本月排名后两位',
  clause: 'R8.1',
  covered: [],
  history: [],
  state: 'prepared',
  preparedAt: at('10-20 09:00'),
  reports: [],
};
const order = { dueAt: at('10-30 17:30'), content: '整改', by: 'ducha', at: at('10-20 09:00') };
const report = { content: '已改', by: 'lijianguo', at: at('10-21 09:00') };

/** The cards of articles seven and eight: the month, an appeal, notices on every rung and step. */
const monthCards = (context: CardContext): Card[] => {
  const view = { table, state: 'draft' as const, version: 1, factsSha256: 'a', appealsUntil: at('10-23 17:30') };
  const appeal = {
    id: 'SS202610-1',
    month: '2026-10',
    department: 'cgj',
    reason: '停电',
    by: 'limin',
    at: at('10-20 09:00'),
  };
  const sent: Accountability = { ...notice, state: 'sent' };
  const met = { when: at('10-20 08:00'), by: 'xulei', changes: 0 };
  return [
    ownMonthCard(view, { department: 'cgj', lines: [], hidden: 0 }, context),
    assessmentCard(assessment, { view, ties: [], openAppeals: [], proposed: 0 }, context),
    appealCard(appeal, context),
    accountabilityCard(notice, 'director', context),
    accountabilityCard(sent, 'carrier', context),
    accountabilityCard({ ...sent, interview: met }, 'carrier', context),
    accountabilityCard({ ...sent, rung: 3 }, 'carrier', context),
    accountabilityCard({ ...sent, rung: 3, order }, 'party', context),
    accountabilityCard({ ...sent, rung: 3, order, reports: [report] }, 'carrier', context),
  ];
};

const registered = applied(undefined, [
  { type: 'TicketRegistered', at: at('10-20 08:40'), by: 'upstream', intake: intake() },
]);
const signed = { lead: 'wangfang', handlers: ['zhangwei'], by: 'lijianguo', at: at('10-20 09:00'), round: 2 };
const met = at('10-20 10:00');
const contact: Contact = { mode: '见面', at: met, recordedAt: met, attachments: [], by: 'zhangwei', round: 2 };
const escalation = { reason: '复杂', at: at('10-20 10:00'), by: 'hanmei', wasOverdue: false };
const deduction: Deduction = {
  id: 'GD1-R3.3',
  clause: 'R3.3',
  event: 'unclaimedAfterReminder',
  points: '0.5',
  department: 'cgj',
  state: 'proposed',
  because: '超期未签收',
  at: at('10-22 09:00'),
};

/** The same ticket in every status, and with everything beside the status that brings buttons of its own. */
const EVERYWHERE: Ticket[] = STATUSES.flatMap((status): Ticket[] => {
  const ticket: Ticket = {
    ...registered,
    status,
    department: 'cgj',
    round: 2,
    dispatchedAt: at('10-20 08:40'),
    claimDueAt: at('10-21 17:30'),
    dueAt: at('10-27 17:30'),
    signOff: signed,
    contacts: [contact],
    escalation,
    closedAt: at('10-22 09:00'),
    doneAt: at('10-22 09:00'),
  };
  const { signOff: _unsigned, ...unsigned } = ticket;
  const proposal = { lead: 'wangfang', handlers: ['zhangwei'], by: 'limin', at: at('10-20 09:00') };
  return [
    { ...ticket, flags: ['overdueClaim'], deductions: [deduction] },
    { ...ticket, flags: ['nonCompliant'], nonCompliance: { basis: '第三项', by: 'hanmei', at: at('10-20 09:00') } },
    { ...ticket, flags: ['extensionAsked'], escalation: { ...escalation, takenAt: at('10-20 11:00') } },
    { ...ticket, reachable: false, nominatedAt: at('10-22 09:00') },
    unsigned,
    { ...unsigned, proposal },
  ];
});

/** One button: the command it gives, and whether its words give the same. */
const check = ({ action, label, words }: Action): string => {
  const [alias = ''] = action.split(':');
  const spec = COMMANDS.find((known) => known.alias === alias);
  expect(spec, `${action} is no command`).toBeDefined();
  expect(parse(words, COMMANDS)?.spec.alias, `“${words}” typed is not ${alias}`).toBe(alias);
  const names = [spec?.name ?? '', '全部签收', '知道了', '详情'];
  expect(
    names.some((name) => label.startsWith(name)),
    `${label} does not begin with ${spec?.name}`,
  ).toBe(true);
  return alias;
};

const buttonsOf = (ticket: Ticket, moment: string): Action[] => {
  const context = contextAt(moment);
  const audiences = [{ group: true } as const, ...PEOPLE.map(({ id }) => ({ person: id }))];
  const lists = PEOPLE.map((person) =>
    drawPersonalList({ person, waiting: [ticket], nearDue: [], matters: [] }, context),
  );
  const cards = TICKET_CARD_KINDS.flatMap((kind) => audiences.map((who) => drawCard(kind, ticket, context, who)));
  return [...cards, ...lists].flatMap(({ actions }) => actions);
};

describe('nothing can be done by a button that cannot be typed, and the reverse', () => {
  test('every button’s words are its command, and every command of a ticket has its button somewhere', () => {
    const seen = new Set<string>();
    const moment = at('10-22 10:00');
    for (const ticket of EVERYWHERE) for (const button of buttonsOf(ticket, moment)) seen.add(check(button));
    const context = contextAt(at('10-20 10:00'));
    const cards = [
      invitationCard(supervision, context),
      presenceCard(supervision, 'cgj', context),
      ...monthCards(context),
    ];
    for (const button of cards.flatMap(({ actions }) => actions)) seen.add(check(button));
    const without = COMMANDS.map(({ alias }) => alias).filter((alias) => !seen.has(alias));
    expect(without.filter((alias) => !(alias in TYPED_ONLY))).toEqual([]);
  });

  test('a button offered to a person for a ticket is one of the commands this person may use', () => {
    property((begin, steps, by) => {
      walk(
        begin,
        steps,
        (ticket, moment) => {
          for (const person of PEOPLE) {
            const { actions } = drawCard('steps', ticket, contextAt(moment), { person: person.id });
            for (const { action } of actions) {
              const spec = COMMANDS.find(({ alias }) => alias === action.split(':')[0]);
              expect(spec && mayUse(person, spec), `${person.name} is offered ${action}`).toBe(true);
            }
          }
        },
        by,
      );
    }, 25);
  });
});
