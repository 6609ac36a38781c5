import type Router from '@koa/router';
import type { Context } from 'koa';
import { mayRead, readsAll } from '../../domain/ticket/access.ts';
import type { Desk, TicketFile } from '../../workflow/ports.ts';
import { tokensOf } from '../../workflow/posts.ts';
import { problem } from '../problem.ts';
import { matterFormsOf } from './forms.ts';
import { ticketLine, type View } from './lines.ts';
import type { PageParts } from './parts.ts';
import { visitorOf } from './session.ts';
import type { Todo } from './shapes.ts';
import { drawTicketPage } from './ticketPage.ts';

const TICKETS = 50;
const MATTERS = 50;

/** For whom and when this request draws. */
export const viewOf = (context: Pick<Context, 'state'>, parts: Pick<PageParts, 'county' | 'now'>): View => ({
  viewer: visitorOf(context).person,
  at: parts.now(),
  county: parts.county(),
});

/**
 * The ticket, if the viewer may read it. Else the answer: whoever may not read every ticket cannot tell one that is kept
 * from them from one that is not there.
 */
export const readable = async (desk: Desk, no: string, view: View): Promise<TicketFile | undefined> => {
  const file = await desk.read(no);
  return file && mayRead(view.viewer, file.ticket) ? file : undefined;
};

export const unreadable = (context: Context, no: string, { viewer }: View): void => {
  const shown = no.slice(0, 64);
  if (readsAll(viewer)) problem(context, 404, 'no-such-ticket', `没有编号为 ${shown} 的工单，请核对编号。`);
  else
    problem(context, 403, 'denied', `没有编号为 ${shown} 的工单，或者它不由您查看。请核对编号，或联系本单位联络员。`);
};

const todoOf = async (desk: Desk, view: View): Promise<Todo> => {
  const tokens = [...tokensOf(view.viewer)];
  const { tickets, total } = await desk.waiting(tokens, TICKETS);
  const matters = await desk.waitingMatters(tokens, MATTERS);
  return {
    tickets: tickets.filter((ticket) => mayRead(view.viewer, ticket)).map((ticket) => ticketLine(ticket, view)),
    total: total + matters.length,
    matters: matters.map(({ kind, id, title, dueAt }) => ({
      ...{ kind, id, title, forms: matterFormsOf(kind, view) },
      ...(dueAt ? { dueAt: dueAt.toISOString() } : {}),
    })),
  };
};

/** `/page/todo` and `/page/tickets/:no`: behind the session. */
export const ticketPages = (router: Router, parts: PageParts): void => {
  router.get('/page/todo', async (context) => {
    const view = viewOf(context, parts);
    context.body = await parts.archive.work((desk) => todoOf(desk, view));
  });
  router.get('/page/tickets/:no', async (context) => {
    const view = viewOf(context, parts);
    const { no = '' } = context.params;
    const page = await parts.archive.work(async (desk) => {
      const file = await readable(desk, no, view);
      return file && drawTicketPage(desk, file, view);
    });
    if (!page) return unreadable(context, no, view);
    context.body = page;
  });
};
