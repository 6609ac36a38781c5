import { describe, expect, test } from 'vitest';
import type { Ticket } from '../../src/domain/ticket/state.ts';
import {
  after,
  at,
  claimed,
  handling,
  intake,
  order,
  refused,
  registered,
  shown,
  toFollowUp,
  types,
  unknownDepartment,
} from './ticketCounty.ts';

const dispatch = (department: string, coDepartments: string[] = [], moment = '10-20 10:00') =>
  order('hanmei', moment, { type: 'Dispatch', department, coDepartments });
const correct = (more: Parameters<typeof intake>[0], moment = '10-20 15:00') => ({
  type: 'Correct' as const,
  intake: intake(more),
  at: at(moment),
});
const arrived = (more: Parameters<typeof intake>[0] = {}): Ticket =>
  after(undefined, { type: 'Register', intake: unknownDepartment(more), at: at('10-20 08:50') });

describe('limits are fixed when a ticket is dispatched', () => {
  test.each([
    ['咨询', false, '10-21 17:30', '10-22 17:30'],
    ['求助', false, '10-21 17:30', '10-27 17:30'],
    ['投诉', false, '10-21 17:30', '10-27 17:30'],
    ['求助', true, '10-20 10:50', '10-21 08:50'],
  ] as const)('%s, urgent %s: claim by %s, done by %s', (type, urgent, claim, due) => {
    const ticket = registered({ type, urgent });
    expect(ticket.status).toBe('toClaim');
    expect([shown(ticket.claimDueAt), shown(ticket.dueAt)]).toEqual([claim, due]);
    expect(ticket.dueFrom).toBe('default');
  });

  test('an urgent clock runs through the night and the weekend', () => {
    const ticket = registered({ urgent: true }, '10-23 23:00');
    expect([shown(ticket.claimDueAt), shown(ticket.dueAt)]).toEqual(['10-24 01:00', '10-24 23:00']);
  });

  test('the upstream’s own 办理时限 wins over the default', () => {
    expect(registered({ dueAt: at('10-29 12:00') })).toMatchObject({ dueAt: at('10-29 12:00'), dueFrom: 'upstream' });
  });

  test('the upstream’s time of dispatch starts the clocks', () => {
    const ticket = registered({ dispatchedAt: at('10-19 16:00') });
    expect([shown(ticket.dispatchedAt), shown(ticket.claimDueAt)]).toEqual(['10-19 16:00', '10-20 17:30']);
  });

  test('a deadline in a year without published holidays is 暂定', () => {
    const ticket = registered({}, '12-30 10:00');
    expect(ticket.flags).toContain('provisionalDue');
  });
});

describe('派单', () => {
  test('a ticket for nobody known waits for the operator and keeps the upstream’s date', () => {
    const ticket = after(arrived({ dueAt: at('10-29 12:00') }), dispatch('cgj', ['zjj', 'cgj', 'nobody']));
    expect(ticket).toMatchObject({
      status: 'toClaim',
      department: 'cgj',
      coDepartments: ['zjj'],
      dueAt: at('10-29 12:00'),
      dueFrom: 'upstream',
    });
  });

  test('an upstream date already past is no limit for the department', () => {
    expect(after(arrived({ dueAt: at('10-20 09:00') }), dispatch('cgj')).dueFrom).toBe('default');
  });

  test.each([
    ['nobody', 'ArgumentWrong'],
    ['centre', 'ArgumentWrong'],
  ])('not to %s', (code, refusal) => {
    expect(refused(arrived(), dispatch(code)).code).toBe(refusal);
  });

  test('only by the centre, and only what waits for it', () => {
    const byLiaison = order('limin', '10-20 10:00', { type: 'Dispatch', department: 'cgj', coDepartments: [] });
    expect(refused(arrived(), byLiaison)).toMatchObject({ code: 'NotYourRole' });
    expect(refused(registered(), dispatch('zjj')).says).toContain('待签收');
  });

  test('a department unknown to the county does not get a ticket by import', () => {
    expect(registered({ department: 'nobody' }).status).toBe('toDispatch');
    expect(registered({ department: 'centre' }).status).toBe('toDispatch');
  });
});

describe('a known number imported again', () => {
  test('the same content changes nothing', () => {
    expect(types(registered(), correct({}))).toEqual([]);
  });

  test('changes title and date, and the department before the claim', () => {
    const ticket = after(registered(), correct({ title: '路灯全不亮', dueAt: at('10-30 17:30'), department: 'zjj' }));
    expect(ticket).toMatchObject({
      title: '路灯全不亮',
      department: 'zjj',
      dueAt: at('10-30 17:30'),
      status: 'toClaim',
    });
  });

  test('does not take a claimed ticket away', () => {
    expect(after(claimed(), correct({ department: 'zjj' }))).toMatchObject({ department: 'cgj', status: 'toSignOff' });
  });

  test('a granted extension is not undone by the old date, nor by a new one', () => {
    const asked = after(
      handling({ dueAt: at('10-27 17:30') }),
      order('zhangwei', '10-21 09:00', { type: 'AskExtension', days: 3, reason: '等配件' }),
    );
    const granted = after(asked, order('hanmei', '10-21 10:00', { type: 'Accept' }));
    expect(shown(granted.dueAt)).toBe('10-30 17:30');
    expect(after(granted, correct({ dueAt: at('10-27 17:30'), title: '新题' })).dueAt).toBe(granted.dueAt);
    expect(after(granted, correct({ dueAt: at('10-28 17:30'), title: '新题' })).dueAt).toBe(granted.dueAt);
  });

  test('what people did with a returned ticket is not undone by the old word', () => {
    const asked = after(
      registered({ dueAt: at('10-27 17:30') }),
      order('limin', '10-20 09:10', { type: 'AskReturn', reason: '不属本局' }),
    );
    const returned = after(asked, order('hanmei', '10-20 09:20', { type: 'Accept' }));
    expect(after(returned, correct({ dueAt: at('10-27 17:30'), title: '新题' })).status).toBe('toDispatch');
    const elsewhere = after(returned, dispatch('zjj', [], '10-21 10:00'));
    expect(elsewhere.dueFrom).toBe('default');
    expect(after(elsewhere, correct({ dueAt: at('10-27 17:30'), title: '新题' }, '10-21 11:00'))).toMatchObject({
      department: 'zjj',
      dueAt: elsewhere.dueAt,
    });
  });

  test('the date of a reply already approved stays', () => {
    const ticket = toFollowUp();
    expect(after(ticket, correct({ dueAt: at('10-20 09:00'), title: '新题' }, '10-21 16:00')).dueAt).toBe(ticket.dueAt);
  });

  test('保密, 匿名 and a complaint about the department are added, never lifted', () => {
    const secret = after(registered(), correct({ confidential: true, anonymous: true, aboutDepartment: true }));
    expect(secret).toMatchObject({ aboutDepartment: true, flags: ['anonymous', 'confidential'] });
    expect(types(secret, correct({}))).toEqual([]);
  });
});

describe('并单, 作废, 恢复', () => {
  const voided = order('hanmei', '10-20 11:00', { type: 'Void', reason: '重复登记' });
  const merged = order('hanmei', '10-20 11:00', { type: 'Merge', into: 'GD20261020002' });
  const restore = order('hanmei', '10-20 12:00', { type: 'Restore' });

  test.each([
    ['toClaim', registered()],
    ['handling', handling()],
    ['toFollowUp', toFollowUp()],
  ] as const)('from %s and back', (status, ticket) => {
    expect(after(ticket, voided).status).toBe('void');
    expect(after(ticket, merged)).toMatchObject({ status: 'merged', mergedInto: 'GD20261020002' });
    expect(after(after(ticket, merged), restore)).toEqual(ticket);
    expect(after(ticket, voided).statusBefore).toBe(status);
  });

  test('what is missing or wrong is said', () => {
    const ticket = registered();
    expect(refused(ticket, order('hanmei', '10-20 11:00', { type: 'Void', reason: ' 。' })).code).toBe(
      'ArgumentMissing',
    );
    expect(refused(ticket, order('hanmei', '10-20 11:00', { type: 'Merge', into: '' })).code).toBe('ArgumentMissing');
    expect(refused(ticket, order('hanmei', '10-20 11:00', { type: 'Merge', into: ticket.no })).code).toBe(
      'ArgumentWrong',
    );
    expect(refused(after(ticket, voided), merged).code).toBe('WrongStatus');
    expect(refused(ticket, restore).code).toBe('WrongStatus');
    expect(refused(ticket, order('lijianguo', '10-20 11:00', { type: 'Void', reason: '重复' })).code).toBe(
      'NotYourRole',
    );
  });

  test('nothing is accepted on a ticket set aside', () => {
    const asked = after(registered(), order('limin', '10-20 09:10', { type: 'AskReturn', reason: '不属本局' }));
    expect(types(after(asked, voided), order('hanmei', '10-20 11:30', { type: 'Accept' }))).toEqual(['WrongStatus']);
  });
});
