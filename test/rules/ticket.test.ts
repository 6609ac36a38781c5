import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shippedHolidays } from '../../src/config/holidays.ts';
import { DEFAULT_POLICY } from '../../src/config/policy.ts';
import { calendar } from '../../src/domain/deadline/calendar.ts';
import type { Law } from '../../src/domain/law.ts';
import type { Person, Role } from '../../src/domain/person.ts';
import { isRestricted, mayRead, waitingFor } from '../../src/domain/ticket/access.ts';
import type { Command, CommandType, Intake, PersonCommand } from '../../src/domain/ticket/commands.ts';
import { decide } from '../../src/domain/ticket/decide.ts';
import type { TicketEvent } from '../../src/domain/ticket/events.ts';
import { evolve, replay } from '../../src/domain/ticket/evolve.ts';
import { isRefusal } from '../../src/domain/ticket/refusal.ts';
import type { Ticket } from '../../src/domain/ticket/state.ts';
import { isOpen, STATUSES, type Status } from '../../src/domain/ticket/status.ts';
import { nextWake } from '../../src/domain/ticket/wake.ts';

const person = (id: string, department: string, ...roles: Role[]): Person => ({
  id,
  name: id,
  department,
  roles,
  active: true,
});
const PEOPLE = [
  person('liaison', 'cgj', 'liaison'),
  person('principal', 'cgj', 'principal'),
  person('deputy', 'cgj', 'deputy'),
  person('handler', 'cgj', 'handler'),
  person('stranger', 'zjj', 'liaison', 'handler', 'principal', 'deputy'),
  person('operator', 'centre', 'operator'),
  person('operator2', 'centre', 'operator'),
  person('caller', 'centre', 'followUp'),
  person('director', 'centre', 'director'),
  person('leader', 'centre', 'hotlineLeader', 'countyLeader', 'receptionLeader'),
  person('bureau', 'centre', 'petitionBureau'),
];
const DEPARTMENTS = ['cgj', 'zjj', 'centre'].map((code) => ({ code, name: code, aliases: [] }));
const law: Law = {
  policy: DEFAULT_POLICY,
  calendar: calendar(shippedHolidays(), DEFAULT_POLICY.officeHours),
  person: (id) => PEOPLE.find((known) => known.id === id),
  department: (code) => DEPARTMENTS.find((known) => known.code === code),
};
const by = (id: string): Person => law.person(id) ?? PEOPLE[0] ?? person('nobody', 'none');

const START = Date.parse('2026-10-19T09:00:00+08:00');
const after = (hours: number): string => new Date(START + hours * 3_600_000).toISOString();

const intake = (more: Partial<Intake> = {}): Intake => ({
  no: 'GD1',
  type: '求助',
  title: '路灯不亮',
  urgent: false,
  anonymous: false,
  confidential: false,
  reachable: true,
  aboutDepartment: false,
  department: 'cgj',
  coDepartments: [],
  receivedAt: after(0),
  ...more,
});

const happened = (command: Command, ticket?: Ticket): { events: TicketEvent[]; ticket: Ticket } => {
  const events = decide(command, ticket, law);
  if (isRefusal(events)) throw new Error(`${command.type}: ${events.says}`);
  const end = events.reduce<Ticket | undefined>((state, event) => evolve(state, event), ticket);
  if (!end) throw new Error('there is a ticket');
  return { events, ticket: end };
};
const registered = (more: Partial<Intake> = {}): Ticket =>
  happened({ type: 'Register', intake: intake(more), at: after(0) }).ticket;

/** What each command needs to be said in full. */
const ORDERS: Record<PersonCommand['type'], (ticket: Ticket, at: string) => object> = {
  Dispatch: () => ({ department: 'cgj', coDepartments: [] }),
  Claim: () => ({}),
  Propose: () => ({ lead: 'deputy', handlers: ['handler'] }),
  SignOff: () => ({ lead: 'deputy', handlers: ['handler'] }),
  RecordContact: (_ticket, at) => ({
    mode: '见面',
    happenedAt: at,
    place: '现场',
    situation: '已说明',
    attachments: [],
  }),
  Reply: () => ({ process: '到现场处理', result: '已办好' }),
  ApproveReply: () => ({ seal: '电子签' }),
  SendBackReply: () => ({ opinion: '请写清楚' }),
  AskExtension: () => ({ days: 3, reason: '需要论证' }),
  AskReturn: () => ({ reason: '不属本单位' }),
  AskUnreasonable: () => ({ basis: '条例第三条' }),
  Accept: () => ({}),
  Refuse: () => ({ reason: '理由不足' }),
  LogReminder: (_ticket, at) => ({ channel: '电话', to: '李敏', happenedAt: at }),
  MarkDifficult: () => ({ reason: '多部门' }),
  Escalate: () => ({ reason: '复杂' }),
  Merge: () => ({ into: 'GD2' }),
  Void: () => ({ reason: '重复' }),
  Restore: () => ({}),
  Reopen: () => ({ reason: '反复' }),
  DecideReferral: () => ({ department: 'cgj' }),
  TakeCase: () => ({}),
  ConcludeCase: () => ({ result: '已办结' }),
  GiveBackCase: () => ({ reason: '不属信访' }),
  ProlongCase: () => ({ reason: '复杂' }),
  Supervise: () => ({}),
  FollowUp: () => ({ contacted: true, process: '满意', result: '不满意' }),
  NoAnswer: () => ({}),
  Unreachable: () => ({ reason: '无电话' }),
  MarkNonCompliant: () => ({ basis: '条例' }),
  Explain: (_ticket, at) => ({ happenedAt: at, people: '王芳', basis: '条例' }),
  Resolve: () => ({ handling: 'rework', content: '重新办理' }),
  ConfirmDeduction: (ticket) => ({ deduction: ticket.deductions[0]?.id ?? 'none' }),
};
const orderOf = (type: PersonCommand['type'], who: string, ticket: Ticket, at: string): Command =>
  ({ type, by: by(who), at, ...ORDERS[type](ticket, at) }) as Command;

const TYPES = Object.keys(ORDERS) as PersonCommand['type'][];
const step = fc.record({
  type: fc.constantFrom<CommandType>(...TYPES, 'Watch', 'NoteReminder'),
  who: fc.constantFrom(...PEOPLE.map(({ id }) => id)),
  hours: fc.integer({ min: 1, max: 30 }),
});

/** Walks through random orders; the refused ones change nothing. */
const walk = (
  steps: { type: CommandType; who: string; hours: number }[],
  first: Ticket,
  seen: (ticket: Ticket, at: string) => void,
): TicketEvent[] => {
  const all: TicketEvent[] = [];
  let ticket = first;
  let hours = 0;
  for (const { type, who, hours: more } of steps) {
    hours += more;
    const at = after(hours);
    const command: Command =
      type === 'Watch'
        ? { type, at }
        : type === 'NoteReminder'
          ? { type, at, channel: 'group', to: 'g' }
          : orderOf(type as PersonCommand['type'], who, ticket, at);
    const before = JSON.stringify(ticket);
    const answer = decide(command, ticket, law);
    expect(JSON.stringify(ticket)).toBe(before);
    if (isRefusal(answer)) continue;
    all.push(...answer);
    ticket = answer.reduce((state, event) => evolve(state, event), ticket);
    seen(ticket, at);
  }
  return all;
};

describe('no sequence of orders leads where the rules forbid', () => {
  test('the history alone rebuilds the state, and states stay within the contract', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const begin = happened({ type: 'Register', intake: intake(), at: after(0) });
        let last = begin.ticket;
        const events = walk(steps, begin.ticket, (ticket) => {
          last = ticket;
          expect(STATUSES).toContain(ticket.status);
          expect([...ticket.flags].sort()).toEqual(ticket.flags);
        });
        expect(replay([...begin.events, ...events])).toEqual(last);
        expect(replay(JSON.parse(JSON.stringify([...begin.events, ...events])))).toEqual(last);
      }),
      { numRuns: 300 },
    );
  });

  test('R1.1 R1.2 R1.6 what is followed up was signed off, contacted and approved in its round', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        walk(steps, registered(), (ticket) => {
          if (ticket.status !== 'toFollowUp' || ticket.escalation?.conclusion) return;
          expect(ticket.signOff).toBeDefined();
          expect(ticket.contacts.some(({ round }) => round === ticket.round)).toBe(true);
          expect(ticket.reviews.at(-1)).toMatchObject({ approved: true });
        });
      }),
      { numRuns: 300 },
    );
  });

  test('R3.3 no deduction without a counted reminder at least the grace before it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        walk(steps, registered(), (ticket) => {
          for (const { at } of ticket.deductions) {
            const counted = ticket.reminders.filter(
              (reminder) => law.calendar.workingMinutesBetween(new Date(reminder.at), new Date(at)) >= 240,
            );
            expect(counted.length).toBeGreaterThan(0);
          }
        });
      }),
      { numRuns: 200 },
    );
  });

  test('watching twice brings nothing new, and nothing before the time it says', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        walk(steps, registered(), (ticket, at) => {
          const looked = happened({ type: 'Watch', at }, ticket).ticket;
          expect(decide({ type: 'Watch', at }, looked, law)).toEqual([]);
          const wake = nextWake(looked, law);
          if (wake === undefined) return;
          expect(wake > at).toBe(true);
          expect(decide({ type: 'Watch', at: new Date(Date.parse(wake) - 2).toISOString() }, looked, law)).toEqual([]);
          expect(decide({ type: 'Watch', at: new Date(Date.parse(wake) + 1).toISOString() }, looked, law)).not.toEqual(
            [],
          );
        });
      }),
      { numRuns: 150 },
    );
  });
});

/** Every status that orders can lead to, each with a ticket in it: all orders by all people, breadth first. */
const everyStatus = (): Map<Status, Ticket> => {
  const reached = new Map<Status, Ticket>();
  const seen = new Set<string>();
  const next: { ticket: Ticket; hours: number }[] = [{ ticket: registered(), hours: 1 }];
  for (let place = next.shift(); place; place = next.shift()) {
    const { ticket, hours } = place;
    const key = `${ticket.status} ${Math.min(ticket.round, 2)} ${ticket.signOff !== undefined} ${ticket.contacts.some(({ round }) => round === ticket.round)} ${ticket.escalation?.takenAt !== undefined}`;
    if (seen.has(key)) continue;
    seen.add(key);
    reached.set(ticket.status, ticket);
    for (const type of TYPES) {
      for (const { id } of PEOPLE) {
        const answer = decide(orderOf(type, id, ticket, after(hours)), ticket, law);
        if (!isRefusal(answer))
          next.push({ ticket: answer.reduce((state, event) => evolve(state, event), ticket), hours: hours + 1 });
      }
    }
  }
  const waiting = reached.get('toFollowUp');
  if (waiting)
    reached.set(
      'done',
      happened(
        { type: 'FollowUp', by: by('caller'), at: after(9_000), contacted: true, process: '满意', result: '满意' },
        waiting,
      ).ticket,
    );
  const { department: _none, ...unknown } = intake();
  reached.set('toDispatch', happened({ type: 'Register', intake: unknown, at: after(0) }).ticket);
  return reached;
};

test('no status is without a person and a command that leave it', () => {
  const reached = everyStatus();
  for (const [status, ticket] of reached) {
    if (!isOpen(status)) continue;
    const waits = waitingFor(ticket, law);
    expect(waits.length, status).toBeGreaterThan(0);
    const at = after(9_000);
    const leaves = TYPES.some((type) =>
      PEOPLE.some(({ id }) => {
        const answer = decide(orderOf(type, id, ticket, at), ticket, law);
        return !isRefusal(answer) && answer.reduce((state, event) => evolve(state, event), ticket).status !== status;
      }),
    );
    expect(leaves, status).toBe(true);
  }
  expect([...reached.keys()].sort()).toEqual(STATUSES.filter((status) => status !== 'toAccept').sort());
});

describe('R3.4 near due is strictly less than two working days', () => {
  const due = registered({ dueAt: '2026-10-23T09:30:00.000Z' });
  test.each([
    ['Thursday 08:30 exactly', '2026-10-22T00:30:00.000Z', false],
    ['the moment after', '2026-10-22T00:30:00.100Z', true],
    ['the day before', '2026-10-21T09:00:00.000Z', false],
  ])('%s', (_what, at, near) => {
    const events = happened({ type: 'Watch', at }, { ...due, status: 'handling' }).events.map(({ type }) => type);
    expect(events.includes('NearDueReached')).toBe(near);
  });
});

test('R3.6 the suggested route follows Monday to Tuesday noon', () => {
  const route = (receivedAt: string) =>
    happened({ type: 'MarkDifficult', by: by('operator'), at: after(5), reason: '多部门' }, registered({ receivedAt }))
      .ticket.referral?.suggestedRoute;
  expect(route('2026-10-19T01:00:00.000Z')).toBe('petitionBureau');
  expect(route('2026-10-20T03:59:00.000Z')).toBe('petitionBureau');
  expect(route('2026-10-20T04:01:00.000Z')).toBe('countyLeader');
  expect(route('2026-10-22T01:00:00.000Z')).toBe('countyLeader');
});

test('a restricted ticket is read by the trusted alone', () => {
  const secret = registered({ confidential: true });
  expect(isRestricted(secret)).toBe(true);
  expect(PEOPLE.filter((reader) => mayRead(reader, secret)).map(({ id }) => id)).toEqual([
    'liaison',
    'principal',
    'operator',
    'operator2',
    'caller',
    'director',
    'leader',
    'bureau',
  ]);
  expect(mayRead(by('liaison'), registered({ type: '举报' }))).toBe(false);
});
