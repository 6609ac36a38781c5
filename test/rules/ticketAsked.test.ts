import { describe, expect, test } from 'vitest';
import type { Ticket } from '../../src/domain/ticket/state.ts';
import {
  after,
  approve,
  claimed,
  contact,
  handling,
  order,
  refused,
  registered,
  reply,
  shown,
  toFollowUp,
  toReview,
  types,
} from './ticketCounty.ts';

const extend = (moment: string, days = 5, reason = '等配件', by = 'zhangwei') =>
  order(by, moment, { type: 'AskExtension', days, reason });
const giveBack = (moment: string, reason = '不属本局', by = 'limin') =>
  order(by, moment, { type: 'AskReturn', reason });
const unreasonable = (moment: string, basis = '条例第三条') =>
  order('zhangwei', moment, { type: 'AskUnreasonable', basis });
const accept = (moment: string, by = 'hanmei') => order(by, moment, { type: 'Accept' });
const refusal = (moment: string, reason = '理由不足') => order('hanmei', moment, { type: 'Refuse', reason });
const dispatch = (department: string, moment: string) =>
  order('hanmei', moment, { type: 'Dispatch', department, coDepartments: [] });

describe('延期', () => {
  test('granted: counted from the old limit, in working days', () => {
    const granted = after(after(handling(), extend('10-21 09:00')), accept('10-21 10:00'));
    expect(shown(granted.dueAt)).toBe('11-03 17:30');
    expect(granted).toMatchObject({ dueFrom: 'extension', extension: { outcome: 'granted' } });
    expect(granted.flags).not.toContain('extensionAsked');
  });

  test('refused: the limit stays, and it cannot be asked again', () => {
    const no = after(after(handling(), extend('10-21 09:00')), refusal('10-21 10:00'));
    expect(shown(no.dueAt)).toBe('10-27 17:30');
    expect(refused(no, extend('10-21 11:00')).code).toBe('OnlyOnce');
  });

  test.each([
    [0, '等配件', '10-21 09:00', 'ArgumentWrong'],
    [11, '等配件', '10-21 09:00', 'ArgumentWrong'],
    [1.5, '等配件', '10-21 09:00', 'ArgumentWrong'],
    [5, '', '10-21 09:00', 'ArgumentMissing'],
    [5, '等配件', '10-27 17:31', 'TooLate'],
  ])('%d days because “%s” at %s: %s', (days, reason, moment, code) => {
    expect(refused(handling(), extend(moment, days, reason)).code).toBe(code);
  });

  test('ten days at the last minute are allowed', () => {
    expect(types(handling(), extend('10-27 17:30', 10))).toEqual(['ExtensionAsked']);
  });

  test('asked but not decided when the reply is approved: moot', () => {
    const moot = after(after(toReview(), extend('10-21 12:00')), approve('10-21 15:00'));
    expect(moot.flags).toEqual([]);
    expect(refused(moot, accept('10-21 16:00')).code).toBe('NothingAsked');
  });
});

describe('退单', () => {
  test.each([
    ['unclaimed', registered()],
    ['claimed', claimed()],
    ['found out later', handling()],
  ])('%s: with the centre’s leave it waits for 派单, all clocks cleared', (_what, ticket) => {
    const back = after(after(ticket, giveBack('10-20 16:00')), accept('10-20 16:30'));
    expect(back.status).toBe('toDispatch');
    expect([back.department, back.claimDueAt, back.dueAt, back.claimedBy, back.signOff]).toEqual(
      Array(5).fill(undefined),
    );
    expect(back.flags).toEqual([]);
    expect(back.returns).toMatchObject([{ department: 'cgj', outcome: 'accepted' }]);
  });

  test('the next department gets a full limit', () => {
    const back = after(after(registered(), giveBack('10-20 16:00')), accept('10-22 09:00'));
    const next = after(back, dispatch('zjj', '10-22 10:00'));
    expect([shown(next.claimDueAt), shown(next.dueAt)]).toEqual(['10-23 17:30', '10-29 17:30']);
  });

  test('refused: the time spent is not given back', () => {
    const no = after(after(registered(), giveBack('10-20 16:00')), refusal('10-21 17:00'));
    expect(no).toMatchObject({ status: 'toClaim', dueAt: registered().dueAt, returns: [{ outcome: 'refused' }] });
  });

  test('returned twice: to a leader by itself (R3.5)', () => {
    const once = after(after(registered(), giveBack('10-20 16:00')), accept('10-20 16:30'));
    const next = after(once, dispatch('zjj', '10-20 17:00'));
    const twice = after(next, giveBack('10-21 09:00', '不属本局', 'chenjing'));
    expect(types(twice, accept('10-21 10:00'))).toEqual(['ReturnAccepted', 'TicketReferred']);
    const referred = after(twice, accept('10-21 10:00'));
    expect(referred).toMatchObject({ status: 'referred', referral: { reason: '已退单 2 次' } });
    expect(referred.flags).toEqual(['difficult']);
  });

  test('one refused does not count towards it', () => {
    const no = after(after(registered(), giveBack('10-20 16:00')), refusal('10-20 17:00'));
    const again = after(after(no, giveBack('10-21 09:00')), accept('10-21 10:00'));
    expect(again.status).toBe('toDispatch');
  });

  test('a reply answers it: what was asked lapses', () => {
    const asked = after(after(handling(), contact('10-21 09:30')), giveBack('10-21 10:00'));
    const replied = after(asked, reply('10-21 11:00'));
    expect(replied.flags).toEqual([]);
    expect(replied.returns).toMatchObject([{ outcome: 'lapsed' }]);
    expect(refused(replied, accept('10-21 12:00')).code).toBe('NothingAsked');
  });

  test('taken to a leader meanwhile, only the leader’s decision leads on', () => {
    const asked = after(registered(), giveBack('10-20 16:00'));
    const referred = after(asked, order('hanmei', '10-20 17:00', { type: 'MarkDifficult', reason: '多部门推诿' }));
    expect(refused(referred, accept('10-20 17:30')).code).toBe('NothingAsked');
  });

  test('asked for twice, without a reason, by strangers: no', () => {
    const asked = after(registered(), giveBack('10-20 16:00'));
    expect(refused(asked, giveBack('10-20 16:10')).code).toBe('OnlyOnce');
    expect(refused(registered(), giveBack('10-20 16:00', ' ')).code).toBe('ArgumentMissing');
    expect(refused(registered(), giveBack('10-20 16:00', '不属本局', 'chenjing')).code).toBe('NotYours');
    expect(refused(toReview(), giveBack('10-21 16:00')).code).toBe('WrongStatus');
  });
});

describe('R5.6 不合理诉求', () => {
  const asked = after(handling(), unreasonable('10-21 09:00'));
  const confirmed: Ticket = after(after(asked, accept('10-21 10:00')), accept('10-21 11:00', 'duyu'));

  test('two different people of the centre confirm', () => {
    const once = after(asked, accept('10-21 10:00'));
    expect(once.flags).toEqual(['unreasonableAsked']);
    expect(refused(once, accept('10-21 10:05'))).toMatchObject({ code: 'SecondPersonNeeded', article: '第五条' });
    expect(confirmed).toMatchObject({
      flags: ['unreasonable'],
      excludedBecause: '不合理诉求（第五条）',
      status: 'handling',
    });
  });

  test('asked for once; a new proof only after a refusal', () => {
    expect(refused(asked, unreasonable('10-21 09:30')).code).toBe('OnlyOnce');
    expect(refused(confirmed, unreasonable('10-21 12:00')).code).toBe('AlreadyDone');
    expect(types(after(asked, refusal('10-21 10:00')), unreasonable('10-21 11:00', '条例第五条'))).toEqual([
      'UnreasonableAsked',
    ]);
    expect(refused(handling(), unreasonable('10-21 09:00', '—'))).toMatchObject({
      code: 'ArgumentMissing',
      duty: 'R5.6',
    });
  });

  test('the ticket is closed in the usual way, and stays out when worked on again', () => {
    const steps = [contact('10-21 12:00'), reply('10-21 14:30'), approve('10-21 15:00')];
    const closed = steps.reduce((state, step) => after(state, step), confirmed);
    const done = after(
      closed,
      order('yangyan', '10-21 16:00', { type: 'FollowUp', contacted: true, process: '一般', result: '一般' }),
    );
    expect(done).toMatchObject({ status: 'done', excludedBecause: '不合理诉求（第五条）' });
    expect(after(done, order('hanmei', '10-22 09:00', { type: 'Reopen', reason: '反复' })).excludedBecause).toBe(
      '不合理诉求（第五条）',
    );
  });
});

test('what nobody asked cannot be decided, a refusal needs its reason, and only the centre decides', () => {
  expect(refused(handling(), accept('10-21 09:00')).code).toBe('NothingAsked');
  expect(refused(after(handling(), extend('10-21 09:00')), refusal('10-21 10:00', '')).code).toBe('ArgumentMissing');
  expect(refused(after(handling(), extend('10-21 09:00')), accept('10-21 10:00', 'lijianguo')).code).toBe(
    'NotYourRole',
  );
  expect(refused(toFollowUp(), refusal('10-21 16:00')).code).toBe('NothingAsked');
});
