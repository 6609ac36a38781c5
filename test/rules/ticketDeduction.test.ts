import { describe, expect, test } from 'vitest';
import { DEFAULT_SCHEME } from '../../src/config/scheme.ts';
import type { Law } from '../../src/domain/law.ts';
import type { Command } from '../../src/domain/ticket/commands.ts';
import type { Ticket } from '../../src/domain/ticket/state.ts';
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
  registered,
  reply,
  reworked,
  toConsult,
  toFollowUp,
  toReview,
  types,
} from './ticketCounty.ts';

/** The county's scheme without one of the shipped deductions, in every month or in those named. */
const without = (event: string, months?: readonly string[]): Law => ({
  ...law,
  scheme: (month) =>
    months?.includes(month) === false
      ? DEFAULT_SCHEME
      : { ...DEFAULT_SCHEME, deductions: DEFAULT_SCHEME.deductions.filter((rule) => rule.event !== event) },
});
const through = (ticket: Ticket, by: Law, ...commands: Command[]): Ticket =>
  commands.reduce((state, command) => after(state, command, by), ticket);
const events = ({ deductions }: Ticket) => deductions.map(({ event, clause }) => `${event} ${clause}`);

const supervised = () =>
  after(toReview(), order('hanmei', '10-21 14:00', { type: 'Supervise', limit: at('10-22 17:30') }));
const inCase = () =>
  through(
    handling(),
    law,
    order('hanmei', '10-20 15:00', { type: 'Escalate', reason: '政策性强' }),
    order('xinfang', '10-21 09:00', { type: 'TakeCase' }),
    contact('10-21 09:30'),
    reply('10-21 11:00'),
  );
const unreasonable = () =>
  through(
    toReview(),
    law,
    order('zhangwei', '10-21 14:00', { type: 'AskUnreasonable', basis: '《城市道路管理条例》第三十条' }),
    order('hanmei', '10-21 15:00', { type: 'Accept' }),
    order('xulei', '10-21 15:10', { type: 'Accept' }),
  );

describe('超期办结 is proposed where a reply is approved after the limit', () => {
  test.each([
    ['on the limit', toReview(), '10-27 17:30', []],
    ['after it: the scheme alone speaks of it', toReview(), '10-27 17:31', ['closedLate 考核方案']],
    ['after a supervision’s limit (第五条)', supervised(), '10-23 09:00', ['closedLate R5.3']],
    ['within the petition limit, long past the first one', inCase(), '12-15 09:00', []],
    ['after the petition limit (第四条)', inCase(), '12-22 09:00', ['closedLate R4.3']],
    ['a demand found unreasonable (第五条)', unreasonable(), '10-28 09:00', []],
  ])('%s', (_what, ticket, moment, expected) => {
    expect(events(after(ticket, approve(moment)))).toEqual(expected);
  });

  test('says the limit and the approval, with the points of the scheme, and waits for the director', () => {
    expect(after(toReview(), approve('10-28 09:00')).deductions).toEqual([
      {
        id: 'GD20261020001-closedLate-cgj',
        event: 'closedLate',
        clause: '考核方案',
        because: '办理时限 10-27 17:30，10-28 09:00 才审核通过，超期办结',
        points: '1',
        department: 'cgj',
        state: 'proposed',
        at: at('10-28 09:00'),
        round: 1,
      },
    ]);
  });

  test('a reply the centre refused and that is late again costs once; a late rework is another', () => {
    const byCentre = lawWith({ review: { byCentre: true } });
    const again = through(
      toReview(),
      byCentre,
      approve('10-28 09:00'),
      order('hanmei', '10-28 10:00', { type: 'Refuse', reason: '没有写明结果' }),
      reply('10-28 11:00'),
      approve('10-28 15:00'),
    );
    expect(events(again)).toEqual(['closedLate 考核方案']);
    const reworkedLate = through(
      again,
      byCentre,
      order('hanmei', '10-28 16:00', { type: 'Accept' }),
      answer('10-28 17:00', '不满意'),
      contact('11-03 09:00'),
      reply('11-03 10:00'),
      approve('11-03 11:00'),
    );
    expect(reworkedLate.deductions.map(({ id, round }) => [id, round])).toEqual([
      ['GD20261020001-closedLate-cgj', 1],
      ['GD20261020001-closedLate-cgj-2', 2],
    ]);
  });

  test('not where the scheme in force in that month does not know it', () => {
    expect(after(toReview(), approve('10-28 09:00'), without('closedLate')).deductions).toEqual([]);
    expect(after(toReview(), approve('11-02 09:00'), without('closedLate', ['2026-10'])).deductions).toHaveLength(1);
  });
});

describe('二次不满意 is proposed where the consultation is asked for', () => {
  const unhappy = answer('10-22 15:00', '不满意');

  test('with both calls named, on the article of the follow-ups', () => {
    expect(types(reworked(), unhappy)).toEqual(['FollowUpRecorded', 'ConsultationAsked', 'DeductionProposed']);
    expect(toConsult().deductions).toMatchObject([
      {
        event: 'dissatisfiedTwice',
        clause: 'R6.3',
        points: '1',
        because: '10-21 17:00 和 10-22 15:00 两次回访结果均为不满意',
      },
    ]);
  });

  const uncontacted = () =>
    through(
      toFollowUp(),
      law,
      answer('10-21 17:00', '满意', { contacted: false }),
      contact('10-22 09:00'),
      reply('10-22 10:00'),
      approve('10-22 11:00'),
    );
  const nonCompliant = () =>
    after(reworked(), order('hanmei', '10-22 14:00', { type: 'MarkNonCompliant', basis: '条例第七条' }));
  test.each([
    ['the first call had only found no contact', uncontacted(), law],
    ['a non-compliant demand is outside satisfaction (R6.4)', nonCompliant(), law],
    ['the scheme does not know it', reworked(), without('dissatisfiedTwice')],
  ])('not where %s', (_what, ticket, by) => {
    expect(types(ticket, unhappy, by)).toEqual(['FollowUpRecorded', 'ConsultationAsked']);
  });

  test('once for a ticket, however often the caller stays dissatisfied', () => {
    const third = through(
      toConsult(),
      law,
      order('xulei', '10-23 09:00', { type: 'Resolve', handling: 'rework', content: '再办' }),
      contact('10-23 10:00'),
      reply('10-23 11:00'),
      approve('10-23 15:00'),
      answer('10-23 16:00', '不满意'),
    );
    expect(third.status).toBe('toConsult');
    expect(events(third)).toEqual(['dissatisfiedTwice R6.3']);
  });

  test('what the director has not confirmed lapses at the lock', () => {
    const lapsed = after(toConsult(), { type: 'LapseDeductions', at: at('11-05 09:00'), before: at('11-05 09:00') });
    expect(lapsed.deductions).toMatchObject([{ state: 'lapsed' }]);
  });
});

describe('R3.3 under a scheme that takes nothing for it', () => {
  const watch = (moment: string): Command => ({ type: 'Watch', at: at(moment) });
  const reminded = (moment: string): Command => ({
    type: 'NoteReminder',
    at: at(moment),
    channel: 'group',
    to: 'wrkCgj',
  });

  test.each([
    ['the shipped scheme', law, 1],
    ['no rule', without('unclaimedAfterReminder'), 0],
    ['no rule in another month', without('unclaimedAfterReminder', ['2026-11']), 1],
  ])('%s', (_what, by, count) => {
    const late = through(registered(), by, watch('10-22 08:30'), reminded('10-22 08:33'));
    const looked = after(late, watch('10-22 15:08'), by);
    expect(looked.deductions).toHaveLength(count);
    // Nothing that is never going to be proposed keeps the scan looking.
    expect(nextWake(looked, by) ?? '9999').toSatisfy((moment: string) => moment > at('10-22 15:08'));
  });
});
