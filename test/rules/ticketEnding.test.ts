import { describe, expect, test } from 'vitest';
import { waitingFor } from '../../src/domain/ticket/access.ts';
import {
  after,
  answer,
  approve,
  at,
  contact,
  handling,
  lawWith,
  order,
  PEOPLE,
  refused,
  reply,
  rework,
  reworked,
  shown,
  toConsult,
  toFollowUp,
  types,
  who,
} from './ticketCounty.ts';

describe('R6.1–R6.2 回访', () => {
  test.each([
    ['满意', true, 'TicketClosed'],
    ['基本满意', true, 'TicketClosed'],
    ['一般', true, 'TicketClosed'],
    ['不满意', true, 'ReworkOpened'],
    ['满意', false, 'ReworkOpened'],
  ] as const)('result %s, contacted %s: %s', (result, contacted, event) => {
    expect(types(toFollowUp(), answer('10-21 17:00', result, { contacted }))).toEqual(['FollowUpRecorded', event]);
  });

  test('a process not satisfying opens nothing', () => {
    const process = order('yangyan', '10-21 17:00', {
      type: 'FollowUp',
      contacted: true,
      process: '不满意',
      result: '一般',
    });
    expect(after(toFollowUp(), process).status).toBe('done');
  });

  test('a rework is one round more with three working days, late flags gone', () => {
    const again = rework({ dueAt: at('10-22 12:00') });
    expect(again).toMatchObject({ status: 'handling', round: 2, flags: [], dueFrom: 'rework' });
    expect(shown(again.dueAt)).toBe('10-26 17:30');
    expect(again.clockStoppedAt).toBeUndefined();
    expect(again.signOff?.lead).toBe('wangfang');
  });

  test.each([
    ['不满意', true, 'toConsult'],
    ['满意', true, 'done'],
    ['一般', true, 'done'],
    ['满意', false, 'done'],
  ] as const)('after a rework, result %s and contacted %s: %s', (result, contacted, status) => {
    expect(after(reworked(), answer('10-22 15:00', result, { contacted })).status).toBe(status);
  });

  test('the three answers are kept apart', () => {
    expect(rework().followUps).toMatchObject([
      { contacted: true, process: '满意', result: '不满意', round: 1, by: 'yangyan' },
    ]);
  });

  test('by the centre’s callers alone', () => {
    const bySomeone = (id: string) =>
      order(id, '10-21 17:00', { type: 'FollowUp', contacted: true, process: '满意', result: '满意' });
    for (const id of ['lijianguo', 'hanmei', 'xulei'])
      expect(refused(toFollowUp(), bySomeone(id))).toMatchObject({ code: 'NotYourRole', article: '第六条' });
    expect(refused(handling(), bySomeone('yangyan')).code).toBe('WrongStatus');
  });
});

describe('未接通 and 无法回访', () => {
  const tries = (...moments: string[]) =>
    moments.reduce((state, moment) => after(state, order('yangyan', moment, { type: 'NoAnswer' })), toFollowUp());

  test.each([
    ['two attempts', ['10-21 16:00', '10-22 09:00'], 'toFollowUp'],
    ['three in one half-day', ['10-22 09:00', '10-22 10:00', '10-22 11:59'], 'toFollowUp'],
    ['three on two half-days', ['10-22 09:00', '10-22 10:00', '10-22 12:00'], 'done'],
    ['three on three days', ['10-21 16:00', '10-22 09:00', '10-23 09:00'], 'done'],
    ['the fourth in another half-day', ['10-22 09:00', '10-22 10:00', '10-22 11:00', '10-22 14:30'], 'done'],
  ])('%s', (_what, moments, status) => {
    const ticket = tries(...moments);
    expect(ticket.status).toBe(status);
    expect(ticket.excludedBecause).toBe(status === 'done' ? '未接通' : undefined);
    expect(ticket.followUps).toHaveLength(moments.length);
  });

  const unreachable = (reason: string) => order('yangyan', '10-21 16:00', { type: 'Unreachable', reason });

  test('no telephone: closed and left out, with the reason', () => {
    expect(after(toFollowUp({ reachable: false }), unreachable('未留电话'))).toMatchObject({
      status: 'done',
      excludedBecause: '无法回访：未留电话',
    });
  });

  test('not with a telephone, not without a reason', () => {
    expect(refused(toFollowUp(), unreachable('没空')).code).toBe('ArgumentWrong');
    expect(refused(toFollowUp({ reachable: false }), unreachable('')).code).toBe('ArgumentMissing');
  });
});

describe('R2.3 the consultation', () => {
  const resolve = (handlingOf: 'rework' | 'close', more = {}, by = 'xulei') =>
    order(by, '11-13 16:00', { type: 'Resolve', handling: handlingOf, content: '由城管局牵头整改', ...more });

  test('reopens the ticket or ends it', () => {
    expect(after(toConsult(), resolve('rework'))).toMatchObject({ status: 'handling', round: 3 });
    expect(after(toConsult(), resolve('rework', { dueAt: at('11-20 17:30') })).dueAt).toBe(at('11-20 17:30'));
    expect(after(toConsult(), resolve('close'))).toMatchObject({ status: 'done', doneAt: at('11-13 16:00') });
  });

  test('by the director, with its content, with a limit ahead', () => {
    expect(refused(toConsult(), resolve('close', {}, 'hanmei'))).toMatchObject({
      code: 'NotYourRole',
      article: '第二条',
    });
    expect(refused(toConsult(), resolve('close', { content: '' })).code).toBe('ArgumentMissing');
    expect(refused(toConsult(), resolve('rework', { dueAt: at('11-13 09:00') })).code).toBe('ArgumentWrong');
  });
});

describe('R6.4 不合规诉求', () => {
  const mark = order('hanmei', '10-21 16:00', { type: 'MarkNonCompliant', basis: '条例第七条' });
  const explain = (by = 'wangfang', more = {}) =>
    order(by, '10-22 10:00', {
      type: 'Explain',
      happenedAt: at('10-22 09:00'),
      people: '王芳、法律顾问',
      basis: '条例第七条',
      ...more,
    });

  test('after the first rework the deputy’s explanation ends it, outside satisfaction', () => {
    const marked = after(rework(), order('hanmei', '10-21 18:00', { type: 'MarkNonCompliant', basis: '条例第七条' }));
    expect(after(marked, explain())).toMatchObject({
      status: 'done',
      excludedBecause: '不合规诉求（第六条）',
      nonCompliance: { explained: { people: '王芳、法律顾问', by: 'wangfang' } },
    });
    expect(refused(marked, explain('lijianguo'))).toMatchObject({ code: 'NotYourRole', duty: 'R6.4' });
    expect(refused(marked, explain('sunli')).code).toBe('NotYours');
    expect(refused(marked, explain('wangfang', { basis: '' })).code).toBe('ArgumentMissing');
    expect(refused(marked, explain('wangfang', { happenedAt: at('10-22 11:00') })).code).toBe('ArgumentWrong');
  });

  test.each([
    ['no deputy', []],
    ['a deputy who has left', [{ ...who('wangfang'), active: false }]],
  ])('%s bound: the principal explains', (_what, deputies) => {
    const people = [...PEOPLE.filter(({ id }) => id !== 'wangfang'), ...deputies];
    const county = lawWith({}, people);
    const marked = after(rework(), order('hanmei', '10-21 18:00', { type: 'MarkNonCompliant', basis: '条例第七条' }));
    expect(waitingFor(marked, county)).toContainEqual({ role: 'principal', department: 'cgj', command: 'Explain' });
    expect(after(marked, explain('lijianguo'), county)).toMatchObject({
      status: 'done',
      nonCompliance: { explained: { by: 'lijianguo' } },
    });
    expect(refused(marked, explain('zhangwei'), county).says).toContain('主要负责人');
  });

  test('not before a rework, not unmarked, marked once', () => {
    expect(refused(after(toFollowUp(), mark), explain()).code).toBe('TooEarly');
    expect(refused(rework(), explain()).code).toBe('WrongStatus');
    expect(refused(after(toFollowUp(), mark), mark).code).toBe('AlreadyDone');
  });
});

describe('重办', () => {
  const done = after(toFollowUp(), answer('10-21 17:00', '满意'));
  const reopen = (moment: string, reason = '问题反复', by = 'hanmei') => order(by, moment, { type: 'Reopen', reason });

  test('within thirty days of its end, with a reason, by the operator', () => {
    expect(after(done, reopen('11-20 17:00'))).toMatchObject({ status: 'handling', round: 2, dueFrom: 'rework' });
    expect(refused(done, reopen('11-20 17:01')).code).toBe('TooLate');
    expect(refused(done, reopen('10-22 09:00', ' ')).code).toBe('ArgumentMissing');
    expect(refused(done, reopen('10-22 09:00', '反复', 'limin')).code).toBe('NotYourRole');
    expect(refused(handling(), reopen('10-22 09:00')).code).toBe('WrongStatus');
  });

  test('counted from the consultation that ended it', () => {
    const ended = after(
      toConsult(),
      order('xulei', '12-15 16:00', { type: 'Resolve', handling: 'close', content: '已无可办' }),
    );
    expect(after(ended, reopen('12-20 09:00')).round).toBe(3);
  });

  test('what was left out counts again', () => {
    const silent = after(
      toFollowUp({ reachable: false }),
      order('yangyan', '10-21 16:00', { type: 'Unreachable', reason: '未留电话' }),
    );
    const again = [reopen('10-22 09:00'), contact('10-22 10:00'), reply('10-22 11:00'), approve('10-22 15:00')];
    expect(again.reduce((state, step) => after(state, step), silent).excludedBecause).toBeUndefined();
  });
});
