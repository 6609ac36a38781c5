import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TICKET_CARD_KINDS } from '../../src/cards/card.ts';
import { DEFAULT_POLICY } from '../../src/config/policy.ts';
import { nextRun } from '../../src/jobs/timetable.ts';
import { burstHold, isQuiet, nextMorningPost, sparing } from '../../src/workflow/manners.ts';
import { county, moment, shown } from './officeCalendar.ts';

/** The platforms ask for it: nothing that has a time of its own goes out on a whole or half hour. */
const onTheHalfHour = (at: Date): boolean => at.getUTCMinutes() % 30 === 0;
const { manners } = DEFAULT_POLICY;

describe('never on :00 or :30', () => {
  test('no run of the timetable, over two years', () => {
    const until = moment('2027-12-31 23:59');
    const found: Date[] = [];
    for (let run = nextRun(moment('2026-01-01 00:00'), until, county); run; run = nextRun(run.at, until, county))
      found.push(run.at);
    expect(found.length).toBeGreaterThan(1_500);
    expect(found.filter(onTheHalfHour).map(shown)).toEqual([]);
  });

  test('nothing held over night, over a day off, or behind a burst', () => {
    const year = { min: moment('2026-01-05 00:00'), max: moment('2026-12-20 00:00'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(year), fc.integer({ min: 0, max: 20 }), (at, count) => {
        const held = isQuiet(at, county, manners) ? nextMorningPost(at, county) : burstHold(at, { count }, manners);
        if (!held) return;
        expect(onTheHalfHour(held)).toBe(false);
        expect(held.getTime()).toBeGreaterThan(at.getTime());
      }),
    );
  });

  test('a burst that would be let go at half past goes a minute earlier', () => {
    expect(shown(burstHold(moment('2026-10-20 09:28'), { count: 9 }, manners) ?? new Date(0))).toBe('2026-10-20 09:29');
    expect(shown(burstHold(moment('2026-10-20 09:27'), { count: 9 }, manners) ?? new Date(0))).toBe('2026-10-20 09:29');
  });
});

describe('while a platform\u2019s calls are saved', () => {
  const held = (kind: (typeof TICKET_CARD_KINDS)[number], urgent = false) =>
    burstHold(moment('2026-10-20 09:10'), { count: 0 }, sparing({ kind, urgent }, manners).manners);

  test('even the first card of ordinary work waits for others, no longer than ever', () => {
    expect(shown(held('newTicket') ?? new Date(0))).toBe('2026-10-20 09:12');
    expect(shown(held('signOff') ?? new Date(0))).toBe('2026-10-20 09:12');
  });

  test('nothing urgent and no reminder of a limit waits', () => {
    for (const kind of TICKET_CARD_KINDS) {
      expect(held(kind, true), kind).toBeUndefined();
      expect(sparing({ kind, urgent: true }, manners).untilMorning, kind).toBe(false);
    }
    for (const kind of [
      'claimReminder',
      'internalDue',
      'nearDue',
      'noDeputy',
      'unreached',
      'petition',
      'referral',
    ] as const) {
      expect(held(kind), kind).toBeUndefined();
      expect(sparing({ kind, urgent: false }, manners).untilMorning, kind).toBe(false);
    }
  });

  test('what nobody has to act on goes with the morning\u2019s post, and nothing else does', () => {
    const morning = TICKET_CARD_KINDS.filter((kind) => sparing({ kind, urgent: false }, manners).untilMorning);
    expect(morning).toEqual(['assisting', 'note']);
  });
});
