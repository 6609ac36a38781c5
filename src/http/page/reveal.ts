import type Router from '@koa/router';
import { z } from 'zod';
import { PAGE_DOOR } from '../../commands/spec.ts';
import { needsDetails } from '../../domain/ticket/access.ts';
import { readJson } from '../body.ts';
import { problem } from '../problem.ts';
import type { PageParts } from './parts.ts';
import type { Revealed } from './shapes.ts';
import { readable, unreadable, viewOf } from './tickets.ts';

const Body = z.object({ purpose: z.string().trim().min(2).max(200) });

/** `POST /page/tickets/:no/reveal`: the full text and the caller, for those who need them, written down with the purpose. */
export const revealRoute = (router: Router, parts: PageParts): void => {
  router.post('/page/tickets/:no/reveal', async (context) => {
    const body = Body.safeParse(await readJson(context.req));
    if (!body.success)
      return problem(context, 422, 'missing', '请写明查看的目的（2–200 字），查看会被记录。', 'purpose');
    const view = viewOf(context, parts);
    const { no = '' } = context.params;
    const found = await parts.archive.work(async (desk): Promise<Revealed | 'unreadable' | 'denied'> => {
      const file = await readable(desk, no, view);
      if (!file) return 'unreadable';
      if (!needsDetails(view.viewer, file.ticket, view.county)) return 'denied';
      const text = await desk.text(no);
      await desk.discloses({ at: view.at, by: view.viewer.id, ticket: no, purpose: body.data.purpose, via: PAGE_DOOR });
      return text ?? { content: '' };
    });
    if (found === 'unreadable') return unreadable(context, no, view);
    if (found === 'denied')
      return problem(
        context,
        403,
        'denied',
        '全文和诉求人信息只给办理这件工单的人查看；确需查看请联系本单位联络员或县热线中心。',
      );
    context.body = found;
  });
};
