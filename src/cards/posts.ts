import { isRestricted } from '../domain/ticket/access.ts';
import type { Ticket } from '../domain/ticket/state.ts';
import { newRef } from '../kernel/ids.ts';
import type { Card, Row } from './card.ts';
import type { CardContext } from './context.ts';
import { listActions } from './lists.ts';
import { departmentName, LIST_ROWS, rowOf } from './pieces.ts';

/** What a department's scheduled post carries: sections by need, each most urgent first. */
export interface DigestCardParts {
  department: string;
  post: 'morning' | 'midday' | 'afternoon';
  held: readonly Ticket[];
  claimOverdue: readonly Ticket[];
  overdue: readonly Ticket[];
  nearDue: readonly Ticket[];
  restricted: number;
  place?: { place: number; of: number; movement?: number };
  feedback?: { answered: number; satisfied: number; dissatisfied: number; noAnswer: number };
}

const GROUP = { group: true } as const;

/** Tickets under one heading. */
export interface Section {
  name: string;
  tickets: readonly Ticket[];
}

/** Rows of several sections within one list of twenty; the section's name leads each row's detail. */
export const sectionRows = (
  sections: readonly Section[],
  context: CardContext,
  audience: Parameters<typeof rowOf>[2],
): Pick<Card, 'rows' | 'more'> => {
  const all = sections.flatMap(({ name, tickets }) =>
    tickets.map((ticket): Row => {
      const row = rowOf(ticket, context, audience);
      return { ...row, detail: `${name} · ${row.detail}` };
    }),
  );
  return {
    rows: all.slice(0, LIST_ROWS),
    ...(all.length > LIST_ROWS ? { more: `及其余 ${all.length - LIST_ROWS} 件` } : {}),
  };
};

const POST_NAMES = { morning: '早间', midday: '午间', afternoon: '下午' } as const;

const movementInWords = (movement: number | undefined): string => {
  if (movement === undefined || movement === 0) return '';
  return movement > 0 ? `，上升 ${movement} 位` : `，下降 ${-movement} 位`;
};

export const countFacts = (sections: readonly Section[]): Card['facts'] =>
  sections
    .filter(({ tickets }) => tickets.length > 0)
    .map(({ name, tickets }) => ({ label: name, value: `${tickets.length} 件` }));

/** The 08:33, 13:47 or 16:47 post of a department's group: everything in one message. */
export const drawDigest = (parts: DigestCardParts, context: CardContext): Card => {
  const own = (ticket: Ticket): boolean => ticket.department === parts.department;
  const sections: Section[] = [
    { name: '超期未签收', tickets: parts.claimOverdue },
    { name: '已超期', tickets: parts.overdue },
    { name: '临期', tickets: parts.nearDue },
    { name: '新到', tickets: parts.held.filter(own) },
    { name: '协办', tickets: parts.held.filter((ticket) => !own(ticket)) },
  ];
  const tickets = [
    ...new Map(sections.flatMap((section) => section.tickets).map((ticket) => [ticket.no, ticket])).values(),
  ];
  const facts = countFacts(sections);
  if (parts.restricted > 0) facts.push({ label: '不公开工单', value: `另有 ${parts.restricted} 件，已私下告知` });
  if (parts.feedback) {
    const { answered, satisfied, dissatisfied, noAnswer } = parts.feedback;
    facts.push({
      label: '回访结果（第六条）',
      value: `回访 ${answered} 件，满意 ${satisfied}，不满意 ${dissatisfied}${noAnswer > 0 ? `，未接通 ${noAnswer} 次` : ''}`,
    });
  }
  if (parts.place)
    facts.push({
      label: '昨日名次',
      value: `第 ${parts.place.place} 名 / ${parts.place.of}${movementInWords(parts.place.movement)}`,
    });
  return {
    kind: 'digest',
    ref: newRef(),
    title: `${departmentName(parts.department, context)} ${POST_NAMES[parts.post]}工单提示`,
    tone: parts.overdue.length + parts.claimOverdue.length > 0 ? 'urgent' : tickets.length > 0 ? 'warning' : 'plain',
    facts,
    ...sectionRows(sections, context, GROUP),
    actions: listActions(tickets.filter(own), { claim: true, signOff: false }),
    tickets: tickets.map((ticket) => ticket.no),
  };
};

/** The county's overdue broadcast: counts by department, the worst twenty by number; restricted ones only counted. */
export const drawBroadcast = (overdue: readonly Ticket[], context: CardContext): Card => {
  const shown = overdue
    .filter((ticket) => !isRestricted(ticket))
    .sort((a, b) => ((a.dueAt ?? '') < (b.dueAt ?? '') ? -1 : 1));
  const counts = new Map<string, number>();
  for (const ticket of overdue) counts.set(ticket.department ?? '', (counts.get(ticket.department ?? '') ?? 0) + 1);
  const byCount = [...counts].sort((a, b) => b[1] - a[1]);
  const rows = shown.slice(0, LIST_ROWS).map((ticket): Row => {
    const row = rowOf(ticket, context, GROUP);
    return { ...row, detail: `${departmentName(ticket.department, context)} · ${row.detail}` };
  });
  return {
    kind: 'broadcast',
    ref: newRef(),
    title: `超期工单通报 ${overdue.length} 件`,
    tone: 'urgent',
    body: byCount.map(([code, count]) => `${departmentName(code, context)} ${count} 件`).join('，'),
    facts: [],
    rows,
    ...(shown.length > rows.length ? { more: `及其余 ${shown.length - rows.length} 件` } : {}),
    actions: [],
    tickets: shown.map((ticket) => ticket.no),
  };
};
