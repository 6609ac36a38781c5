import type Router from '@koa/router';
import { z } from 'zod';
import { PAGE_DOOR } from '../../../commands/spec.ts';
import { LETTER_STATES, type LetterLine, type LetterQuery } from '../../../workflow/centreDesk.ts';
import type { Desk } from '../../../workflow/ports.ts';
import { resend, whyNotResend } from '../../../workflow/resend.ts';
import { problem } from '../../problem.ts';
import type { View } from '../lines.ts';
import type { PageParts } from '../parts.ts';
import type { Deliveries, DeliveryLine } from '../shapes.ts';
import { viewOf } from '../tickets.ts';
import { asked, cursorOf, placeAt } from './cursor.ts';
import { numbersMeant } from './numbers.ts';
import { kindName, stateName, toName } from './words.ts';

const PAGE = 50;
/** A word that fits half the county finds no letter in particular. */
const FITTING = 50;

type Clocks = Pick<PageParts, 'now' | 'real'>;

/** A moment of machine time by the county's clock, which in a demo is another one. */
const byCounty = (moment: Date, { now, real }: Clocks): string =>
  new Date(now().getTime() + moment.getTime() - real()).toISOString();

export const deliveryLine = (line: LetterLine, view: View, clocks: Clocks): DeliveryLine => {
  const { to, state, at, heldUntil, nextTry, reason, code, channel } = line;
  const why = whyNotResend(line, view.county);
  const next = heldUntil?.toISOString() ?? (nextTry && byCounty(nextTry, clocks));
  return {
    id: line.id,
    platform: to.platform,
    to: 'chat' in to ? to.chat : to.personId,
    toName: toName(line, view.county),
    kind: line.kind,
    kindName: kindName(line.kind),
    act: line.act,
    state,
    stateName: stateName(state, state === 'wanted' && heldUntil !== undefined),
    ...(channel ? { channel } : {}),
    at: at.toISOString(),
    attempts: line.attempts,
    ...(reason ? { reason } : {}),
    ...(code ? { code } : {}),
    ...(next ? { nextTry: next } : {}),
    tickets: line.tickets,
    mayResend: why === undefined,
    ...(why !== undefined && state === 'failed' ? { whyNot: why } : {}),
  };
};

/** A number of a ticket, a person or a group, as typed: by name, id, account, or the department's name. */
const aboutOf = async (desk: Desk, q: string, { county }: View): Promise<NonNullable<LetterQuery['about']>> => {
  const department = county.departmentNamed(q)?.code;
  const fits = (...texts: (string | undefined)[]): boolean => texts.some((text) => text?.includes(q));
  return {
    tickets: await numbersMeant(desk, q),
    people: county.people
      .filter((person) => fits(person.name, person.id, person.wecom, person.dingtalk))
      .slice(0, FITTING)
      .map(({ id }) => id),
    chats: [
      ...new Set([
        q,
        ...county.chats
          .filter(
            (chat) =>
              fits(chat.id, chat.department && county.department(chat.department)?.name) ||
              (department !== undefined && chat.department === department),
          )
          .slice(0, FITTING)
          .map(({ id }) => id),
      ]),
    ],
  };
};

const Query = z.object({
  state: z.enum(LETTER_STATES, '状态不正确').optional(),
  platform: z.enum(['wecom', 'dingtalk'], '平台不正确').optional(),
  q: z.string().max(100, '最多 100 字').optional(),
});

const page = async (desk: Desk, query: LetterQuery, view: View, clocks: Clocks): Promise<Deliveries> => {
  const found = await desk.centre.letters({ ...query, limit: PAGE + 1 });
  const shown = found.slice(0, PAGE);
  const last = shown.at(-1);
  const counts = await desk.centre.letterCounts();
  const { count, ms } = await desk.unsent();
  return {
    deliveries: shown.map((line) => deliveryLine(line, view, clocks)),
    ...(found.length > PAGE && last ? { cursor: cursorOf(last.order) } : {}),
    counts: counts.map((entry) => ({ ...entry, stateName: stateName(entry.state) })),
    unsent: { count, ...(count > 0 ? { doneAt: new Date(clocks.now().getTime() + ms).toISOString() } : {}) },
  };
};

/** The delivery ledger: what was wanted, what became of it, and a failed letter sent again. */
export const deliveryRoutes = (router: Router, parts: PageParts): void => {
  router.get('/page/desk/deliveries', async (context) => {
    const { state, platform, q, cursor } = context.query;
    const query = Query.safeParse({ state: asked(state), platform: asked(platform), q: asked(q) });
    if (!query.success) {
      const [issue] = query.error.issues;
      return problem(context, 400, 'bad-query', `查询条件不正确：${issue?.message ?? ''}。`, String(issue?.path[0]));
    }
    const view = viewOf(context, parts);
    const { q: words, ...what } = query.data;
    const before = placeAt(asked(cursor), z.string().regex(/^\d{1,18}$/));
    const looked: LetterQuery = {
      ...(what.state ? { state: what.state } : {}),
      ...(what.platform ? { platform: what.platform } : {}),
      ...(before ? { before } : {}),
      limit: PAGE,
    };
    context.body = await parts.archive.work(async (desk) => {
      const about = words ? { about: await aboutOf(desk, words, view) } : {};
      return page(desk, { ...looked, ...about }, view, parts);
    });
  });

  router.post('/page/desk/deliveries/:id/resend', async (context) => {
    const view = viewOf(context, parts);
    const { id = '' } = context.params;
    const done = await parts.archive.work((desk) =>
      resend({ desk, county: view.county, via: { door: PAGE_DOOR } }, view.viewer, id, view.at),
    );
    if (!done) return problem(context, 404, 'not-found', '没有这条发送记录，请刷新台账。');
    if ('because' in done) return problem(context, 409, 'not-resent', done.because);
    context.body = deliveryLine(done, view, parts);
  });
};
