import { describe, expect, test } from 'vitest';
import { audience, isRestricted, mayRead, waitingFor } from '../../src/domain/ticket/access.ts';
import type { Intake } from '../../src/domain/ticket/commands.ts';
import type { Ticket } from '../../src/domain/ticket/state.ts';
import {
  after,
  claimed,
  handling,
  law,
  order,
  PEOPLE,
  registered,
  signOff,
  toConsult,
  toFollowUp,
  toReview,
  who,
} from './ticketCounty.ts';

const reached = (ticket: Ticket): string[] => audience(ticket, PEOPLE).map(({ id }) => id);
const readers = (ticket: Ticket): string[] => PEOPLE.filter((person) => mayRead(person, ticket)).map(({ id }) => id);
const waits = (ticket: Ticket): string[] =>
  waitingFor(ticket, law).map(({ role, department, people, command }) =>
    [people?.join('+') ?? `${role}@${department ?? 'county'}`, command].join(' '),
  );
const CENTRE_AND_LEADERS = ['hanmei', 'duyu', 'yangyan', 'xulei', 'heshu', 'fengxian', 'jiefang', 'xinfang', 'ducha'];

describe('who may read an ordinary ticket', () => {
  test('its department, those that assist, the centre and the leaders', () => {
    const own = ['limin', 'lijianguo', 'zhaoyi', 'wangfang', 'zhangwei', 'liuyang'];
    expect(readers(registered())).toEqual([...own, ...CENTRE_AND_LEADERS]);
    expect(mayRead(who('zhoujie'), registered({ coDepartments: ['zjj'] }))).toBe(true);
    expect(reached(registered())).toEqual(own);
  });

  test('nobody who has left', () => {
    expect(mayRead({ ...who('lijianguo'), active: false }, registered())).toBe(false);
  });

  test('what no department has yet, no department reads', () => {
    const ticket = registered({ department: 'nobody' });
    expect(readers(ticket)).toEqual(CENTRE_AND_LEADERS);
    expect(reached(ticket)).toEqual([]);
  });
});

describe('a restricted ticket reaches only the trusted', () => {
  test.each<[string, Partial<Intake>, string[], string[]]>([
    ['保密', { confidential: true }, ['limin', 'lijianguo'], ['limin', 'lijianguo', 'wangfang', 'zhangwei']],
    ['举报', { type: '举报' }, ['lijianguo'], ['lijianguo', 'wangfang', 'zhangwei']],
    [
      'a 投诉 about the department',
      { type: '投诉', aboutDepartment: true },
      ['limin', 'lijianguo'],
      ['limin', 'lijianguo', 'wangfang', 'zhangwei'],
    ],
    ['a 保密 举报', { type: '举报', confidential: true }, ['lijianguo'], ['lijianguo', 'wangfang', 'zhangwei']],
  ])('%s: before the sign-off and after it', (_what, more, before, afterwards) => {
    const ticket = registered({ ...more, coDepartments: ['zjj'] });
    expect(isRestricted(ticket)).toBe(true);
    expect(reached(ticket)).toEqual(before);
    expect(readers(ticket)).toEqual([...before, ...CENTRE_AND_LEADERS]);
    expect(reached(after(ticket, signOff))).toEqual(afterwards);
  });

  test('given to another department, the first one’s people no longer read it', () => {
    const signed = handling({ confidential: true });
    const asked = after(signed, order('zhangwei', '10-21 09:00', { type: 'AskReturn', reason: '不属本局' }));
    const back = after(asked, order('hanmei', '10-21 09:30', { type: 'Accept' }));
    const next = after(
      back,
      order('hanmei', '10-21 10:00', { type: 'Dispatch', department: 'zjj', coDepartments: [] }),
    );
    expect(reached(next)).toEqual(['chenjing', 'zhaogang']);
    expect(mayRead(who('zhangwei'), next)).toBe(false);
  });
});

describe('who is expected to act next', () => {
  test.each([
    ['待派单', registered({ department: 'nobody' }), ['operator@centre Dispatch']],
    ['待签收', registered(), ['liaison@cgj Claim', 'handler@cgj Claim']],
    ['待签收 of a 保密 one', registered({ confidential: true }), ['liaison@cgj Claim']],
    ['待签收 of a 举报', registered({ type: '举报' }), ['principal@cgj SignOff']],
    ['待签批', claimed(), ['principal@cgj SignOff', 'delegate@cgj SignOff', 'liaison@cgj Propose']],
    ['待签批 of a 保密 one', claimed({ confidential: true }), ['principal@cgj SignOff', 'liaison@cgj Propose']],
    ['办理中', handling(), ['wangfang+zhangwei RecordContact', 'wangfang+zhangwei Reply']],
    ['待审核', toReview(), ['principal@cgj ApproveReply', 'delegate@cgj ApproveReply']],
    ['待回访', toFollowUp(), ['followUp@centre FollowUp']],
    ['待会商', toConsult(), ['director@centre Resolve', 'director@centre ConfirmDeduction']],
  ])('%s', (_status, ticket, expected) => {
    expect(waits(ticket)).toEqual(expected);
  });

  test('what is asked waits for the centre besides; the second to confirm a proof may be the director', () => {
    const asked = after(handling(), order('zhangwei', '10-21 09:00', { type: 'AskUnreasonable', basis: '条例第三条' }));
    expect(waits(asked)).toContain('operator@centre Accept');
    const once = after(asked, order('hanmei', '10-21 10:00', { type: 'Accept' }));
    expect(waits(once)).toContain('director@centre Accept');
  });

  test('a sheet waits for the leader of its route', () => {
    const sheet = (route: 'petitionBureau' | 'countyLeader' | 'hotlineLeader') =>
      waits(after(registered(), order('hanmei', '10-21 09:00', { type: 'MarkDifficult', reason: '多部门', route })));
    expect(sheet('petitionBureau')).toEqual(['receptionLeader@county DecideReferral']);
    expect(sheet('countyLeader')).toEqual(['countyLeader@county DecideReferral']);
    expect(sheet('hotlineLeader')).toEqual(['hotlineLeader@county DecideReferral']);
  });

  test('nothing waits once it is over', () => {
    expect(waits(after(registered(), order('hanmei', '10-20 11:00', { type: 'Void', reason: '重复' })))).toEqual([]);
  });
});
