import fc from 'fast-check';
import { expect } from 'vitest';
import type { Law } from '../../src/domain/law.ts';
import { type Waiting, waitingFor } from '../../src/domain/ticket/access.ts';
import type { Command, Intake, PersonCommand } from '../../src/domain/ticket/commands.ts';
import { decide } from '../../src/domain/ticket/decide.ts';
import type { TicketEvent } from '../../src/domain/ticket/events.ts';
import { isRefusal } from '../../src/domain/ticket/refusal.ts';
import { CONTACT_MODES, REFERRAL_ROUTES, SATISFACTIONS, type Ticket } from '../../src/domain/ticket/state.ts';
import { applied, intake, law, lawWith, PEOPLE, unknownDepartment, who } from './ticketCounty.ts';

const START = Date.parse('2026-10-20T00:40:00.000Z');
export const moment = (hours: number): string => new Date(START + hours * 3_600_000).toISOString();

/** Good arguments for every order; `pick` chooses among those that lead different ways. */
const ORDERS: { [T in PersonCommand['type']]: (ticket: Ticket, at: string, pick: number) => object } = {
  Dispatch: (_ticket, _at, pick) => ({ department: pick % 2 ? 'zjj' : 'cgj', coDepartments: ['zjj'] }),
  Claim: () => ({}),
  Propose: (ticket) => staff(ticket),
  SignOff: (ticket, _at, pick) => (pick % 3 ? staff(ticket) : {}),
  RecordContact: (_ticket, at, pick) => ({
    mode: CONTACT_MODES[pick % 3],
    happenedAt: at,
    place: '南门社区',
    reason: pick % 3 === 2 ? '本人拒绝' : '在外地',
    attachments: [],
  }),
  AddNote: () => ({ content: '已会同查看' }),
  Reply: () => ({ process: '到现场处理', result: '已经办好' }),
  ApproveReply: () => ({ seal: '电子签' }),
  SendBackReply: () => ({ opinion: '请写清楚' }),
  AskExtension: (_ticket, _at, pick) => ({ days: (pick % 10) + 1, reason: '需要论证' }),
  AskReturn: () => ({ reason: '不属本单位' }),
  AskUnreasonable: () => ({ basis: '条例第三条' }),
  Accept: () => ({}),
  Refuse: () => ({ reason: '理由不足' }),
  LogReminder: (_ticket, at) => ({ channel: '电话', to: '李敏', happenedAt: at }),
  Acknowledge: () => ({}),
  MarkDifficult: (_ticket, _at, pick) => ({ reason: '多部门', route: REFERRAL_ROUTES[pick % 3] }),
  Escalate: () => ({ reason: '复杂' }),
  Merge: () => ({ into: 'GD2' }),
  Void: () => ({ reason: '重复' }),
  Restore: () => ({}),
  Recall: (_ticket, _at, pick) => ({ reason: '发错群', all: pick % 2 === 0 }),
  Reopen: () => ({ reason: '反复' }),
  DecideReferral: (_ticket, _at, pick) => ({ department: pick % 2 ? 'zjj' : 'cgj' }),
  TakeCase: () => ({}),
  ConcludeCase: () => ({ result: '已调处' }),
  GiveBackCase: () => ({ reason: '不属信访' }),
  ProlongCase: () => ({ reason: '复杂' }),
  Supervise: (_ticket, at, pick) =>
    pick % 2 ? { limit: new Date(Date.parse(at) + 72 * 3_600_000).toISOString() } : {},
  FollowUp: (_ticket, _at, pick) => ({
    contacted: pick % 5 > 0,
    process: '满意',
    result: SATISFACTIONS[pick % SATISFACTIONS.length],
  }),
  NoAnswer: () => ({}),
  Unreachable: () => ({ reason: '未留电话' }),
  MarkNonCompliant: () => ({ basis: '条例第七条' }),
  Explain: (_ticket, at) => ({ happenedAt: at, people: '王芳、法律顾问', basis: '条例第七条' }),
  Resolve: (_ticket, _at, pick) => ({ handling: pick % 2 ? 'rework' : 'close', content: '重新办理' }),
  ConfirmDeduction: (ticket) => ({ deduction: ticket.deductions[0]?.id ?? 'none' }),
};
const staff = (ticket: Ticket) =>
  ticket.department === 'zjj' ? { lead: 'sunli', handlers: ['zhoujie'] } : { lead: 'wangfang', handlers: ['zhangwei'] };

const TYPES = Object.keys(ORDERS) as PersonCommand['type'][];
export const orderOf = (type: PersonCommand['type'], id: string, ticket: Ticket, at: string, pick: number): Command =>
  ({ type, by: who(id), at, ...ORDERS[type](ticket, at, pick) }) as Command;

/**
 * One step of a walk: `wild` is any order by anybody, most of them refused; `allowed` one the law allows now; `expected`
 * one that is waited for, so that walks go deep.
 */
interface Step {
  manner: 'wild' | 'allowed' | 'expected';
  type: PersonCommand['type'] | 'Watch' | 'NoteReminder' | 'Correct';
  person: string;
  pick: number;
  hours: number;
}
const step: fc.Arbitrary<Step> = fc.record({
  manner: fc.constantFrom(
    'wild' as const,
    'allowed' as const,
    'expected' as const,
    'expected' as const,
    'expected' as const,
  ),
  type: fc.constantFrom(...TYPES, 'Watch' as const, 'Watch' as const, 'NoteReminder' as const, 'Correct' as const),
  person: fc.constantFrom(...PEOPLE.map(({ id }) => id)),
  pick: fc.nat(1000),
  hours: fc.integer({ min: 1, max: 12 }),
});
const beginning: fc.Arbitrary<Intake> = fc
  .record({
    known: fc.boolean(),
    more: fc.record({
      type: fc.constantFrom('咨询' as const, '求助' as const, '投诉' as const, '举报' as const),
      urgent: fc.boolean(),
      confidential: fc.boolean(),
      reachable: fc.boolean(),
      receivedAt: fc.constant(moment(0)),
    }),
  })
  .map(({ known, more }) => (known ? intake(more) : unknownDepartment(more)));

const allowed = (ticket: Ticket, at: string, by: Law, pick: number): Command | undefined => {
  const good = TYPES.filter((type) => !['Merge', 'Void'].includes(type) || pick % 7 === 0).flatMap((type) =>
    PEOPLE.map(({ id }) => orderOf(type, id, ticket, at, pick)).filter(
      (order) => !isRefusal(decide(order, ticket, by)),
    ),
  );
  return good[pick % Math.max(good.length, 1)];
};

/** The people a waiting line means. */
export const meant = ({ role, department, people }: Waiting): string[] =>
  people ??
  PEOPLE.filter(
    (person) => person.roles.includes(role) && (department === undefined || person.department === department),
  ).map(({ id }) => id);

/** An order somebody is waited for to give: the last thing waited for that can be done. */
const expected = (ticket: Ticket, at: string, by: Law, pick: number): Command | undefined =>
  waitingFor(ticket, by)
    .flatMap((wait) => meant(wait).map((id) => orderOf(wait.command as PersonCommand['type'], id, ticket, at, pick)))
    .filter((order) => !isRefusal(decide(order, ticket, by)))
    .at(-1);

const commandOf = (each: Step, ticket: Ticket, at: string, by: Law): Command | undefined => {
  if (each.type === 'Watch') return { type: 'Watch', at };
  if (each.type === 'NoteReminder') return { type: 'NoteReminder', at, channel: 'group', to: 'wrkCgj' };
  if (each.type === 'Correct') {
    const department = each.pick % 2 ? 'zjj' : 'cgj';
    return { type: 'Correct', at, intake: intake({ department, title: `路灯${each.pick}`, dueAt: moment(200) }) };
  }
  if (each.manner === 'wild') return orderOf(each.type, each.person, ticket, at, each.pick);
  return each.manner === 'allowed' ? allowed(ticket, at, by, each.pick) : expected(ticket, at, by, each.pick);
};

type Seen = (now: Ticket, at: string, before: Ticket, events: TicketEvent[]) => void;
/** Walks through the steps; what is refused changes nothing. */
export const walk = (begin: Intake, steps: readonly Step[], seen: Seen, by: Law = law): TicketEvent[] => {
  const first = decide({ type: 'Register', intake: begin, at: moment(0) }, undefined, by);
  if (isRefusal(first)) throw new Error(first.says);
  const all = [...first];
  let ticket = applied(undefined, first);
  let hours = 0;
  for (const each of steps) {
    hours += each.hours;
    const at = moment(hours);
    const command = commandOf(each, ticket, at, by);
    if (!command) continue;
    const untouched = JSON.stringify(ticket);
    const events = decide(command, ticket, by);
    expect(JSON.stringify(ticket)).toBe(untouched);
    if (isRefusal(events)) {
      expect(events.says).toMatch(/[\u4e00-\u9fff]{4}/);
      continue;
    }
    const before = ticket;
    ticket = events.length > 0 ? applied(ticket, events) : ticket;
    expect(JSON.stringify(before)).toBe(untouched);
    all.push(...events);
    seen(ticket, at, before, events);
  }
  return all;
};

const STRICT = lawWith({ review: { byCentre: true } });
export const property = (check: (begin: Intake, steps: readonly Step[], by: Law) => void, runs = 150): void =>
  fc.assert(
    fc.property(beginning, fc.array(step, { maxLength: 45, size: 'max' }), fc.boolean(), (begin, steps, strict) =>
      check(begin, steps, strict ? STRICT : law),
    ),
    { numRuns: runs },
  );
