import { createHash, timingSafeEqual } from 'node:crypto';
import type Router from '@koa/router';
import type { Context, Next } from 'koa';
import { z } from 'zod';
import type { Mark } from '../../domain/mark/mark.ts';
import { STATUSES } from '../../domain/ticket/status.ts';
import { type IntakeParts, takeIn } from '../../intake/intake.ts';
import { PlainError } from '../../kernel/errors.ts';
import { readJson } from '../body.ts';
import { problem } from '../problem.ts';
import { summary, whole } from '../ticketView.ts';

const MOST_TICKETS = 1_000;

const sameToken = (given: string, wanted: string): boolean =>
  timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(wanted).digest());

/** One bearer token may do and see everything; unset, the API is not there. */
export const bearer = (token: string | undefined) => async (context: Context, next: Next) => {
  if (token === undefined) return problem(context, 404, 'not-found', '接口未启用：请设置 INTAKE_TOKEN。');
  const given = /^Bearer (.+)$/i.exec(context.get('authorization'))?.[1] ?? '';
  if (!sameToken(given, token)) return problem(context, 401, 'unauthorized', '令牌缺失或不正确。');
  await next();
};

const ListQuery = z.object({
  status: z.enum(STATUSES, '状态不正确').optional(),
  department: z.string().optional(),
  cursor: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

const asArray = (body: unknown): unknown[] => {
  const tickets = Array.isArray(body) ? body : [body];
  if (tickets.length > MOST_TICKETS) throw new PlainError('too-many', `一次最多 ${MOST_TICKETS} 件，请分批提交。`, 413);
  if (!Array.isArray(body) && (typeof body !== 'object' || body === null))
    throw new PlainError('bad-ticket', '请提交一件工单（对象）或多件工单（数组）。', 400);
  return tickets;
};

/**
 * `POST /api/v1/tickets`, `GET /api/v1/tickets`, `GET /api/v1/tickets/:no` (contract, HTTP), and a piece of evidence by
 * its id, each look at it logged.
 */
export const ticketRoutes = (
  router: Router,
  parts: IntakeParts & { token: string | undefined; evidence(sha256: string): Promise<Buffer> },
): void => {
  const guard = bearer(parts.token);
  router.post('/api/v1/tickets', guard, async (context) => {
    const tickets = asArray(await readJson(context.req));
    context.body = {
      results: await takeIn(
        parts,
        { door: 'api' },
        tickets.map((value) => ({ value })),
      ),
    };
  });
  router.get('/api/v1/tickets', guard, async (context) => {
    const query = ListQuery.safeParse(context.query);
    if (!query.success)
      return problem(
        context,
        400,
        'bad-query',
        query.error.issues.map((issue) => `${issue.path.join('.')}：${issue.message}`).join('；'),
      );
    const { status, department, cursor, limit } = query.data;
    const code =
      department === undefined ? undefined : (parts.county().departmentNamed(department)?.code ?? department);
    const found = await parts.archive.work((desk) =>
      desk.list({
        limit,
        ...(status ? { status } : {}),
        ...(code ? { department: code } : {}),
        ...(cursor ? { cursor } : {}),
      }),
    );
    context.body = { tickets: found.tickets.map(summary), ...(found.cursor ? { cursor: found.cursor } : {}) };
  });
  router.get('/api/v1/tickets/:no/evidence/:id', guard, async (context) => {
    const { no = '', id = '' } = context.params;
    const found = await parts.archive.work(async (desk) => {
      const entry = (await desk.read(no))?.ticket.evidence?.find((known) => known.id === id);
      if (entry)
        await desk.discloses({ at: parts.now(), by: 'api', ticket: no, purpose: `evidence ${id}`, via: 'api' });
      return entry;
    });
    if (!found) return problem(context, 404, 'no-such-evidence', '这件工单没有这份佐证材料。');
    context.type = found.type;
    context.set('content-disposition', 'attachment');
    context.body = await parts.evidence(found.sha256);
  });
  router.get('/api/v1/tickets/:no', guard, async (context) => {
    const { no = '' } = context.params;
    const purpose = typeof context.query.reveal === 'string' ? context.query.reveal.trim() : '';
    const view = await parts.archive.work(async (desk) => {
      const file = await desk.read(no);
      if (!file) return undefined;
      const text = purpose === '' ? undefined : await desk.text(no);
      if (text)
        await desk.discloses({ at: parts.now(), by: 'api', ticket: no, purpose: purpose.slice(0, 200), via: 'api' });
      return whole(file.ticket, {
        history: await desk.history(no),
        deliveries: await desk.deliveries(no),
        marks: await desk.matters<Mark>('mark', { ticket: no }),
        ...(text ? { text } : {}),
      });
    });
    if (!view) return problem(context, 404, 'no-such-ticket', `没有编号为 ${no.slice(0, 64)} 的工单。`);
    context.body = view;
  });
};
