import { describe, expect, test } from 'vitest';
import type { Command, PersonCommand } from '../../src/domain/ticket/commands.ts';
import type { Ticket } from '../../src/domain/ticket/state.ts';
import {
  after,
  approve,
  at,
  claim,
  claimed,
  contact,
  handling,
  lawWith,
  order,
  PEOPLE,
  refused,
  registered,
  reply,
  rework,
  signOff,
  toFollowUp,
  toReview,
  types,
} from './ticketCounty.ts';

type Fields<T extends PersonCommand['type']> = Omit<Extract<PersonCommand, { type: T }>, 'type' | 'by' | 'at'>;
const who = (...ids: string[]): string[] => ids;
/** Who of the whole county may give this order. */
const mayGive = (ticket: Ticket, give: (id: string) => Parameters<typeof refused>[1]): string[] =>
  PEOPLE.map(({ id }) => id).filter((id) => !/^NotYour/.test(types(ticket, give(id))[0] ?? ''));

describe('签收', () => {
  test('by liaison and handlers of the department alone', () => {
    expect(mayGive(registered(), (id) => order(id, '10-20 09:03', { type: 'Claim' }))).toEqual(
      who('limin', 'zhangwei', 'liuyang'),
    );
  });

  test('the second one reads who was first', () => {
    const second = refused(claimed(), order('zhangwei', '10-20 09:04', { type: 'Claim' }));
    expect(second).toMatchObject({ code: 'AlreadyClaimed' });
    expect(second.says).toContain('本工单已由 李敏 于 10-20 09:03 签收');
  });

  test('somebody who has left may do nothing', () => {
    const left = { ...claim, by: { ...PEOPLE[0], active: false } } as typeof claim;
    expect(refused(registered(), left).code).toBe('NotYourRole');
  });
});

describe('R1.1 签批', () => {
  const sign = (more: Fields<'SignOff'> = {}, by = 'lijianguo', moment = '10-20 10:00') =>
    order(by, moment, { type: 'SignOff', ...more });
  const full = { lead: 'wangfang', handlers: ['zhangwei'] };

  test('by the principal and the delegate of the department alone', () => {
    expect(mayGive(claimed(), (id) => sign(full, id))).toEqual(who('lijianguo', 'zhaoyi'));
    expect(refused(claimed(), sign(full, 'limin'))).toMatchObject({ article: '第一条', duty: 'R1.1' });
  });

  test('without arguments approves the proposal, once there is one', () => {
    expect(refused(claimed(), sign()).code).toBe('ArgumentMissing');
    const proposed = after(
      claimed(),
      order('limin', '10-20 09:30', {
        type: 'Propose',
        lead: 'wangfang',
        handlers: ['zhangwei', 'zhangwei'],
        dueAt: at('10-26 17:30'),
      }),
    );
    expect(proposed.status).toBe('toSignOff');
    expect(after(proposed, sign()).signOff).toEqual({
      lead: 'wangfang',
      round: 1,
      handlers: ['zhangwei'],
      dueAt: at('10-26 17:30'),
      by: 'lijianguo',
      at: at('10-20 10:00'),
    });
  });

  test('of an unclaimed ticket claims it', () => {
    expect(types(registered(), sign(full))).toEqual(['TicketClaimed', 'TicketSignedOff']);
    expect(after(registered(), sign(full))).toMatchObject({ status: 'handling', claimedBy: 'lijianguo' });
  });

  test.each([
    ['a stranger as lead', { lead: 'sunli', handlers: ['zhangwei'] }, 'ArgumentWrong'],
    ['a stranger as handler', { lead: 'wangfang', handlers: ['zhoujie'] }, 'ArgumentWrong'],
    ['nobody known', { lead: 'wangfang', handlers: ['nobody'] }, 'ArgumentWrong'],
    ['no handler', { lead: 'wangfang', handlers: [] }, 'ArgumentMissing'],
    ['an internal deadline after the ticket’s', { ...full, dueAt: at('10-28 17:30') }, 'ArgumentWrong'],
    ['an internal deadline already past', { ...full, dueAt: at('10-20 09:00') }, 'ArgumentWrong'],
  ])('%s is refused', (_what, more, code) => {
    expect(refused(claimed(), sign(more)).code).toBe(code);
  });

  test('somebody who has left is not named', () => {
    const gone = lawWith(
      {},
      PEOPLE.map((known) => (known.id === 'zhangwei' ? { ...known, active: false } : known)),
    );
    expect(refused(claimed(), sign(full), gone).says).toContain('张伟');
  });

  test('once signed it stays, unless all whom it names have left', () => {
    expect(refused(handling(), sign(full))).toMatchObject({ code: 'AlreadyDone' });
    const left = lawWith(
      {},
      PEOPLE.map((known) => (['zhangwei', 'wangfang'].includes(known.id) ? { ...known, active: false } : known)),
    );
    const again = after(handling(), sign({ lead: 'liuyang', handlers: ['liuyang'] }, 'lijianguo', '10-22 10:00'), left);
    expect(again).toMatchObject({ status: 'handling', signOff: { lead: 'liuyang' }, claimedBy: 'limin' });
  });

  test('proposing is the liaison’s', () => {
    expect(mayGive(claimed(), (id) => order(id, '10-20 09:30', { type: 'Propose', ...full }))).toEqual(who('limin'));
    expect(refused(registered(), order('limin', '10-20 09:00', { type: 'Propose', ...full })).code).toBe('WrongStatus');
  });
});

describe('R1.2–R1.4 联系', () => {
  const say = (more: Partial<Fields<'RecordContact'>>, by = 'zhangwei', moment = '10-21 09:30') =>
    order(by, moment, { type: 'RecordContact', mode: '见面', happenedAt: at('10-21 09:00'), attachments: [], ...more });
  const met = { mode: '见面', place: '南门社区' } as const;

  test('by handlers, those named, handlers of assisting departments and the centre', () => {
    expect(mayGive(handling({ coDepartments: ['zjj'] }), (id) => say(met, id))).toEqual(
      who('wangfang', 'zhangwei', 'liuyang', 'zhoujie', 'hanmei', 'duyu', 'yangyan', 'xulei'),
    );
    expect(mayGive(handling(), (id) => say(met, id))).not.toContain('zhoujie');
  });

  test('may come before the sign-off', () => {
    expect(after(registered(), say(met)).contacts).toHaveLength(1);
  });

  test('what the same person had sent before belongs to it, once', () => {
    const sends = (id: string, by: string, moment: string): Command => {
      const evidence = { id, sha256: id, type: 'image/jpeg', size: 9, by, at: at(moment) };
      return { type: 'AttachEvidence', evidence, at: at(moment) };
    };
    const sent = after(after(handling(), sends('a', 'zhangwei', '10-21 09:10')), sends('b', 'wangfang', '10-21 09:20'));
    const first = after(sent, say(met));
    expect(first.contacts.map(({ attachments }) => attachments)).toEqual([['a']]);
    const again = after(first, say(met, 'zhangwei', '10-21 10:00'));
    expect(again.contacts.map(({ attachments }) => attachments)).toEqual([['a'], []]);
    const following = after(again, sends('c', 'zhangwei', '10-21 10:10'));
    expect(following.contacts.map(({ attachments }) => attachments)).toEqual([['a'], ['c']]);
  });

  test.each([
    ['见面 without a place', { mode: '见面' }, 'ArgumentMissing'],
    ['电话 without a reason', { mode: '电话' }, 'ArgumentMissing'],
    ['无 without a reason', { mode: '无' }, 'ArgumentMissing'],
    ['无 with another reason', { mode: '无', reason: '太忙' }, 'ArgumentWrong'],
    ['匿名 of one who gave a name', { mode: '无', reason: '匿名' }, 'ArgumentWrong'],
    ['保密 of one who did not ask', { mode: '无', reason: '保密' }, 'ArgumentWrong'],
    ['in the future', { ...met, happenedAt: at('10-21 09:31') }, 'ArgumentWrong'],
    ['before the ticket came', { ...met, happenedAt: at('10-20 08:39') }, 'ArgumentWrong'],
  ] as const)('%s is refused', (_what, more, code) => {
    expect(refused(handling(), say(more))).toMatchObject({ code });
  });

  test('what happens now is taken, even where the upstream’s clock is ahead of ours', () => {
    const ahead = handling({ receivedAt: at('10-21 09:31') });
    expect(after(ahead, say({ ...met, happenedAt: at('10-21 09:30') })).contacts).toHaveLength(1);
  });

  test.each([
    ['电话', '诉求人在外地', {}],
    ['无', '本人拒绝', {}],
    ['无', '匿名', { anonymous: true }],
    ['无', '保密', { confidential: true }],
  ] as const)('%s because %s is recorded', (mode, reason, flags) => {
    expect(after(handling(flags), say({ mode, reason })).contacts.at(-1)).toMatchObject({ mode, reason, round: 1 });
  });
});

describe('R1.5 回复', () => {
  test('by those the sign-off names', () => {
    const ready = after(handling(), contact('10-21 09:30'));
    const give = (id: string) => order(id, '10-21 11:00', { type: 'Reply', process: '现场处理', result: '已亮' });
    expect(mayGive(ready, give)).toEqual(who('wangfang', 'zhangwei'));
  });

  test('not before the sign-off, not before a contact', () => {
    expect(refused(claimed(), reply('10-21 11:00'))).toMatchObject({ code: 'NotSignedOff', duty: 'R1.1' });
    expect(refused(handling(), reply('10-21 11:00'))).toMatchObject({ code: 'ContactMissing', duty: 'R1.2' });
  });

  test('a contact of the round before does not do for a rework', () => {
    expect(refused(rework(), reply('10-22 09:00')).code).toBe('ContactMissing');
  });

  test.each([
    ['', '路灯已亮'],
    ['到现场更换', ''],
    ['到现场更换', ' 。。… '],
    ['！', '路灯已亮'],
  ])('refused when a part is missing: “%s”, “%s”', (process, result) => {
    const ready = after(handling(), contact('10-21 09:30'));
    expect(refused(ready, order('zhangwei', '10-21 11:00', { type: 'Reply', process, result }))).toMatchObject({
      code: 'ArgumentMissing',
      duty: 'R1.5',
    });
  });

  test('names the lead and the process', () => {
    expect(toReview().replies.at(-1)).toMatchObject({ lead: 'wangfang', process: '到现场查看并更换灯泡', round: 1 });
  });
});

describe('R1.6 审核', () => {
  test('by principal and delegate, with a seal', () => {
    expect(mayGive(toReview(), (id) => order(id, '10-21 15:00', { type: 'ApproveReply', seal: '扫描件' }))).toEqual(
      who('lijianguo', 'zhaoyi'),
    );
    const asked = refused(toReview(), order('lijianguo', '10-21 15:00', { type: 'ApproveReply' }));
    expect(asked).toMatchObject({ code: 'ArgumentMissing', duty: 'R1.6' });
    expect(asked.says).toMatch(/扫描件.*电子签/);
  });

  test('approval stops the clock', () => {
    expect(toFollowUp()).toMatchObject({
      status: 'toFollowUp',
      clockStoppedAt: at('10-21 15:00'),
      closedAt: at('10-21 15:00'),
    });
  });

  test('退回 needs an opinion and leads back to work', () => {
    const back = (opinion: string) => order('lijianguo', '10-21 15:00', { type: 'SendBackReply', opinion });
    expect(refused(toReview(), back(' ')).code).toBe('ArgumentMissing');
    expect(after(toReview(), back('写清楚')).status).toBe('handling');
  });

  test('with the centre’s own check it goes there first; refused, the clock goes on where it stopped', () => {
    const strict = lawWith({ review: { byCentre: true } });
    const waiting = after(toReview(), approve('10-21 15:00'), strict);
    expect(waiting.status).toBe('toAccept');
    expect(after(waiting, order('hanmei', '10-21 16:00', { type: 'Accept' }), strict).status).toBe('toFollowUp');
    const back = after(waiting, order('hanmei', '10-22 15:00', { type: 'Refuse', reason: '未答全' }), strict);
    expect(back).toMatchObject({ status: 'handling', dueAt: at('10-28 17:30') });
    expect(back.clockStoppedAt).toBeUndefined();
  });

  test('an urgent clock goes on in plain time', () => {
    const strict = lawWith({ review: { byCentre: true } });
    const waiting = after(toReview({ urgent: true, dueAt: at('10-21 20:00') }), approve('10-21 15:00'), strict);
    const back = after(waiting, order('hanmei', '10-21 23:00', { type: 'Refuse', reason: '未答全' }), strict);
    expect(back.dueAt).toBe(at('10-22 04:00'));
  });
});

test('a step at the wrong time says the present state and what can be done now', () => {
  const late = refused(toReview(), reply('10-21 12:00'));
  expect(late).toMatchObject({ code: 'WrongStatus' });
  expect(late.says).toMatch(/待审核.*请等待主要负责人审核/);
  expect(types(toReview(), signOff)).toEqual(['AlreadyDone']);
});
