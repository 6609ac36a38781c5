import { describe, expect, test } from 'vitest';
import { type Counted, factsOf } from '../../src/domain/assessment/ticketFacts.ts';
import { replay } from '../../src/domain/ticket/evolve.ts';
import type { Ticket } from '../../src/domain/ticket/state.ts';
import { CASES, type FactsCase } from './factsCases.ts';
import { after, law, registered, shown } from './ticketCounty.ts';
import { property, walk } from './ticketWalk.ts';

const played = ({ commands, more = {}, law: by = law }: FactsCase): Ticket =>
  commands.reduce((ticket, command) => after(ticket, command, by), registered(more, '10-20 08:50', by));

const written = (ticket: Ticket): string[] =>
  factsOf(ticket).map(({ key, department, at, columns, until }) =>
    [key, department, shown(at), ...columns, ...(until ? [`until ${shown(until)}`] : [])].join(' '),
  );

describe('what is counted of a ticket, and by which date', () => {
  test.each(CASES)('$name', (each) => {
    const ticket = played(each);
    expect(written(ticket)).toEqual(each.facts);
    const reasons = factsOf(ticket).flatMap(({ excluded }) =>
      excluded ? [`${excluded.from} ${excluded.because}`] : [],
    );
    expect([...new Set(reasons)]).toEqual(each.excluded ? [each.excluded] : []);
  });
});

const PARENTS: Partial<Record<Counted, Counted>> = {
  claimedInTime: 'dispatched',
  feedbackOnTime: 'dispatched',
  closed: 'due',
  closedOnTime: 'closed',
  overdue: 'due',
  defective: 'due',
  contacted: 'followedUp',
  met: 'contacted',
  evaluated: 'followedUp',
  processSatisfied: 'evaluated',
  resultSatisfied: 'evaluated',
  assessed: 'evaluated',
  resolved: 'assessed',
};

describe('whatever happens to a ticket', () => {
  test('the history alone gives the same facts, each thing once', () => {
    property((begin, steps, by) => {
      let last: Ticket | undefined;
      const events = walk(
        begin,
        steps,
        (ticket) => {
          last = ticket;
        },
        by,
      );
      const rebuilt = replay(JSON.parse(JSON.stringify(events)));
      if (!last || !rebuilt) return;
      const facts = factsOf(rebuilt);
      expect(facts).toStrictEqual(factsOf(last));
      expect(new Set(facts.map(({ key }) => key)).size).toBe(facts.length);
    });
  });

  test('no part is counted without its whole, and what is due is on time or overdue', () => {
    property((begin, steps, by) => {
      walk(
        begin,
        steps,
        (ticket) => {
          for (const { columns } of factsOf(ticket)) {
            for (const column of columns) {
              const parent = PARENTS[column];
              if (parent) expect(columns).toContain(parent);
            }
            if (columns.includes('due')) expect(columns.includes('closedOnTime')).toBe(!columns.includes('overdue'));
          }
        },
        by,
      );
    });
  });

  test('a rework leaves every clock, closing and answer before it as it was', () => {
    property((begin, steps, by) => {
      walk(
        begin,
        steps,
        (ticket, _at, before, events) => {
          const rework = events.find(({ type }) => type === 'ReworkOpened');
          if (!rework) return;
          const after = new Map(factsOf(ticket).map((fact) => [fact.key, fact]));
          for (const fact of factsOf(before).filter(({ key }) => /^(clock|closing|rework)/.test(key)))
            expect(after.get(fact.key)).toEqual(fact);
          const counts = !ticket.excludedBecause && ticket.department !== undefined;
          const opened = [...after.values()].filter(
            ({ at, columns }) => at === rework.at && columns.includes('reworked'),
          );
          if (counts) expect(opened).toHaveLength(1);
        },
        by,
      );
    });
  });

  test('an overdue already reached stays counted whatever a leader decides (R4.1)', () => {
    property((begin, steps, by) => {
      walk(
        begin,
        steps,
        (ticket, _at, before, events) => {
          const moved = events.some(({ type }) =>
            ['TicketEscalated', 'ReferralDecided', 'CaseTaken', 'TicketSupervised'].includes(type),
          );
          if (!moved || before.overdueSince === undefined) return;
          const late = factsOf(before).filter(({ columns }) => columns.includes('overdue'));
          const still = factsOf(ticket);
          for (const { key, at, department } of late)
            expect(still).toContainEqual(expect.objectContaining({ key, at, department }));
        },
        by,
      );
    });
  });

  test('merged and void tickets count in nothing but confirmed deductions; the unreasonable in none of theirs', () => {
    property((begin, steps, by) => {
      walk(
        begin,
        steps,
        (ticket) => {
          const counted = factsOf(ticket).filter(({ columns }) => columns.length > 0);
          const out = ['merged', 'void'].includes(ticket.status) || ticket.flags.includes('unreasonable');
          if (out) expect(counted.every(({ columns }) => columns.join() === 'deductions')).toBe(true);
        },
        by,
      );
    });
  });
});
