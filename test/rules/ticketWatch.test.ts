import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/domain/ticket/commands.ts';
import type { Ticket } from '../../src/domain/ticket/state.ts';
import { nextWake } from '../../src/domain/ticket/wake.ts';
import {
  after,
  at,
  handling,
  law,
  order,
  refused,
  registered,
  shown,
  toFollowUp,
  toReview,
  types,
} from './ticketCounty.ts';

const watch = (moment: string): Command => ({ type: 'Watch', at: at(moment) });
const looked = (ticket: Ticket, ...moments: string[]): Ticket =>
  moments.reduce((state, moment) => after(state, watch(moment)), ticket);
const reminded = (ticket: Ticket, moment: string): Ticket =>
  after(ticket, { type: 'NoteReminder', channel: 'group', to: 'wrkCgj', at: at(moment) });

describe('R3.2 超期未签收', () => {
  test('at the limit it is in time, the next scan finds it late, once', () => {
    expect(types(registered(), watch('10-21 17:30'))).toEqual([]);
    expect(types(registered(), watch('10-21 17:35'))).toEqual(['ClaimOverdueReached']);
    expect(types(looked(registered(), '10-21 17:35'), watch('10-21 17:40'))).toEqual([]);
  });

  test('a claimed ticket is not late for claiming', () => {
    expect(types(handling(), watch('10-21 17:35'))).toEqual([]);
  });

  const log = (happened: string, moment: string, by = 'hanmei') =>
    order(by, moment, { type: 'LogReminder', channel: '电话', to: '李敏', happenedAt: at(happened) });

  test('a reminder by telephone counts once the limit has passed, for what is unclaimed', () => {
    const late = looked(registered(), '10-22 08:30');
    expect(after(late, log('10-22 09:00', '10-22 09:05')).reminders).toEqual([
      { channel: '电话', to: '李敏', at: at('10-22 09:00'), by: 'hanmei' },
    ]);
    expect(refused(registered(), log('10-21 09:00', '10-21 09:05'))).toMatchObject({ code: 'TooEarly', duty: 'R3.2' });
    expect(refused(late, log('10-22 10:00', '10-22 09:05')).code).toBe('ArgumentWrong');
    expect(refused(handling(), log('10-22 09:00', '10-22 09:05')).code).toBe('WrongStatus');
    expect(refused(late, log('10-22 09:00', '10-22 09:05', 'yangyan')).code).toBe('NotYourRole');
  });
});

describe('R3.3 points are proposed only after a counted reminder and the grace', () => {
  const late = looked(registered(), '10-22 08:30');

  test('never without a reminder', () => {
    expect(looked(late, '10-30 17:00').deductions).toEqual([]);
  });

  test.each([
    ['10-22 15:03', []],
    ['10-22 15:08', ['DeductionProposed']],
  ])('reminded at 08:33, at %s: %j', (moment, expected) => {
    expect(types(reminded(late, '10-22 08:33'), watch(moment))).toEqual(expected);
  });

  test('the earliest reminder counts, the deduction says so and is proposed once', () => {
    const twice = reminded(reminded(late, '10-22 08:33'), '10-22 13:47');
    const proposed = looked(twice, '10-22 15:10');
    expect(proposed.deductions).toMatchObject([
      { clause: 'R3.3', state: 'proposed', department: 'cgj', points: '0.5' },
    ]);
    expect(proposed.deductions[0]?.because).toContain('10-22 08:33');
    expect(types(proposed, watch('10-22 16:00'))).toEqual([]);
  });

  test('claimed within the grace: none', () => {
    const claimed = after(reminded(late, '10-22 08:33'), order('limin', '10-22 11:00', { type: 'Claim' }));
    expect(looked(claimed, '10-22 16:00').deductions).toEqual([]);
  });

  test('a reminder to the department that had it before does not count for the next', () => {
    const asked = after(
      reminded(late, '10-22 08:33'),
      order('limin', '10-22 09:00', { type: 'AskReturn', reason: '不属本局' }),
    );
    const back = after(asked, order('hanmei', '10-22 09:30', { type: 'Accept' }));
    const next = after(
      back,
      order('hanmei', '10-22 10:00', { type: 'Dispatch', department: 'zjj', coDepartments: [] }),
    );
    expect(looked(next, '10-23 17:35', '10-27 17:00').deductions).toEqual([]);
  });

  test('the director confirms; what is not confirmed lapses', () => {
    const proposed = looked(reminded(late, '10-22 08:33'), '10-22 15:10');
    const id = proposed.deductions[0]?.id ?? '';
    const confirm = (by: string) => order(by, '10-28 09:00', { type: 'ConfirmDeduction', deduction: id });
    expect(refused(proposed, confirm('hanmei')).code).toBe('NotYourRole');
    const confirmed = after(proposed, confirm('xulei'));
    expect(confirmed.deductions[0]?.state).toBe('confirmed');
    expect(refused(confirmed, confirm('xulei')).code).toBe('NothingAsked');
    const lapse: Command = { type: 'LapseDeductions', at: at('11-05 09:00'), before: at('11-01 00:00') };
    expect(after(proposed, lapse).deductions[0]?.state).toBe('lapsed');
    expect(types(confirmed, lapse)).toEqual([]);
  });
});

describe('R3.4 less than two working days left', () => {
  const ticket = handling({ dueAt: at('10-23 17:30') });

  test.each([
    ['10-22 08:25', []],
    ['10-22 08:30', []],
    ['10-22 08:35', ['NearDueReached']],
    ['10-23 17:30', ['NearDueReached']],
    ['10-23 17:35', ['OverdueReached']],
  ])('due Friday 17:30, the scan at %s brings %j', (moment, expected) => {
    expect(types(ticket, watch(moment))).toEqual(expected);
  });

  test('near due first, then overdue, each once', () => {
    const near = looked(ticket, '10-22 08:35');
    expect(near.flags).toContain('nearDue');
    const over = looked(near, '10-22 09:00', '10-23 17:35');
    expect(over.flags).toContain('overdue');
    expect(over.flags).not.toContain('nearDue');
    expect(types(over, watch('10-24 09:00'))).toEqual([]);
  });

  test('the clock runs until the reply is approved', () => {
    expect(types(toReview({ dueAt: at('10-23 17:30') }), watch('10-23 17:35'))).toEqual(['OverdueReached']);
    expect(types(toFollowUp({ dueAt: at('10-23 17:30') }), watch('10-23 17:35'))).toEqual([]);
  });
});

describe('R4.1 five working days from dispatch nominate', () => {
  test.each([
    ['10-27 17:30', false],
    ['10-27 17:35', true],
  ])('dispatched 10-20, at %s: %s', (moment, nominated) => {
    expect(types(handling({ dueAt: at('11-20 17:30') }), watch(moment)).includes('EscalationNominated')).toBe(
      nominated,
    );
  });

  test('once, an extension does not nominate it again; an urgent one is nominated too', () => {
    const nominated = looked(handling({ dueAt: at('10-30 17:30') }), '10-27 17:35');
    const asked = after(
      nominated,
      order('zhangwei', '10-28 09:00', { type: 'AskExtension', days: 3, reason: '等配件' }),
    );
    const granted = after(asked, order('hanmei', '10-28 09:30', { type: 'Accept' }));
    expect(types(granted, watch('10-28 10:00'))).toEqual([]);
    expect(types(looked(handling({ urgent: true }), '10-22 09:00'), watch('10-27 17:35'))).toContain(
      'EscalationNominated',
    );
  });
});

describe('the clock wakes for', () => {
  test.each([
    ['the claim limit', registered(), '10-21 17:30'],
    ['the near-due start', looked(registered(), '10-21 17:35'), '10-26 08:30'],
    ['the grace', reminded(looked(registered(), '10-21 17:35'), '10-22 08:33'), '10-22 15:03'],
    ['the limit', looked(handling(), '10-26 09:00'), '10-27 17:30'],
  ])('%s', (_what, ticket, moment) => {
    expect(shown(nextWake(ticket, law))).toBe(moment);
  });

  test('nothing once the reply is approved', () => {
    expect(nextWake(toFollowUp(), law)).toBeUndefined();
  });
});
