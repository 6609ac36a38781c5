import type Router from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import type { Card } from '../../cards/card.ts';
import { orNotDone, pageCommand, submit } from '../../commands/page.ts';
import { type CommandSpec, PAGE_DOOR } from '../../commands/spec.ts';
import { officeFor } from '../../workflow/matters.ts';
import type { Desk } from '../../workflow/ports.ts';
import { readJson } from '../body.ts';
import { problem } from '../problem.ts';
import { presetOf } from './forms.ts';
import type { View } from './lines.ts';
import type { PageParts } from './parts.ts';
import { visitorOf } from './session.ts';
import type { Done, Submitted } from './shapes.ts';
import { drawTicketPage } from './ticketPage.ts';
import { readable, unreadable, viewOf } from './tickets.ts';

const Words = z.string().max(5_000, '最多 5000 字');
const Body = z.object({
  key: z.string().regex(/^[\w-]{8,64}$/, '须为 8–64 位字母、数字、- 或 _'),
  values: z.record(z.string().max(40), z.union([Words, z.array(z.string().max(200)).max(100)])),
  matter: z.object({ kind: z.string().max(40), id: z.string().max(80) }).optional(),
});

/** Words as a form sends them, as somebody would have typed them. */
const rawOf = (values: Submitted['values'], action: string): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(values)
      .map(([key, value]) => [key, Array.isArray(value) ? value.join(',') : value.trim()] as const)
      .filter(([, value]) => value !== ''),
  ),
  ...presetOf(action),
});

/** A card as lines: the page has its own buttons. */
const asLines = ({ title, body, facts, rows = [] }: Card): NonNullable<Done['card']> => ({
  title,
  ...(body ? { body } : {}),
  facts,
  rows: rows.map((row) => ({ title: [row.ticket, row.title].filter(Boolean).join(' '), detail: row.detail })),
});

const STATUS = { unknown: 404, notYours: 403, wrong: 422, missing: 422, refused: 422 } as const;
const CODE = {
  unknown: 'not-found',
  notYours: 'denied',
  wrong: 'wrong',
  missing: 'missing',
  refused: 'refused',
} as const;

/** A form as it came, or nothing after the answer that says what is wrong with it. */
const readForm = async (context: Context): Promise<Submitted | undefined> => {
  const body = Body.safeParse(await readJson(context.req));
  if (body.success) return body.data as Submitted;
  const [issue] = body.error.issues;
  const field = issue?.path[0] === 'values' ? String(issue.path[1]) : undefined;
  problem(context, 422, 'wrong', `提交的内容不完整或过长：${issue?.message ?? ''}`, field);
  return undefined;
};

/** Without a ticket: a command that needs none, or one that takes the matter named. */
const fits = ({ tickets, matters }: CommandSpec, { matter }: Submitted): boolean =>
  (tickets === 'none' && (matter === undefined || officeFor(matter.kind) !== undefined)) ||
  (matter !== undefined && matters?.includes(matter.kind) === true);

/** Puts one form to one ticket, or to a matter, in one unit of work; what may not be read cannot be acted on. */
export const commandRoutes = (router: Router, parts: PageParts): void => {
  const carry = async (
    context: Context,
    view: View,
    form: Submitted,
    no: string | undefined,
  ): Promise<Done | 'unreadable' | undefined> => {
    const { person, platform, account } = visitorOf(context);
    const { action = '' } = context.params as { action?: string };
    const key = `page:${person.id}:${form.key}`;
    const done = await orNotDone(() =>
      parts.archive.work(async (desk: Desk): Promise<Done | 'unreadable'> => {
        if (no !== undefined && !(await readable(desk, no, view))) return 'unreadable';
        const scene = {
          desk,
          county: view.county,
          documents: parts.documents,
          via: { door: PAGE_DOOR, message: key },
        };
        const { says, card } = await submit(scene, {
          key,
          actor: person,
          account: { platform, id: account },
          action,
          tickets: no === undefined ? [] : [no],
          matters: form.matter ? [form.matter] : [],
          raw: rawOf(form.values, action),
          at: view.at,
        });
        const file = no === undefined ? undefined : await readable(desk, no, view);
        return {
          says,
          ...(file ? { ticket: await drawTicketPage(desk, file, view) } : {}),
          ...(card?.form === 'card' ? { card: asLines(card.card) } : {}),
        };
      }),
    );
    if (typeof done === 'string' || !('problem' in done)) return done;
    problem(context, STATUS[done.problem], CODE[done.problem], done.says, done.field);
    return undefined;
  };

  router.post('/page/tickets/:no/commands/:action', async (context) => {
    const form = await readForm(context);
    if (!form) return;
    const view = viewOf(context, parts);
    const { no = '', action = '' } = context.params;
    if (pageCommand(action)?.tickets === 'none')
      return problem(context, 404, 'not-found', '没有这个操作，请刷新页面。');
    const done = await carry(context, view, form, no);
    if (done === 'unreadable') return unreadable(context, no, view);
    if (done) context.body = done;
  });

  router.post('/page/commands/:action', async (context) => {
    const form = await readForm(context);
    if (!form) return;
    const spec = pageCommand(context.params.action ?? '');
    if (!spec || !fits(spec, form)) return problem(context, 404, 'not-found', '没有这个操作，请刷新页面。');
    const done = await carry(context, viewOf(context, parts), form, undefined);
    if (done && done !== 'unreadable') context.body = done;
  });
};
