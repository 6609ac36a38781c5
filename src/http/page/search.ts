import type Router from '@koa/router';
import { z } from 'zod';
import { addDays, at as instantAt, isCalendarDate, localDate } from '../../domain/deadline/calendarDate.ts';
import { maskTitle } from '../../domain/privacy.ts';
import { mayRead, readsAll } from '../../domain/ticket/access.ts';
import type { Ticket } from '../../domain/ticket/state.ts';
import { FLAGS, STATUSES, TICKET_TYPES } from '../../domain/ticket/status.ts';
import type { Desk, TicketQuery } from '../../workflow/ports.ts';
import { problem } from '../problem.ts';
import { type ClosedCursor, openCursor } from './closedCursor.ts';
import { ticketLine, type View } from './lines.ts';
import type { PageParts } from './parts.ts';
import type { Found } from './shapes.ts';
import { viewOf } from './tickets.ts';

const PAGE = 20;
/** Tickets looked at for one page before it is given out short: those kept from the viewer are passed over. */
const BATCH = 60;
const BATCHES = 5;
/** Words are looked for in so many days, unless a day to begin from is named. */
const DAYS = 180;
const WORDS = 5;

const Day = z.string().refine(isCalendarDate, '日期须写成 2026-11-25');
/** An empty field of a form is none. */
const given = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
const Query = z.object({
  q: given(z.string().trim().max(100, '最多 100 字')),
  status: given(z.enum(STATUSES, '状态不正确')),
  department: given(z.string().max(64)),
  flag: given(z.enum(FLAGS, '标记不正确')),
  type: given(z.enum(TICKET_TYPES, '类型不正确')),
  from: given(Day),
  to: given(Day),
  cursor: given(z.string().max(300)),
});
type Query = z.infer<typeof Query>;

const NUMBER = /^[A-Z0-9-]*\d[A-Z0-9-]*$/;
const SHORTEST = 4;

/** What was typed: an ending of a number, or words. */
const asked = (q: string | undefined): Pick<TicketQuery, 'number' | 'words'> => {
  const typed = (q ?? '').toUpperCase();
  if (typed.length >= SHORTEST && NUMBER.test(typed)) return { number: typed };
  const words = (q ?? '').split(/\s+/).filter((word) => word !== '');
  return words.length > 0 ? { words: words.slice(0, WORDS) } : {};
};

/**
 * Words must stand in what the viewer reads: a telephone number that is masked is not found by its digits, else whoever
 * guesses one learns which ticket is its owner's.
 */
const shows = (ticket: Ticket, words: readonly string[]): boolean => {
  const shown = [ticket.no, ticket.cityNo, maskTitle(ticket.title), ticket.category, ticket.area]
    .filter(Boolean)
    .join(' ')
    .toUpperCase();
  return words.every((word) => shown.includes(word.toUpperCase()));
};

const pageOf = async (
  desk: Desk,
  query: Omit<TicketQuery, 'limit'>,
  view: View,
  cursors: ClosedCursor,
): Promise<Found> => {
  const tickets: Ticket[] = [];
  let before = query.before;
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const found = await desk.search({ ...query, ...(before ? { before } : {}), limit: BATCH });
    for (const ticket of found) {
      before = { receivedAt: new Date(ticket.receivedAt), no: ticket.no };
      if (mayRead(view.viewer, ticket) && shows(ticket, query.words ?? [])) tickets.push(ticket);
      if (tickets.length === PAGE) return { tickets: linesOf(tickets, view), cursor: cursors.after(ticket) };
    }
    const last = found.at(-1);
    if (found.length < BATCH || !last) return { tickets: linesOf(tickets, view) };
    if (batch === BATCHES - 1) return { tickets: linesOf(tickets, view), cursor: cursors.after(last) };
  }
  return { tickets: linesOf(tickets, view) };
};

const linesOf = (tickets: readonly Ticket[], view: View) => tickets.map((ticket) => ticketLine(ticket, view));

const queryOf = (
  query: Query,
  view: View,
  cursors: ClosedCursor,
): Omit<TicketQuery, 'limit'> & { searchedDays?: number } => {
  const { q, status, department, flag, type, from, to, cursor } = query;
  const what = asked(q);
  const windowed = what.words !== undefined && from === undefined;
  const first = windowed ? addDays(localDate(view.at), -DAYS) : from;
  const before = cursor === undefined ? undefined : cursors.read(cursor);
  return {
    ...what,
    ...(readsAll(view.viewer) ? {} : { within: view.viewer.department }),
    ...(status ? { status } : {}),
    ...(department ? { of: view.county.departmentNamed(department)?.code ?? department } : {}),
    ...(flag ? { flag } : {}),
    ...(type ? { type } : {}),
    ...(first ? { from: instantAt(first, '00:00') } : {}),
    ...(to ? { to: instantAt(addDays(to, 1), '00:00') } : {}),
    ...(before ? { before } : {}),
    ...(windowed ? { searchedDays: DAYS } : {}),
  };
};

/** `GET /page/tickets`: by number and words, and by what stands in their columns. */
export const searchRoute = (router: Router, parts: PageParts): void => {
  const cursors = openCursor(parts.cookieKey);
  router.get('/page/tickets', async (context) => {
    const query = Query.safeParse(context.query);
    if (!query.success) {
      const [issue] = query.error.issues;
      return problem(context, 400, 'bad-query', `查询条件不正确：${issue?.message ?? ''}。`, String(issue?.path[0]));
    }
    const view = viewOf(context, parts);
    const { searchedDays, ...looked } = queryOf(query.data, view, cursors);
    const found = await parts.archive.work((desk) => pageOf(desk, looked, view, cursors));
    context.body = { ...found, ...(searchedDays ? { searchedDays } : {}) } satisfies Found;
  });
};
