import type Router from '@koa/router';
import { z } from 'zod';
import { type QueuePlace, TICKET_QUEUES, type TicketQueue } from '../../../workflow/centreDesk.ts';
import type { Desk } from '../../../workflow/ports.ts';
import { problem } from '../../problem.ts';
import { ticketLine, type View } from '../lines.ts';
import type { PageParts } from '../parts.ts';
import { QUEUES, type Queue, type QueueView } from '../shapes.ts';
import { viewOf } from '../tickets.ts';
import { asked, cursorOf, placeAt } from './cursor.ts';
import { deliveryLine } from './deliveries.ts';
import { QUEUE_NAMES } from './words.ts';

const FIRST = 5;
const PAGE = 50;
/** A failed letter older than this is history: it stands in the ledger. */
const FAILED_DAYS = 30;

const Place = z.tuple([z.boolean(), z.iso.datetime().nullable(), z.string().max(64)]);
const cursorAt = ({ urgent, due, no }: QueuePlace): string => cursorOf([urgent, due?.toISOString() ?? null, no]);
const placeIn = (cursor: unknown): QueuePlace | undefined => {
  const place = placeAt(cursor, Place);
  if (!place) return undefined;
  const [urgent, due, no] = place;
  return { urgent, no, ...(due === null ? {} : { due: new Date(due) }) };
};

type Asked = { limit: number; cursor?: string | undefined };

const ticketQueue = async (
  desk: Desk,
  queue: TicketQueue,
  { limit, cursor }: Asked,
  view: View,
): Promise<Omit<QueueView, 'count'>> => {
  const after = placeIn(cursor);
  const { tickets, last } = await desk.centre.queue(queue, { limit, ...(after ? { after } : {}) });
  return {
    queue,
    name: QUEUE_NAMES[queue],
    tickets: tickets.map((ticket) => ticketLine(ticket, view)),
    ...(last ? { cursor: cursorAt(last) } : {}),
  };
};

const failedQueue = async (desk: Desk, { limit, cursor }: Asked, view: View, parts: PageParts): Promise<QueueView> => {
  const since = new Date(view.at.getTime() - FAILED_DAYS * 86_400_000);
  const before = placeAt(cursor, z.string().regex(/^\d{1,18}$/));
  const query = { state: 'failed', act: 'send', since, limit: limit + 1 } as const;
  const found = await desk.centre.letters({ ...query, ...(before ? { before } : {}) });
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    queue: 'failed',
    name: QUEUE_NAMES.failed,
    count: await desk.centre.failedSince(since),
    tickets: [],
    deliveries: shown.map((line) => deliveryLine(line, view, parts)),
    ...(found.length > limit && last ? { cursor: cursorOf(last.order) } : {}),
  };
};

/** The centre's queues: what waits for it to dispatch, decide, call or mend. */
export const queueRoutes = (router: Router, parts: PageParts): void => {
  router.get('/page/desk/queues', async (context) => {
    const view = viewOf(context, parts);
    context.body = await parts.archive.work(async (desk): Promise<QueueView[]> => {
      const counts = await desk.centre.queueCounts();
      const views: QueueView[] = [];
      for (const queue of TICKET_QUEUES)
        views.push({ ...(await ticketQueue(desk, queue, { limit: FIRST }, view)), count: counts[queue] });
      return [...views, await failedQueue(desk, { limit: FIRST }, view, parts)];
    });
  });

  router.get('/page/desk/queues/:queue', async (context) => {
    const queue = QUEUES.find((name): name is Queue => name === context.params.queue);
    if (!queue) return problem(context, 404, 'not-found', '没有这个队列，请刷新页面。');
    const view = viewOf(context, parts);
    const order = { limit: PAGE, cursor: asked(context.query.cursor) };
    context.body = await parts.archive.work(async (desk): Promise<QueueView> => {
      if (queue === 'failed') return failedQueue(desk, order, view, parts);
      const counts = await desk.centre.queueCounts();
      return { ...(await ticketQueue(desk, queue, order, view)), count: counts[queue] };
    });
  });
};
