import { shippedHolidays } from '../../src/config/holidays.ts';
import { DEFAULT_POLICY } from '../../src/config/policy.ts';
import { DEFAULT_SCHEME } from '../../src/config/scheme.ts';
import { calendar } from '../../src/domain/deadline/calendar.ts';
import { type Instant, instant } from '../../src/domain/instant.ts';
import type { Law } from '../../src/domain/law.ts';
import type { Person, Role } from '../../src/domain/person.ts';
import type { Policy } from '../../src/domain/policy.ts';
import type { Command, Intake, PersonCommand } from '../../src/domain/ticket/commands.ts';
import { decide } from '../../src/domain/ticket/decide.ts';
import type { TicketEvent } from '../../src/domain/ticket/events.ts';
import { evolve } from '../../src/domain/ticket/evolve.ts';
import { isRefusal, type Refusal } from '../../src/domain/ticket/refusal.ts';
import type { Ticket } from '../../src/domain/ticket/state.ts';

const person = (id: string, name: string, department: string, ...roles: Role[]): Person => ({
  id,
  name,
  department,
  roles,
  active: true,
});

/** Two departments with everybody, the centre, the leaders. */
export const PEOPLE: Person[] = [
  person('limin', '李敏', 'cgj', 'liaison'),
  person('lijianguo', '李建国', 'cgj', 'principal'),
  person('zhaoyi', '赵毅', 'cgj', 'delegate'),
  person('wangfang', '王芳', 'cgj', 'deputy'),
  person('zhangwei', '张伟', 'cgj', 'handler'),
  person('liuyang', '刘洋', 'cgj', 'handler'),
  person('chenjing', '陈静', 'zjj', 'liaison'),
  person('zhaogang', '赵刚', 'zjj', 'principal'),
  person('sunli', '孙丽', 'zjj', 'deputy'),
  person('zhoujie', '周杰', 'zjj', 'handler'),
  person('hanmei', '韩梅', 'centre', 'operator'),
  person('duyu', '杜宇', 'centre', 'operator'),
  person('yangyan', '杨艳', 'centre', 'followUp'),
  person('xulei', '徐磊', 'centre', 'director'),
  person('heshu', '何书', 'xzf', 'hotlineLeader'),
  person('fengxian', '冯县', 'xzf', 'countyLeader'),
  person('jiefang', '节芳', 'xzf', 'receptionLeader'),
  person('xinfang', '辛方', 'xfj', 'petitionBureau'),
  person('ducha', '杜查', 'dcs', 'supervisionOffice'),
];
export const DEPARTMENTS = ['cgj', 'zjj', 'jyj', 'centre'].map((code) => ({ code, name: code, aliases: [] }));

export const lawWith = (change: Partial<Policy> = {}, people: readonly Person[] = PEOPLE): Law => {
  const policy = { ...DEFAULT_POLICY, ...change };
  const measure = { policy, calendar: calendar(shippedHolidays(), policy.officeHours) };
  return {
    ...measure,
    inForceAt: () => measure,
    scheme: () => DEFAULT_SCHEME,
    person: (id) => people.find((known) => known.id === id),
    bound: (department, role) =>
      people.filter((known) => known.active && known.department === department && known.roles.includes(role)),
    department: (code) => DEPARTMENTS.find((known) => known.code === code),
  };
};
export const law = lawWith();

export const who = (id: string, from: Law = law): Person => {
  const found = from.person(id);
  if (!found) throw new Error(`nobody is called ${id}`);
  return found;
};

/** `10-20 09:03`, of 2026, Asia/Shanghai. */
export const at = (text: string): Instant => instant(new Date(`2026-${text.replace(' ', 'T')}:00+08:00`));
/** An instant as `10-20 09:03`. */
export const shown = (moment: Instant | undefined): string | undefined =>
  moment === undefined
    ? undefined
    : new Date(Date.parse(moment) + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');

export const intake = (more: Partial<Intake> = {}): Intake => ({
  no: 'GD20261020001',
  type: '求助',
  title: '路灯不亮',
  urgent: false,
  anonymous: false,
  confidential: false,
  reachable: true,
  aboutDepartment: false,
  department: 'cgj',
  coDepartments: [],
  receivedAt: at('10-20 08:40'),
  ...more,
});

export const unknownDepartment = (more: Partial<Intake> = {}): Intake => {
  const { department: _none, ...rest } = intake(more);
  return rest;
};

/** The ticket after a command that must succeed. */
export const after = (ticket: Ticket | undefined, command: Command, by: Law = law): Ticket => {
  const answer = decide(command, ticket, by);
  if (isRefusal(answer)) throw new Error(`${command.type} was refused: ${answer.code} ${answer.says}`);
  return applied(ticket, answer);
};

export const applied = (ticket: Ticket | undefined, events: readonly TicketEvent[]): Ticket => {
  const end = events.reduce<Ticket | undefined>((state, event) => evolve(state, event), ticket);
  if (!end) throw new Error('there is a ticket');
  return end;
};

/** The refusal of a command that must not succeed. */
export const refused = (ticket: Ticket | undefined, command: Command, by: Law = law): Refusal => {
  const answer = decide(command, ticket, by);
  if (!isRefusal(answer)) throw new Error(`${command.type} was not refused`);
  return answer;
};

/** The types of the events a command brings. */
export const types = (ticket: Ticket, command: Command, by: Law = law): string[] => {
  const answer = decide(command, ticket, by);
  return isRefusal(answer) ? [answer.code] : answer.map(({ type }) => type);
};

type Bare<C> = C extends unknown ? Omit<C, 'by' | 'at'> : never;
/** A person's command: `order('limin', '10-20 09:03', { type: 'Claim' })`. */
export const order = (id: string, moment: string, bare: Bare<PersonCommand>, from: Law = law): Command =>
  ({ ...bare, by: who(id, from), at: at(moment) }) as Command;

export const registered = (more: Partial<Intake> = {}, moment = '10-20 08:50', by: Law = law): Ticket =>
  after(undefined, { type: 'Register', intake: intake(more), at: at(moment) }, by);

const through = (ticket: Ticket, commands: readonly Command[], by: Law): Ticket =>
  commands.reduce((state, command) => after(state, command, by), ticket);

/** What brings a ticket of 城管局 through the house in the usual way, a step a status. */
export const claim = order('limin', '10-20 09:03', { type: 'Claim' });
export const signOff = order('lijianguo', '10-20 10:00', { type: 'SignOff', lead: 'wangfang', handlers: ['zhangwei'] });
export const contact = (moment: string, by = 'zhangwei'): Command =>
  order(by, moment, {
    type: 'RecordContact',
    mode: '见面',
    happenedAt: at(moment),
    place: '南门社区',
    attachments: [],
  });
export const reply = (moment: string): Command =>
  order('zhangwei', moment, { type: 'Reply', process: '到现场查看并更换灯泡', result: '路灯已亮' });
export const approve = (moment: string): Command =>
  order('lijianguo', moment, { type: 'ApproveReply', seal: '电子签' });
export const answer = (
  moment: string,
  result: '满意' | '基本满意' | '一般' | '不满意',
  more: { contacted?: boolean } = {},
): Command => order('yangyan', moment, { type: 'FollowUp', contacted: true, process: '满意', result, ...more });

export const claimed = (more: Partial<Intake> = {}): Ticket => after(registered(more), claim);
export const handling = (more: Partial<Intake> = {}): Ticket => after(claimed(more), signOff);
export const toReview = (more: Partial<Intake> = {}): Ticket =>
  through(handling(more), [contact('10-21 09:30'), reply('10-21 11:00')], law);
export const toFollowUp = (more: Partial<Intake> = {}): Ticket => after(toReview(more), approve('10-21 15:00'));
export const rework = (more: Partial<Intake> = {}): Ticket => after(toFollowUp(more), answer('10-21 17:00', '不满意'));
export const reworked = (more: Partial<Intake> = {}): Ticket =>
  through(rework(more), [contact('10-22 09:00'), reply('10-22 10:00'), approve('10-22 11:00')], law);
export const toConsult = (more: Partial<Intake> = {}): Ticket => after(reworked(more), answer('10-22 15:00', '不满意'));
