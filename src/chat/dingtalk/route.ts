import { isFailure } from './api.ts';
import { digestOf } from './incoming.ts';
import type { Means } from './means.ts';

/** HTTP card callbacks are registered under this key (register-card-callback-address). */
export const ROUTE_KEY = 'hotline';

const NOTE = `route:${ROUTE_KEY}`;

/**
 * Registers where card clicks go in HTTP mode, once for an address and secret; a change of either replaces it. Without
 * a public address or a secret nothing is registered: an administrator sets it in the vendor's console. A failure is
 * logged and tried again with the next card.
 */
export const ensureRoute = async ({ settings, context, api }: Means): Promise<void> => {
  const { publicUrl, callbackSecret, cardCallbackSecret: apiSecret } = settings;
  if (publicUrl === undefined || apiSecret === undefined) return;
  const secret = callbackSecret === undefined ? '' : `${callbackSecret}/`;
  const callbackUrl = `${publicUrl.replace(/\/$/, '')}/callbacks/${secret}dingtalk/card`;
  const digest = digestOf(settings.clientId, callbackUrl, apiSecret);
  if ((await context.memory.get(NOTE))?.digest === digest) return;
  const answer = await api.call('POST', '/v1.0/card/callbacks/register', {
    callbackRouteKey: ROUTE_KEY,
    callbackUrl,
    apiSecret,
    forceUpdate: true,
  });
  if (isFailure(answer)) context.log.warn({ code: answer.code }, 'the card callback could not be registered');
  else await context.memory.set(NOTE, { digest });
};
