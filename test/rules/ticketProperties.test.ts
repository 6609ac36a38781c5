import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Law } from '../../src/domain/law.ts';
import { type Waiting, waitingFor } from '../../src/domain/ticket/access.ts';
import type { PersonCommand } from '../../src/domain/ticket/commands.ts';
import { decide } from '../../src/domain/ticket/decide.ts';
import type { TicketEvent } from '../../src/domain/ticket/events.ts';
import { replay } from '../../src/domain/ticket/evolve.ts';
import { isRefusal } from '../../src/domain/ticket/refusal.ts';
import type { Ticket } from '../../src/domain/ticket/state.ts';
import { FLAGS, isOpen, STATUSES, type Status } from '../../src/domain/ticket/status.ts';
import { nextWake } from '../../src/domain/ticket/wake.ts';
import { applied, intake, law, lawWith, PEOPLE } from './ticketCounty.ts';
import { meant, moment, orderOf, property, walk } from './ticketWalk.ts';

describe('no sequence of orders leads where the rules forbid', () => {
  test('the history alone rebuilds the state, from the archive too; states and flags stay within the contract', () => {
    property((begin, steps, by) => {
      let last: Ticket | undefined;
      const events = walk(
        begin,
        steps,
        (ticket) => {
          last = ticket;
          expect(STATUSES).toContain(ticket.status);
          expect(ticket.flags.every((flag) => FLAGS.includes(flag))).toBe(true);
          expect([...new Set(ticket.flags)].sort()).toEqual(ticket.flags);
        },
        by,
      );
      const rebuilt = replay(events);
      if (last) expect(rebuilt).toStrictEqual(last);
      expect(replay(JSON.parse(JSON.stringify(events)))).toStrictEqual(rebuilt);
    });
  });

  test('R1.1 R1.2 R1.5 R1.6 what is done was signed off, contacted, answered and approved in its round', () => {
    property((begin, steps, by) => {
      walk(
        begin,
        steps,
        (ticket) => {
          const closed = ticket.status === 'done' || ticket.status === 'toFollowUp' || ticket.status === 'toConsult';
          const otherwise =
            ticket.escalation?.conclusion !== undefined || ticket.nonCompliance?.explained !== undefined;
          if (!closed || otherwise) return;
          const { round } = ticket;
          expect(ticket.signOff).toBeDefined();
          expect(ticket.contacts.some((entry) => entry.round === round && (entry.mode !== '无' || entry.reason))).toBe(
            true,
          );
          expect(ticket.replies.at(-1)?.round).toBe(round);
          expect(ticket.reviews.at(-1)).toMatchObject({ approved: true, round });
        },
        by,
      );
    });
  });

  test('R3.3 no deduction without a counted reminder earlier by the grace', () => {
    const kinds = [
      'Watch',
      'NoteReminder',
      'LogReminder',
      'Claim',
      'AskReturn',
      'Accept',
      'Dispatch',
      'Correct',
    ] as const;
    const slow = fc.record({
      manner: fc.constant('wild' as const),
      type: fc.constantFrom(...kinds, 'Watch' as const, 'Watch' as const),
      person: fc.constantFrom('limin', 'chenjing', 'hanmei'),
      pick: fc.nat(1000),
      hours: fc.integer({ min: 1, max: 20 }),
    });
    let proposed = 0;
    fc.assert(
      fc.property(fc.array(slow, { maxLength: 30, size: 'max' }), (steps) => {
        walk(intake({ receivedAt: moment(0) }), steps, (ticket, at, before, events) => {
          for (const event of events) {
            if (event.type !== 'DeductionProposed' || event.deduction.clause !== 'R3.3') continue;
            proposed += 1;
            expect(before.status).toBe('toClaim');
            const since = ticket.dispatchedAt ?? '';
            const minutes = ticket.reminders
              .filter((reminder) => reminder.at >= since)
              .map((reminder) => law.calendar.workingMinutesBetween(new Date(reminder.at), new Date(at)));
            expect(Math.max(0, ...minutes)).toBeGreaterThanOrEqual(law.policy.watch.graceMinutes);
          }
          expect(new Set(ticket.deductions.map(({ id }) => id)).size).toBe(ticket.deductions.length);
        });
      }),
      { numRuns: 300 },
    );
    expect(proposed).toBeGreaterThan(0);
  });

  test('work is only with a department, and what it works on is signed off', () => {
    property((begin, steps, by) => {
      walk(
        begin,
        steps,
        (ticket) => {
          if (['toClaim', 'toSignOff', 'handling', 'toReview', 'toAccept'].includes(ticket.status))
            expect(ticket.department).toBeDefined();
          if (['handling', 'toReview', 'toAccept'].includes(ticket.status)) expect(ticket.signOff).toBeDefined();
          if (ticket.status === 'toDispatch') expect(ticket.department).toBeUndefined();
        },
        by,
      );
    });
  });

  test('what is asked is asked only while the centre can still decide it', () => {
    property((begin, steps, by) => {
      walk(
        begin,
        steps,
        (ticket) => {
          const status = ticket.statusBefore ?? ticket.status;
          if (ticket.flags.includes('returnAsked')) expect(['toClaim', 'toSignOff', 'handling']).toContain(status);
          if (ticket.flags.includes('extensionAsked'))
            expect(['toClaim', 'toSignOff', 'handling', 'toReview']).toContain(status);
        },
        by,
      );
    });
  });

  test('a department bound by a leader gives nothing back', () => {
    property((begin, steps, by) => {
      walk(
        begin,
        steps,
        (_ticket, _at, before, events) => {
          if (before.binding) expect(events.map(({ type }) => type)).not.toContain('ReturnAccepted');
        },
        by,
      );
    });
  });

  test('watching twice brings nothing new, and nothing before the time it says', () => {
    property((begin, steps, by) => {
      walk(
        begin,
        steps,
        (ticket, at) => {
          const first = decide({ type: 'Watch', at }, ticket, by);
          if (isRefusal(first)) throw new Error('the scan is never refused');
          const looked = first.length > 0 ? applied(ticket, first) : ticket;
          expect(decide({ type: 'Watch', at }, looked, by)).toEqual([]);
          const wake = nextWake(looked, by);
          if (wake === undefined) {
            expect(decide({ type: 'Watch', at: moment(20_000) }, looked, by)).toEqual([]);
            return;
          }
          expect(wake > at).toBe(true);
          const earlier = new Date(Date.parse(wake) - 1).toISOString();
          expect(decide({ type: 'Watch', at: earlier }, looked, by)).toEqual([]);
          expect(decide({ type: 'Watch', at: wake }, looked, by)).not.toEqual([]);
        },
        by,
      );
    }, 100);
  });
});

/** Whether a person this line means can give its command now, with some arguments. */
const succeeds = (wait: Waiting, ticket: Ticket, at: string, by: Law): boolean =>
  meant(wait).some((id) =>
    [0, 1, 2, 3].some(
      (pick) => !isRefusal(decide(orderOf(wait.command as PersonCommand['type'], id, ticket, at, pick), ticket, by)),
    ),
  );

/** Whether those who are expected to act lead the ticket out of its status, in a few steps of their own. */
const leaves = (ticket: Ticket, at: string, by: Law): boolean => {
  const from = ticket.status;
  let now = ticket;
  for (let tries = 0; tries < 6; tries += 1) {
    const order = waitingFor(now, by)
      .flatMap((wait) => meant(wait).map((id) => ({ wait, id })))
      .flatMap(({ wait, id }) =>
        [0, 1, 2, 3].map((pick) => orderOf(wait.command as PersonCommand['type'], id, now, at, pick)),
      )
      .find((each) => !isRefusal(decide(each, now, by)));
    const events = order && decide(order, now, by);
    if (!events || isRefusal(events)) return false;
    now = applied(now, events);
    if (now.status !== from) return true;
  }
  return false;
};

describe('no status is without a person and a command that leave it', () => {
  test('whoever is expected to act can, and their commands lead on', () => {
    const reached = new Set<Status>();
    property((begin, steps, by) => {
      walk(
        begin,
        steps,
        (ticket, at) => {
          if (!isOpen(ticket.status)) return;
          reached.add(ticket.status);
          const waits = waitingFor(ticket, by);
          expect(
            waits.some((wait) => succeeds(wait, ticket, at, by)),
            `${ticket.status}: ${JSON.stringify(waits)}`,
          ).toBe(true);
          expect(leaves(ticket, at, by), `${ticket.status} is not left`).toBe(true);
        },
        by,
      );
    }, 200);
    expect([...reached].sort()).toEqual(STATUSES.filter(isOpen).sort());
  });

  test('when all whom the sign-off names have left, the principal names others', () => {
    const signed = walkTo('handling');
    const left = lawWith(
      {},
      PEOPLE.map((person) => (['wangfang', 'zhangwei'].includes(person.id) ? { ...person, active: false } : person)),
    );
    expect(waitingFor(signed, left).map(({ role, command }) => `${role} ${command}`)).toEqual([
      'principal SignOff',
      'delegate SignOff',
    ]);
  });
});

const walkTo = (status: Status): Ticket => {
  let ticket = applied(
    undefined,
    decide({ type: 'Register', intake: intake(), at: moment(0) }, undefined, law) as TicketEvent[],
  );
  for (const [type, id] of [
    ['Claim', 'limin'],
    ['SignOff', 'lijianguo'],
  ] as const) {
    const events = decide(orderOf(type, id, ticket, moment(1), 1), ticket, law);
    if (isRefusal(events)) throw new Error(events.says);
    ticket = applied(ticket, events);
  }
  expect(ticket.status).toBe(status);
  return ticket;
};
