import type Router from '@koa/router';
import type { ChatPlatform, RawRequest } from '../../chat/platform.ts';
import { readBody } from '../body.ts';
import { busy } from '../problem.ts';

/**
 * Callbacks in hand at one time: as many as are surely answered within the platforms' window. One above it is refused
 * at once, so that none accepted is lost, and comes again. One whose body has not arrived is not in hand: else
 * whoever sends theirs slowly would shut the door.
 */
const MOST_IN_HAND = 64;

/**
 * The platforms' callback doors. The request is handed on raw; what is believed of it is the platform's matter. With
 * `CALLBACK_SECRET` only addresses that carry it exist.
 */
export const callbackRoutes = (
  router: Router,
  platforms: readonly ChatPlatform[],
  secret: string | undefined,
): void => {
  const base = secret === undefined ? '/callbacks' : `/callbacks/${secret}`;
  let inHand = 0;
  for (const platform of platforms) {
    for (const [path, handle] of Object.entries(platform.callbacks)) {
      router.register(`${base}/${path}`, ['GET', 'POST'], async (context) => {
        const request: RawRequest = {
          method: context.method === 'GET' || context.method === 'HEAD' ? 'GET' : 'POST',
          path: context.path,
          query: Object.fromEntries(
            Object.entries(context.query).map(([key, value]) => [
              key,
              Array.isArray(value) ? (value[0] ?? '') : (value ?? ''),
            ]),
          ),
          headers: Object.fromEntries(
            Object.entries(context.req.headers).map(([key, value]) => [
              key,
              Array.isArray(value) ? value.join(',') : (value ?? ''),
            ]),
          ),
          body: context.method === 'POST' ? await readBody(context.req) : Buffer.alloc(0),
        };
        if (inHand >= MOST_IN_HAND) return busy(context);
        inHand += 1;
        try {
          const answer = await handle(request);
          context.status = answer.status;
          if (answer.type) context.type = answer.type;
          context.body = answer.body ?? '';
        } finally {
          inHand -= 1;
        }
      });
    }
  }
};
