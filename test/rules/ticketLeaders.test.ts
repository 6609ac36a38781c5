import { describe, expect, test } from 'vitest';
import { decidersAmong } from '../../src/domain/referral/referral.ts';
import { decide } from '../../src/domain/ticket/decide.ts';
import type { ReferralRoute, Ticket } from '../../src/domain/ticket/state.ts';
import { nextWake } from '../../src/domain/ticket/wake.ts';
import {
  after,
  answer,
  approve,
  at,
  contact,
  handling,
  law,
  lawWith,
  order,
  PEOPLE,
  refused,
  registered,
  reply,
  shown,
  toFollowUp,
  types,
  who,
} from './ticketCounty.ts';

const difficult = (moment = '10-21 09:00', route?: ReferralRoute) =>
  order('hanmei', moment, { type: 'MarkDifficult', reason: '涉及多个部门', ...(route ? { route } : {}) });
const decision = (by: string, department = 'zjj', moment = '10-21 14:30') =>
  order(by, moment, { type: 'DecideReferral', department, opinion: '由住建局办理' });
const escalate = (moment = '10-21 09:00') => order('hanmei', moment, { type: 'Escalate', reason: '情况复杂' });
const take = (moment: string) => order('xinfang', moment, { type: 'TakeCase' });
const conclude = (moment: string) => order('xinfang', moment, { type: 'ConcludeCase', result: '已调处' });

describe('R3.6–R3.7 the suggested route', () => {
  const route = (receivedAt: string, by = law) =>
    after(registered({ receivedAt }), difficult(), by).referral?.suggestedRoute;
  test.each([
    ['Sunday 23:59', '10-18 23:59', 'countyLeader'],
    ['Monday 00:00', '10-19 00:00', 'petitionBureau'],
    ['Monday evening', '10-19 20:00', 'petitionBureau'],
    ['Tuesday 11:59', '10-20 11:59', 'petitionBureau'],
    ['Tuesday 12:00', '10-20 12:00', 'countyLeader'],
    ['Thursday', '10-22 09:00', 'countyLeader'],
    ['a Monday of National Day', '10-05 09:00', 'countyLeader'],
    ['the Tuesday morning after that Monday', '10-06 11:59', 'petitionBureau'],
    ['the Monday of Qingming', '04-06 09:00', 'countyLeader'],
    ['the Tuesday morning after Qingming', '04-07 09:00', 'petitionBureau'],
    ['the Tuesday noon after Qingming', '04-07 12:00', 'countyLeader'],
    ['a Monday of Spring Festival', '02-16 09:00', 'countyLeader'],
    ['the Monday of Labour Day', '05-04 23:00', 'countyLeader'],
    ['a make-up Sunday (New Year)', '01-04 09:00', 'countyLeader'],
    ['a make-up Sunday (National Day)', '09-20 09:00', 'countyLeader'],
    ['the Monday after a make-up Sunday', '09-21 09:00', 'petitionBureau'],
    ['a make-up Saturday (Spring Festival)', '02-28 09:00', 'countyLeader'],
    ['a make-up Saturday', '10-10 09:00', 'countyLeader'],
  ])('reached the county on %s (%s): %s', (_what, received, expected) => {
    expect(route(at(received))).toBe(expected);
  });

  test('by the setting “mornings”, Monday afternoon does not count', () => {
    const mornings = lawWith({ petitionWindow: 'mornings' });
    expect(route(at('10-19 11:59'), mornings)).toBe('petitionBureau');
    expect(route(at('10-19 12:00'), mornings)).toBe('countyLeader');
    expect(route(at('10-20 09:00'), mornings)).toBe('petitionBureau');
  });

  test('R3.8 the centre may choose another, the suggestion stands beside it', () => {
    expect(after(registered(), difficult('10-21 09:00', 'hotlineLeader')).referral).toMatchObject({
      suggestedRoute: 'petitionBureau',
      route: 'hotlineLeader',
      reason: '涉及多个部门',
    });
  });
});

describe('呈批 and 批示', () => {
  test('only the leader of the route decides, or the hotline leader', () => {
    const sheet = after(registered(), difficult('10-21 09:00', 'countyLeader'));
    expect(refused(sheet, decision('jiefang'))).toMatchObject({ code: 'NotYourRole', duty: 'R3.7' });
    expect(refused(sheet, decision('hanmei')).code).toBe('NotYourRole');
    expect(types(sheet, decision('fengxian'))).toEqual(['ReferralDecided']);
    expect(types(sheet, decision('heshu'))).toEqual(['ReferralDecided']);
  });

  test('R3.7 the county leader decides in their own fields alone, R3.6 the reception leader on their day', () => {
    const people = PEOPLE.map((person) => ({
      ...person,
      ...(person.id === 'fengxian' ? { fields: ['城乡建设'] } : {}),
      ...(person.id === 'jiefang' ? { roster: ['2026-10-22'] } : {}),
    }));
    const by = lawWith({}, people);
    const decides = (sheet: Ticket, id: string, moment: string) =>
      decide({ type: 'DecideReferral', department: 'zjj', by: who(id, by), at: at(moment) }, sheet, by);
    const building = after(registered({ category: '城乡建设/市政' }), difficult('10-21 09:00', 'countyLeader'));
    const schools = after(registered({ category: '教育/学校' }), difficult('10-21 09:00', 'countyLeader'));
    expect(decides(building, 'fengxian', '10-21 14:30')).toMatchObject([{ type: 'ReferralDecided' }]);
    expect(decides(schools, 'fengxian', '10-21 14:30')).toMatchObject({ code: 'NotYours', article: '第三条' });
    const monday = after(registered(), difficult('10-21 09:00', 'petitionBureau'));
    expect(decides(monday, 'jiefang', '10-21 14:30')).toMatchObject({ code: 'NotYours', duty: 'R3.6' });
    expect(decides(monday, 'jiefang', '10-22 09:00')).toMatchObject([{ type: 'ReferralDecided' }]);
    expect(decides(monday, 'heshu', '10-21 14:30')).toMatchObject([{ type: 'ReferralDecided' }]);
    expect(decidersAmong(people, schools, at('10-21 09:00'))).toMatchObject({
      deciders: [{ id: 'heshu' }],
      instead: true,
    });
  });

  test('a leader who has not decided is reminded after four working hours and every working day', () => {
    const sheet = after(registered(), difficult('10-23 14:30', 'countyLeader'));
    const watched = (ticket: Ticket, moment: string) => types(ticket, { type: 'Watch', at: at(moment) });
    expect(watched(sheet, '10-26 09:25')).toEqual([]);
    expect(watched(sheet, '10-26 09:30')).toEqual(['LeaderReminded']);
    const once = after(sheet, { type: 'Watch', at: at('10-26 09:30') });
    expect(watched(once, '10-27 09:25')).toEqual([]);
    expect(watched(once, '10-27 09:30')).toEqual(['LeaderReminded']);
    expect(nextWake(once, law)).toBe(at('10-27 09:30'));
  });

  test('the decision binds: a new full limit and no second return', () => {
    const decided = after(after(handling(), difficult('10-21 09:00', 'countyLeader')), decision('fengxian'));
    expect(decided).toMatchObject({ status: 'toClaim', department: 'zjj', binding: true, round: 1 });
    expect([shown(decided.claimDueAt), shown(decided.dueAt)]).toEqual(['10-22 17:30', '11-11 17:30']);
    expect(decided.signOff).toBeUndefined();
    expect(refused(decided, order('chenjing', '10-21 15:00', { type: 'AskReturn', reason: '不属本局' })).code).toBe(
      'Binding',
    );
  });

  test.each(['nobody', 'centre'])('not to %s', (code) => {
    expect(refused(after(registered(), difficult()), decision('heshu', code)).code).toBe('ArgumentWrong');
  });

  test('marked by the centre, with a reason, before the review', () => {
    expect(refused(registered(), order('limin', '10-21 09:00', { type: 'MarkDifficult', reason: '复杂' })).code).toBe(
      'NotYourRole',
    );
    expect(refused(registered(), order('hanmei', '10-21 09:00', { type: 'MarkDifficult', reason: '' })).code).toBe(
      'ArgumentMissing',
    );
    expect(refused(toFollowUp(), difficult('10-21 16:00')).code).toBe('WrongStatus');
  });
});

describe('R4 提级转办', () => {
  const taken = after(after(handling(), escalate()), take('10-21 10:00'));
  const through = (ticket: Ticket, ...steps: Parameters<typeof after>[1][]): Ticket =>
    steps.reduce((state, step) => after(state, step), ticket);

  test('R4.1 the old clock freezes: nothing is late until the bureau takes the case', () => {
    const frozen = after(handling(), escalate());
    expect(frozen).toMatchObject({
      status: 'escalated',
      escalation: { frozenDueAt: at('10-27 17:30'), wasOverdue: false },
    });
    expect(types(frozen, { type: 'Watch', at: at('12-20 09:00') })).toEqual([]);
    expect(nextWake(frozen, law)).toBeUndefined();
  });

  test('R4.1 an overdue already reached stays counted', () => {
    const late = after(handling(), { type: 'Watch', at: at('10-28 09:00') });
    const frozen = after(late, escalate('10-28 10:00'));
    expect(frozen).toMatchObject({ escalation: { wasOverdue: true }, dueAt: at('10-27 17:30') });
    expect(frozen.flags).toContain('overdue');
    expect(after(frozen, take('10-28 11:00')).escalation?.wasOverdue).toBe(true);
  });

  test('收案 starts sixty calendar days, one extension of thirty', () => {
    expect(shown(taken.dueAt)).toBe('12-20 17:30');
    const prolong = (moment: string) => order('xinfang', moment, { type: 'ProlongCase', reason: '案情复杂' });
    const prolonged = after(taken, prolong('12-01 09:00'));
    expect(prolonged.dueAt).toBe('2027-01-19T09:30:00.000Z');
    expect(prolonged.flags).toContain('provisionalDue');
    expect(refused(prolonged, prolong('12-02 09:00')).code).toBe('OnlyOnce');
  });

  test('R4.3 what is late against the new clock is found', () => {
    expect(types(taken, { type: 'Watch', at: at('12-20 18:00') })).toEqual(['OverdueReached']);
  });

  test('the department goes on: replied and approved it is followed up, 退回 leads back to the case', () => {
    const replied = through(taken, contact('10-22 09:30'), reply('10-22 11:00'));
    const back = order('lijianguo', '10-22 14:30', { type: 'SendBackReply', opinion: '再核实' });
    expect(after(replied, back).status).toBe('escalated');
    expect(after(replied, approve('10-22 15:00')).status).toBe('toFollowUp');
  });

  test('退回 leads back to the case also before the bureau has taken it', () => {
    const replied = through(after(handling(), escalate()), contact('10-22 09:30'), reply('10-22 11:00'));
    const back = after(replied, order('lijianguo', '10-22 14:30', { type: 'SendBackReply', opinion: '再核实' }));
    expect(back.status).toBe('escalated');
    expect(after(back, take('10-22 15:00')).dueFrom).toBe('petition');
  });

  test('a rework after the case is ordinary work', () => {
    const again = through(
      taken,
      contact('10-22 09:30'),
      reply('10-22 11:00'),
      approve('10-22 15:00'),
      answer('10-22 17:00', '不满意'),
      contact('10-23 09:30'),
      reply('10-23 11:00'),
    );
    const back = after(again, order('lijianguo', '10-23 14:30', { type: 'SendBackReply', opinion: '再核实' }));
    expect(back).toMatchObject({ status: 'handling', round: 2, dueFrom: 'rework' });
  });

  test('结案 only after 收案, then follow-up', () => {
    expect(refused(after(handling(), escalate()), conclude('10-21 10:00')).code).toBe('TooEarly');
    expect(after(taken, conclude('10-25 10:00')).status).toBe('toFollowUp');
    expect(refused(taken, take('10-21 11:00')).code).toBe('AlreadyDone');
  });

  test('退案 goes to a leader', () => {
    const back = after(taken, order('xinfang', '10-22 10:00', { type: 'GiveBackCase', reason: '不属信访' }));
    expect(back).toMatchObject({ status: 'referred', referral: { reason: '不属信访' } });
    expect(back.escalation).toBeUndefined();
    expect(after(back, decision('heshu')).status).toBe('toClaim');
  });

  test('concluded unsigned and not satisfying: it is signed first (R1.1), or dispatched first', () => {
    const unsigned = through(registered(), escalate(), take('10-21 10:00'), conclude('10-22 10:00'));
    const again = after(unsigned, answer('10-22 15:00', '不满意'));
    expect(again).toMatchObject({ status: 'toSignOff', round: 2 });
    const nobodys = after(undefined, { type: 'Register', intake: { ...registeredIntake }, at: at('10-20 08:50') });
    const concluded = through(nobodys, escalate(), take('10-21 10:00'), conclude('10-22 10:00'));
    expect(after(concluded, answer('10-22 15:00', '不满意')).status).toBe('toDispatch');
  });

  test('only the bureau acts on the case, only the centre escalates', () => {
    expect(refused(after(handling(), escalate()), order('hanmei', '10-21 10:00', { type: 'TakeCase' }))).toMatchObject({
      code: 'NotYourRole',
      article: '第四条',
    });
    expect(refused(handling(), order('lijianguo', '10-21 09:00', { type: 'Escalate', reason: '复杂' })).code).toBe(
      'NotYourRole',
    );
    expect(refused(toFollowUp(), escalate('10-21 16:00')).code).toBe('WrongStatus');
  });
});

const registeredIntake = {
  no: 'GD20261020009',
  type: '求助',
  title: '无人认领的井盖',
  urgent: false,
  anonymous: false,
  confidential: false,
  reachable: true,
  aboutDepartment: false,
  coDepartments: [],
  receivedAt: at('10-20 08:40'),
} as const satisfies Parameters<typeof registered>[0] & { no: string };

describe('R5 督办', () => {
  test('sets the flag and a new limit, not one already past', () => {
    const limit = at('10-24 17:30');
    expect(after(handling(), order('hanmei', '10-21 09:00', { type: 'Supervise', limit }))).toMatchObject({
      dueAt: limit,
      dueFrom: 'supervision',
      flags: ['supervised'],
    });
    expect(refused(handling(), order('hanmei', '10-25 09:00', { type: 'Supervise', limit })).code).toBe(
      'ArgumentWrong',
    );
  });
});
