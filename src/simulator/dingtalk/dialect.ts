import { CARD_ROUTES } from './api/cards.ts';
import { OAUTH_ROUTES } from './api/oauth.ts';
import { ROBOT_ROUTES } from './api/robot.ts';
import type { Route } from './api/route.ts';
import type { Call } from './call.ts';
import { ACCESS_ROUTES } from './oapi/access.ts';
import { MEDIA_ROUTES } from './oapi/media.ts';
import { USER_ROUTES } from './oapi/users.ts';
import { tooFast, WEBHOOK_ROUTES } from './oapi/webhooks.ts';
import type { Office } from './office.ts';
import { LEGACY_REFUSALS, REFUSALS, type Reply, refuseLegacySub } from './refusal.ts';

/** How one of the vendor's two hosts speaks: its routes, where its token stands, how it refuses. */
export interface Dialect {
  routes: readonly Route[];
  tokenOf(call: Call): string | undefined;
  refusals: {
    badToken(): Error;
    noToken(): Error;
    busy(): Error;
    tooFast(office: Office, route: Route): Error;
    spent(): Error;
  };
  /** The answer to a path nobody knows. */
  unknown(): Reply;
}

/** `api.dingtalk.com`: token in a header, failures as HTTP status with `code`. */
export const NEW_API: Dialect = {
  routes: [...OAUTH_ROUTES, ...ROBOT_ROUTES, ...CARD_ROUTES],
  tokenOf: ({ headers }) => {
    const token = headers['x-acs-dingtalk-access-token'];
    return typeof token === 'string' && token !== '' ? token : undefined;
  },
  refusals: REFUSALS,
  unknown: () => ({ status: 200, body: { errcode: 404, errmsg: '请求的URI地址不存在' } }),
};

/** `oapi.dingtalk.com`: token in the query, failures as HTTP 200 with `errcode`. */
export const LEGACY_API: Dialect = {
  routes: [...ACCESS_ROUTES, ...WEBHOOK_ROUTES, ...USER_ROUTES, ...MEDIA_ROUTES],
  tokenOf: ({ query }) => query.get('access_token') || undefined,
  refusals: {
    ...LEGACY_REFUSALS,
    tooFast: (office, route) =>
      route.token === 'none' ? tooFast(office.limits.webhookRestCode) : LEGACY_REFUSALS.tooFast(),
  },
  unknown: () => {
    const { body } = refuseLegacySub('22', '不合法ApiName');
    return { status: 200, body: { ...body, errcode: 22 } };
  },
};
