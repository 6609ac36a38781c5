import type Router from '@koa/router';
import { z } from 'zod';
import type { Address, ChatPlatform } from '../../chat/platform.ts';
import type { IntakeParts } from '../../intake/intake.ts';
import { problem } from '../problem.ts';
import { bearer } from './tickets.ts';

/** Who has read a letter: residents by their id, how many others the directory does not know, and whether that is everybody. */
export const ReadStatus = z
  .object({ persons: z.array(z.string()), others: z.int(), complete: z.boolean() })
  .meta({ id: 'ReadStatus' });

/**
 * `GET /api/v1/tickets/:no/deliveries/:id/read`: asks the platform now, at the cost of calls of its month; nothing of it
 * is kept. A platform that does not tell answers 409, one that cannot be asked just now 502.
 */
export const readStatusRoute = (
  router: Router,
  parts: IntakeParts & { token: string | undefined; platforms: readonly ChatPlatform[] },
): void => {
  router.get('/api/v1/tickets/:no/deliveries/:id/read', bearer(parts.token), async (context) => {
    const { no = '', id = '' } = context.params;
    const found = await parts.archive.work((desk) => desk.sent(id));
    if (!found?.line.tickets.includes(no))
      return problem(context, 404, 'no-such-delivery', '这件工单没有这条已送达的消息。');
    const { to } = found.line;
    const platform = parts.platforms.find(({ name }) => name === to.platform);
    if (!platform?.readBy) return problem(context, 409, 'no-read-status', '企业微信不提供已读情况。');
    const address: Address =
      'chat' in to ? { platform: to.platform, chat: to.chat } : { platform: to.platform, person: to.person };
    const read = await platform.readBy(address, found.sent);
    if ('ok' in read) return problem(context, 502, 'not-told', `平台没有给出已读情况：${read.reason}`);
    const known = read.persons.flatMap((account) => parts.county().personOn(to.platform, account)?.id ?? []);
    context.body = { persons: known, others: read.persons.length - known.length, complete: read.complete };
  });
};
