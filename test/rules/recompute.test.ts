import { describe, expect, test } from 'vitest';
import { limitExplained } from '../../src/cards/limitExplained.ts';
import { shippedHolidays } from '../../src/config/holidays.ts';
import { DEFAULT_POLICY } from '../../src/config/policy.ts';
import { calendar, type HolidayTable, type OfficeHours } from '../../src/domain/deadline/calendar.ts';
import { addDays } from '../../src/domain/deadline/calendarDate.ts';
import { toDate } from '../../src/domain/instant.ts';
import type { Law, Measure } from '../../src/domain/law.ts';
import { type Policy, policyAt } from '../../src/domain/policy.ts';
import type { Command } from '../../src/domain/ticket/commands.ts';
import { decide } from '../../src/domain/ticket/decide.ts';
import type { TicketEvent } from '../../src/domain/ticket/events.ts';
import { replay } from '../../src/domain/ticket/evolve.ts';
import { isRefusal } from '../../src/domain/ticket/refusal.ts';
import type { Ticket } from '../../src/domain/ticket/state.ts';
import { clockRuns } from '../../src/domain/ticket/wake.ts';
import type { County } from '../../src/workflow/county.ts';
import { answer, approve, at, claim, contact, intake, law, order, reply, shown, signOff } from './ticketCounty.ts';
import { property, walk } from './ticketWalk.ts';

/** The shipped days of 2026, with these days off. */
const off = (...dates: string[]): HolidayTable => {
  const table = shippedHolidays();
  const year = table[2026];
  return {
    ...table,
    2026: {
      covered: true,
      holidays: { ...year?.holidays, ...Object.fromEntries(dates.map((date) => [date, '县庆'])) },
      workdays: { ...year?.workdays },
    },
  };
};

interface Version {
  version: number;
  from: string;
  at: Date;
  policy: Policy;
}

/** The law on a day by the policies put in use and the days known by then. */
const lawOf = (versions: readonly Version[], now: string, table: HolidayTable = shippedHolidays()): Law => {
  const inForceAt = (moment: string): Measure => {
    const policy = policyAt(versions, toDate(moment))?.policy ?? DEFAULT_POLICY;
    return { policy, calendar: calendar(table, policy.officeHours) };
  };
  return { ...law, ...inForceAt(now), inForceAt };
};
const published = lawOf([], at('10-20 10:00'), off('2026-10-23'));

/** What happened, by the law of each moment. */
const happened = (steps: readonly Command[], lawAt: (moment: string) => Law = () => law): TicketEvent[] =>
  steps.reduce<TicketEvent[]>((events, step) => {
    const more = decide(step, replay(events), lawAt(step.at));
    if (isRefusal(more)) throw new Error(`${step.type} was refused: ${more.says}`);
    events.push(...more);
    return events;
  }, []);

const recomputed = (history: TicketEvent[], moment: string, by: Law): TicketEvent[] => {
  const events = decide({ type: 'Recompute', at: moment, history }, replay(history), by);
  if (isRefusal(events)) throw new Error(events.says);
  return events;
};
const dueAfter = (history: TicketEvent[], by: Law): string | undefined =>
  shown(replay([...history, ...recomputed(history, at('10-26 10:00'), by)])?.dueAt);

const register = (more: Parameters<typeof intake>[0] = {}, moment = '10-20 08:50'): Command => ({
  type: 'Register',
  intake: intake(more),
  at: at(moment),
});
const toRework: Command[] = [
  register(),
  claim,
  signOff,
  contact('10-21 09:30'),
  reply('10-21 11:00'),
  approve('10-21 15:00'),
  answer('10-21 17:00', '不满意'),
];

describe('the calendar changes under a running limit (requirements, section 4)', () => {
  test('a default limit is counted again, the old one stands beside it, and once is enough', () => {
    const history = happened([register()]);
    expect(shown(replay(history)?.dueAt)).toBe('10-27 17:30');
    const events = recomputed(history, at('10-20 10:00'), published);
    expect(shown(replay([...history, ...events])?.dueAt)).toBe('10-28 17:30');
    expect(recomputed([...history, ...events], at('10-20 10:01'), published)).toEqual([]);
    expect(recomputed(history, at('10-20 10:00'), law)).toEqual([]);
  });

  test('a date the upstream or a resolution gave is not counted by anybody’s calendar', () => {
    expect(recomputed(happened([register({ dueAt: at('10-30 17:30') })]), at('10-20 10:00'), published)).toEqual([]);
    const resolved = happened([
      ...toRework,
      contact('10-22 09:00'),
      reply('10-22 10:00'),
      approve('10-22 11:00'),
      answer('10-22 15:00', '不满意'),
      order('xulei', '10-22 16:00', { type: 'Resolve', handling: 'rework', content: '改线', dueAt: at('10-30 12:00') }),
    ]);
    expect(dueAfter(resolved, published)).toBe('10-30 12:00');
  });

  test('a limit across an unpublished year is 暂定 until the year is published', () => {
    const history = happened([register({ receivedAt: at('12-30 09:00'), dispatchedAt: at('12-30 09:00') })]);
    expect(replay(history)?.flags).toContain('provisionalDue');
    const table = { ...shippedHolidays(), 2027: { covered: true, holidays: { '2027-01-01': '元旦' }, workdays: {} } };
    const now = replay([...history, ...recomputed(history, at('12-30 10:00'), lawOf([], at('12-30 10:00'), table))]);
    expect(now?.flags).not.toContain('provisionalDue');
    expect(now?.dueAt).toBe('2027-01-07T09:30:00.000Z');
  });

  test('an extension, a rework and what was left after a refused reply move with the days they run over', () => {
    const asked = order('limin', '10-21 09:00', { type: 'AskExtension', days: 2, reason: '等待材料' });
    const extended = happened([register(), claim, signOff, asked, order('hanmei', '10-21 10:00', { type: 'Accept' })]);
    expect([shown(replay(extended)?.dueAt), dueAfter(extended, published)]).toEqual(['10-29 17:30', '10-30 17:30']);
    const rework = happened(toRework);
    expect([shown(replay(rework)?.dueAt), dueAfter(rework, published)]).toEqual(['10-26 17:30', '10-27 17:30']);
    const strict = lawOf(
      [{ version: 1, from: '2026-01-01', at: new Date(0), policy: { ...DEFAULT_POLICY, review: { byCentre: true } } }],
      at('10-20 08:00'),
      off('2026-10-23'),
    );
    const refused = order('hanmei', '10-22 15:00', { type: 'Refuse', reason: '没有说明原因' });
    const resumed = happened([...toRework.slice(0, -1), refused], (moment) =>
      lawOf([{ version: 1, from: '2026-01-01', at: new Date(0), policy: strict.policy }], moment),
    );
    expect([shown(replay(resumed)?.dueAt), dueAfter(resumed, strict)]).toEqual(['10-28 17:30', '10-29 17:30']);
  });
});

describe('a policy put in use never moves what was fixed before', () => {
  const short: OfficeHours[] = [
    {
      from: '01-01',
      to: '12-31',
      spans: [
        ['09:00', '12:00'],
        ['14:00', '17:00'],
      ],
    },
  ];
  const ten = { amount: 10, unit: 'workingDays' } as const;
  const policy: Policy = {
    ...DEFAULT_POLICY,
    officeHours: short,
    limits: {
      ...DEFAULT_POLICY.limits,
      claim: ten,
      rework: ten,
      handling: { ...DEFAULT_POLICY.limits.handling, 求助: ten },
    },
  };
  /** In use since the afternoon of the 20th, from that very day on. */
  const versions: Version[] = [{ version: 1, from: '2026-10-20', at: toDate(at('10-20 15:00')), policy }];
  const lawAt = (moment: string): Law => lawOf(versions, moment);
  const moved = lawOf(versions, at('10-26 10:00'), off('2026-10-23'));

  test.each([
    ['dispatched in the morning, before it', [register()], '10-27 17:30', '10-28 17:30'],
    ['dispatched in the evening, after it', [register({}, '10-20 16:00')], '11-03 17:00', '11-04 17:00'],
    ['dispatched before, its rework opened after', toRework, '11-04 17:00', '11-05 17:00'],
    [
      'told late: dispatched before, registered after',
      [register({ dispatchedAt: at('10-20 09:00') }, '10-20 16:00')],
      '11-03 17:00',
      '11-04 17:00',
    ],
  ])('%s', (_which, steps, fixed, counted) => {
    const history = happened(steps, lawAt);
    expect(shown(replay(history)?.dueAt)).toBe(fixed);
    expect(recomputed(history, at('10-26 10:00'), lawAt(at('10-26 10:00')))).toEqual([]);
    expect(dueAfter(history, moved)).toBe(counted);
  });

  test('the limit is explained by the policy it was fixed under', () => {
    const history = happened([register(), claim], lawAt);
    const county = lawAt(at('10-26 10:00')) as County;
    const ticket = replay(history) as Ticket;
    const lines = limitExplained(
      ticket,
      history.map((event) => ({ event })),
      { at: toDate(at('10-26 10:00')), county },
    );
    expect(lines[0]).toBe('办理时限从 10-20 08:50 起算：');
    expect(lines.at(-2)).toContain('第5天 = 10-27');
    expect(lines.at(-1)).toContain('17:30');
  });
});

describe('whatever happened to a ticket', () => {
  const thirty = { amount: 30, unit: 'workingDays' } as const;
  const { limits } = DEFAULT_POLICY;
  const longer: Policy['limits'] = {
    ...limits,
    claim: thirty,
    rework: thirty,
    handling: { 咨询: thirty, 求助: thirty, 建议: thirty, 投诉: thirty, 举报: thirty, 表扬: thirty, 其他: thirty },
  };
  /** Another policy is in force since, and these days are known: what was fixed was fixed by `by`. */
  const since = (by: Law, table: HolidayTable): Law => {
    const days = calendar(table, by.policy.officeHours);
    const then = { policy: by.policy, calendar: days };
    return { ...by, policy: { ...by.policy, limits: longer }, calendar: days, inForceAt: () => then };
  };
  const dayOf = (moment: string): string => law.calendar.localDate(toDate(moment));
  const limitsIn = (event: TicketEvent): string[] => [
    ...('dueAt' in event && event.dueAt ? [event.dueAt] : []),
    ...('petitionDueAt' in event ? [event.petitionDueAt] : []),
  ];

  test('days that its limits do not span move nothing, whatever policy was put in use since', () => {
    let looked = 0;
    property((begin, steps, by) => {
      const same = since(by, shippedHolidays());
      const history: TicketEvent[] = happened([{ type: 'Register', intake: begin, at: at('10-20 08:40') }]);
      walk(
        begin,
        steps,
        (ticket, moment, _before, events) => {
          history.push(...events);
          expect(recomputed(history, moment, same)).toEqual([]);
          if (clockRuns(ticket)) looked += 1;
        },
        by,
      );
      const last = dayOf(history.flatMap(limitsIn).toSorted().at(-1) ?? at('10-20 08:40'));
      const beyond = Array.from({ length: 7 }, (_none, n) => addDays(last, n + 1)).filter((day) => day < '2027');
      const table = off('2026-10-15', '2026-10-16', '2026-10-19', ...beyond);
      expect(recomputed(history, at('12-30 10:00'), since(by, table))).toEqual([]);
    });
    expect(looked).toBeGreaterThan(300);
  });
});
