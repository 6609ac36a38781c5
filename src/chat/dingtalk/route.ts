import { isFailure } from './api.ts';
import { digestOf } from './incoming.ts';
import type { Means } from './means.ts';

/** HTTP card callbacks are registered under this key (register-card-callback-address). */
export const ROUTE_KEY = 'hotline';

const NOTE = `route:${ROUTE_KEY}`;

/** The registration of where card clicks go in HTTP mode. */
export interface Route {
  /** Resolves when it was tried; those who ask while it is under way wait for the same try. */
  ensure(): Promise<void>;
}

/**
 * Registers the address once for itself and its secret; a change of either replaces it. In stream mode, without a public
 * address or without a secret nothing is registered: an administrator sets it in the vendor's console. A failure is
 * logged and tried again with the next card.
 */
export const openRoute = (parts: Pick<Means, 'settings' | 'context' | 'api'>): Route => {
  let under: Promise<void> | undefined;
  return {
    ensure: () => {
      under ??= register(parts).finally(() => {
        under = undefined;
      });
      return under;
    },
  };
};

const register = async ({ settings, context, api }: Pick<Means, 'settings' | 'context' | 'api'>): Promise<void> => {
  const { mode, publicUrl, callbackSecret, cardCallbackSecret: apiSecret } = settings;
  if (mode !== 'http' || publicUrl === undefined || apiSecret === undefined) return;
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
